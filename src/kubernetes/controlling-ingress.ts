import type { Manifest } from './object.js';

/** The Ingress that the controlling owner of an object names; undefined for objects that nobody or something else controls. */
export function controllingIngress({ content }: Manifest): string | undefined {
  const { metadata } = content;
  const owners = isRecord(metadata) ? metadata.ownerReferences : undefined;
  const owner = (Array.isArray(owners) ? (owners as unknown[]) : []).find(
    (one) => isRecord(one) && one.controller === true && one.kind === 'Ingress',
  );
  return isRecord(owner) && typeof owner.name === 'string' ? owner.name : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
