import type { EmittedObject } from '../conversion.js';
import { compareText } from '../kubernetes/compare-text.js';

/** Order of kinds in the output: what others refer to comes first. */
const KINDS: readonly string[] = [
  'Secret',
  'ConfigMap',
  'Role',
  'RoleBinding',
  'Gateway',
  'ListenerSet',
  'ReferenceGrant',
  'BackendTLSPolicy',
  'TCPRoute',
  'UDPRoute',
  'TLSRoute',
  'GRPCRoute',
  'HTTPRoute',
  'Route',
];

/** Order of what is written: by kind, then by namespace and name, by code units, so that no locale has a say. */
export function compareEmitted({ object: a }: EmittedObject, { object: b }: EmittedObject): number {
  return (
    (a.kind === b.kind ? 0 : KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)) ||
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(a.metadata.name, b.metadata.name)
  );
}
