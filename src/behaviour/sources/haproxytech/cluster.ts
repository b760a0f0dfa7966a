import { toBytes } from '../../regex/pcre.js';
import { type Network, parseNetwork } from '../../values/addresses.js';
import {
  intOrStringAt,
  isPlainObject,
  listAt,
  numberAt,
  objectAt,
  type PlainObject,
  stringAt,
  stringMapAt,
} from '../../values/plain-object.js';
import { type Annotations, bareAnnotations } from './annotation-layers.js';
import type { BackendRef } from './ingress-objects.js';
import type { HaproxytechInput } from './input.js';

/** Where a reference to a Service leads. */
export interface Destination {
  /** Of the Service. */
  readonly annotations: Annotations;
  /** `namespace/service:port`, the port as the Service numbers it. */
  readonly label: string;
  /** How the backend's name ends: the name of the port, or its number if it has none. */
  readonly port: string;
  readonly hasEndpoints: boolean;
}

/** The objects around the Ingresses, looked up the way the controller's store does. */
export class Cluster {
  private readonly services: ReadonlyMap<string, PlainObject>;
  private readonly secrets: ReadonlyMap<string, PlainObject>;
  private readonly configmaps: ReadonlyMap<string, PlainObject>;
  private readonly input: HaproxytechInput;

  constructor(input: HaproxytechInput) {
    this.input = input;
    this.services = byKey(input.services);
    this.secrets = byKey(input.secrets);
    this.configmaps = byKey(input.configmaps);
  }

  /** Undefined for a Service or a port that does not exist (GetBackendName in pkg/service/service.go). */
  destination(namespace: string, ref: BackendRef, anyPort = false): Destination | undefined {
    const key = `${namespace}/${ref.service}`;
    const service = this.services.get(key);
    if (this.input.missingServices?.includes(key) === true) return undefined;
    if (service === undefined && this.input.assumeServicesExist !== true) return undefined;
    const annotations = bareAnnotations(stringMapAt(objectAt(service, 'metadata'), 'annotations'));
    const hasEndpoints = numberAt(service, 'endpoints') !== 0;
    const ports = listAt(objectAt(service, 'spec'), 'ports');
    if (ports.length === 0) {
      const written = ref.portName || (ref.portNumber === 0 ? '' : String(ref.portNumber));
      return { annotations, label: written === '' ? key : `${key}:${written}`, port: written, hasEndpoints };
    }
    const port =
      anyPort && ref.portName === '' && ref.portNumber === 0
        ? ports[0]
        : ports.find((candidate) => {
            const name = stringAt(candidate, 'name') ?? '';
            return numberAt(candidate, 'port') === ref.portNumber || (name !== '' && name === ref.portName);
          });
    if (port === undefined) return undefined;
    const number = intOrStringAt(port, 'port') ?? '0';
    return { annotations, label: `${key}:${number}`, port: stringAt(port, 'name') || number, hasEndpoints };
  }

  /** `listed` has the Secret's values, which never leave the model; `assumed` is one that nobody has shown. */
  secret(
    namespace: string,
    name: string,
  ): { readonly kind: 'listed' | 'assumed'; readonly object: PlainObject } | null {
    const key = `${namespace}/${name}`;
    const object = this.secrets.get(key);
    if (object !== undefined) return { kind: 'listed', object };
    const assumed = this.input.assumeSecretsExist === true && this.input.missingSecrets?.includes(key) !== true;
    return assumed && name !== '' ? { kind: 'assumed', object: {} } : null;
  }

  /** The addresses in a file `patterns/NAME`; undefined if nobody has shown it. */
  patternFile(path: string): readonly Network[] | undefined {
    const object = this.configmaps.get(this.input.flags?.configmapPatternfiles ?? '');
    const text = stringMapAt(object, 'data').get(path.slice('patterns/'.length));
    if (text === undefined) return undefined;
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map(parseNetwork)
      .filter((network) => network !== undefined);
  }
}

/** The entries of a Secret as byte strings. What is no base64 is taken as it is: somebody decoded it before. */
export function secretEntries(secret: PlainObject): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of stringMapAt(secret, 'data')) found.set(key, decoded(value));
  for (const [key, value] of stringMapAt(secret, 'stringData')) found.set(key, toBytes(value));
  return found;
}

function decoded(stored: string): string {
  const encoded = stored.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && encoded.length % 4 === 0 ? atob(encoded) : toBytes(stored);
}

function byKey(objects: readonly unknown[] | undefined): Map<string, PlainObject> {
  const found = new Map<string, PlainObject>();
  for (const object of objects ?? []) {
    const metadata = objectAt(object, 'metadata');
    const name = stringAt(metadata, 'name');
    if (isPlainObject(object) && name !== undefined) {
      found.set(`${stringAt(metadata, 'namespace') || 'default'}/${name}`, object);
    }
  }
  return found;
}
