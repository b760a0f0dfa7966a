import {
  booleanAt,
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
import type { HaproxyIngressInput } from './input.js';

/** A port of a Service, as backends are told apart by it. */
export interface ServicePort {
  /** `targetPort`: what the controller names the backend by. */
  readonly target: string;
  /** `namespace/service:port`, the port as the Service numbers it. */
  readonly label: string;
  readonly reachable: boolean;
  /** Annotations of the Service. */
  readonly annotations: ReadonlyMap<string, string>;
}

/** The parts of a Secret that matter; its values never leave this file. */
export interface SecretFacts {
  readonly hasKeyPair: boolean;
  readonly hasCa: boolean;
  readonly hasUsers: boolean;
}

/** The objects around the Ingresses, looked up the way the controller does. */
export class Cluster {
  private readonly services: ReadonlyMap<string, PlainObject>;
  private readonly secrets: ReadonlyMap<string, PlainObject>;
  private readonly configmaps: ReadonlyMap<string, PlainObject>;
  private readonly classes: ReadonlyMap<string, PlainObject>;
  private readonly missing: ReadonlySet<string>;
  private readonly input: HaproxyIngressInput;

  constructor(input: HaproxyIngressInput) {
    this.input = input;
    this.services = byKey(input.services, (namespace, name) => `${namespace}/${name}`);
    this.secrets = byKey(input.secrets, (namespace, name) => `${namespace}/${name}`);
    this.configmaps = byKey(input.configmaps, (namespace, name) => `${namespace}/${name}`);
    this.classes = byKey(input.ingressClasses, (_namespace, name) => name);
    this.missing = new Set(input.missingServices ?? []);
  }

  /**
   * The port of a Service (FindServicePort in pkg/converters/utils/services.go; reference §1.13): the first one whose name or
   * targetPort is the text, then the one with that number. A reason where there is none.
   */
  port(namespace: string, { service: name, port }: BackendRef): ServicePort | string {
    const key = `${namespace}/${name}`;
    const service = this.services.get(key);
    if (name === '' || this.missing.has(key) || (service === undefined && this.input.assumeServicesExist !== true)) {
      return `Service ${key} does not exist`;
    }
    if (service === undefined) {
      return { target: port, label: `${key}:${port}`, reachable: true, annotations: new Map() };
    }
    const annotations = stringMapAt(objectAt(service, 'metadata'), 'annotations');
    const reachable = numberAt(service, 'endpoints') !== 0;
    const ports = listAt(objectAt(service, 'spec'), 'ports');
    if (ports.length === 0) return { target: port, label: `${key}:${port}`, reachable, annotations };
    const targetOf = (one: unknown): string | undefined =>
      intOrStringAt(one, 'targetPort') ?? intOrStringAt(one, 'port');
    const wanted = port === '' ? targetOf(ports[0]) : port;
    const found =
      ports.find((one) => stringAt(one, 'name') === wanted || targetOf(one) === wanted) ??
      ports.find((one) => intOrStringAt(one, 'port') === wanted);
    if (found === undefined) return `Service ${key} has no port ${port}`;
    const target = targetOf(found) ?? port;
    return { target, label: `${key}:${intOrStringAt(found, 'port') ?? target}`, reachable, annotations };
  }

  /** What is known of a Secret; undefined if it does not exist. */
  secret(key: string): SecretFacts | undefined {
    const secret = this.secrets.get(key);
    if (secret === undefined) {
      return this.input.assumeSecretsExist === true ? { hasKeyPair: true, hasCa: true, hasUsers: true } : undefined;
    }
    const keys = new Set([...stringMapAt(secret, 'data').keys(), ...stringMapAt(secret, 'stringData').keys()]);
    const cert = objectAt(secret, 'cert');
    const caOnly = booleanAt(cert, 'caOnly') === true;
    return {
      hasKeyPair: (cert !== undefined && !caOnly) || (keys.has('tls.crt') && keys.has('tls.key')),
      hasCa: caOnly || booleanAt(cert, 'ca') === true || keys.has('ca.crt'),
      hasUsers: keys.has('auth'),
    };
  }

  /** Keys of the ConfigMap that an IngressClass names as its parameters (reference §1.1). */
  classParameters(className: string | undefined): ReadonlyMap<string, string> | undefined {
    const spec = objectAt(this.classes.get(className ?? ''), 'spec');
    const parameters = objectAt(spec, 'parameters');
    if (parameters === undefined || (stringAt(parameters, 'apiGroup') ?? '') !== '') return undefined;
    if ((stringAt(parameters, 'kind') ?? '').toLowerCase() !== 'configmap') return undefined;
    // The controller looks in its own namespace; manifests may tell where that is.
    const namespace = this.input.flags?.controllerNamespace ?? stringAt(parameters, 'namespace') ?? 'default';
    const found = this.configmaps.get(`${namespace}/${stringAt(parameters, 'name') ?? ''}`);
    return found === undefined ? undefined : stringMapAt(found, 'data');
  }
}

function byKey(
  objects: readonly unknown[] | undefined,
  keyOf: (namespace: string, name: string) => string,
): Map<string, PlainObject> {
  const found = new Map<string, PlainObject>();
  for (const object of objects ?? []) {
    const metadata = objectAt(object, 'metadata');
    const name = stringAt(metadata, 'name');
    if (isPlainObject(object) && name !== undefined) {
      found.set(keyOf(stringAt(metadata, 'namespace') || 'default', name), object);
    }
  }
  return found;
}
