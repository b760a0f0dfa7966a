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
import type { BackendRef } from './ingress-objects.js';
import type { NginxIncInput } from './input.js';

/** Where the requests for a backend go. */
export interface Destination {
  /** `namespace/service:port`, the port as a number where the Service tells it. */
  readonly label: string;
  /** Whether there is an endpoint; without one NGINX answers 502 (NewUpstreamWithDefaultServer). */
  readonly reachable: boolean;
}

type SecretType = 'kubernetes.io/tls' | 'nginx.org/htpasswd' | 'nginx.org/ca';

/** The keys that a sound Secret of a type has (internal/k8s/secrets/validation.go). */
const SECRET_KEYS: Readonly<Record<SecretType, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'nginx.org/htpasswd': ['htpasswd'],
  'nginx.org/ca': ['ca.crt'],
};

function indexed(objects: readonly unknown[] | undefined): ReadonlyMap<string, PlainObject> {
  const found = new Map<string, PlainObject>();
  for (const object of objects ?? []) {
    const metadata = objectAt(object, 'metadata');
    const name = stringAt(metadata, 'name');
    if (isPlainObject(object) && name !== undefined)
      found.set(`${stringAt(metadata, 'namespace') || 'default'}/${name}`, object);
  }
  return found;
}

/** The objects around the Ingresses. Values of Secrets never leave it. */
export class Cluster {
  private readonly services: ReadonlyMap<string, PlainObject>;
  private readonly secrets: ReadonlyMap<string, PlainObject>;
  private readonly policies: ReadonlyMap<string, PlainObject>;
  private readonly input: NginxIncInput;

  constructor(input: NginxIncInput) {
    this.input = input;
    this.services = indexed(input.services);
    this.secrets = indexed(input.secrets);
    this.policies = indexed((input.customResources ?? []).filter((one) => stringAt(one, 'kind') === 'Policy'));
  }

  /** getEndpointsForIngressBackend: the port of the Service with that number or name. */
  destination(namespace: string, { service, port }: BackendRef): Destination {
    const key = `${namespace}/${service}`;
    const object = this.services.get(key);
    const written = `${key}:${port}`;
    if (object === undefined) return { label: written, reachable: this.input.assumeServicesExist === true };
    const spec = objectAt(object, 'spec');
    const ports = listAt(spec, 'ports');
    const found = ports.find((one) => [intOrStringAt(one, 'port'), stringAt(one, 'name')].includes(port));
    const label = found === undefined ? written : `${key}:${intOrStringAt(found, 'port') ?? port}`;
    // NGINX without Plus refuses Services that are only a name.
    const named = stringAt(spec, 'type') === 'ExternalName';
    const usable = named
      ? this.input.flags?.plus === true
      : (ports.length === 0 || found !== undefined) && numberAt(object, 'endpoints') !== 0;
    return { label, reachable: usable };
  }

  /** The address of the Service itself, for use-cluster-ip: there whenever the Service and its port are. */
  clusterAddress(namespace: string, ref: BackendRef): Destination {
    const { label, reachable } = this.destination(namespace, ref);
    const object = this.services.get(`${namespace}/${ref.service}`);
    const ports = listAt(objectAt(object, 'spec'), 'ports');
    const found = ports.some((one) => [intOrStringAt(one, 'port'), stringAt(one, 'name')].includes(ref.port));
    return { label, reachable: reachable || found };
  }

  /** Whether a Secret (`namespace/name`) exists, is of the type and has the keys of it. */
  hasSecret(key: string, type: SecretType): boolean {
    if (this.input.missingSecrets?.includes(key) === true) return false;
    const secret = this.secrets.get(key);
    if (secret === undefined) return this.input.assumeSecretsExist === true;
    if (objectAt(secret, 'cert') !== undefined) return type !== 'nginx.org/htpasswd';
    const keys = new Set([...stringMapAt(secret, 'data').keys(), ...stringMapAt(secret, 'stringData').keys()]);
    return stringAt(secret, 'type') === type && SECRET_KEYS[type].every((name) => keys.has(name));
  }

  /** The spec of a Policy (`namespace/name`); undefined if it does not exist. */
  policy(key: string): PlainObject | undefined {
    const found = this.policies.get(key);
    return found === undefined ? undefined : (objectAt(found, 'spec') ?? {});
  }
}
