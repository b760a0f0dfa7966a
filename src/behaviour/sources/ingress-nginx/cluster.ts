import { parseAddress } from '../../values/addresses.js';
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
import type { IngressNginxInput } from './input.js';

/** Where a Service reference leads. */
export interface Destination {
  /** `namespace/service:port`, the port as the Service numbers it. */
  readonly label: string;
  /** Whether there is an endpoint; without one the location answers 503 (reference §4). */
  readonly reachable: boolean;
}

/** The parts of a Secret that matter to routing; its values never leave this file. */
export interface SecretFacts {
  readonly keys: ReadonlySet<string>;
  readonly hasCa: boolean;
  /** Names of the certificate; null if there is no key pair, 'assumed' if nothing is known about it. */
  readonly names: readonly string[] | 'assumed' | null;
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

/** The objects around the Ingresses, looked up the way the controller's store does. */
export class Cluster {
  private readonly services: ReadonlyMap<string, PlainObject>;
  private readonly secrets: ReadonlyMap<string, PlainObject>;
  private readonly configmaps: ReadonlyMap<string, PlainObject>;
  private readonly missing: ReadonlySet<string>;
  private readonly input: IngressNginxInput;

  constructor(input: IngressNginxInput) {
    this.input = input;
    this.services = byKey(input.services);
    this.secrets = byKey(input.secrets);
    this.configmaps = byKey(input.configmaps);
    this.missing = new Set(input.missingServices ?? []);
  }

  serviceExists(key: string): boolean {
    return !this.missing.has(key) && (this.services.has(key) || this.input.assumeServicesExist === true);
  }

  /**
   * Endpoints of a Service port (serviceEndpoints and getServiceClusterEndpoint in controller.go): the first port whose
   * number, targetPort or name equals the reference. `clusterIp` is the service-upstream setting.
   */
  destination(namespace: string, ref: BackendRef, clusterIp: boolean): Destination {
    const key = `${namespace}/${ref.service}`;
    const asWritten = `${key}:${ref.port}`;
    if (!this.serviceExists(key)) return { label: asWritten, reachable: false };
    const service = this.services.get(key);
    if (service === undefined) return { label: asWritten, reachable: true };
    const spec = objectAt(service, 'spec');
    const ports = listAt(spec, 'ports');
    const port = ports.find((candidate) =>
      [
        intOrStringAt(candidate, 'port'),
        intOrStringAt(candidate, 'targetPort') ?? intOrStringAt(candidate, 'port'),
        stringAt(candidate, 'name'),
      ].includes(ref.port),
    );
    const label = port === undefined ? asWritten : `${key}:${intOrStringAt(port, 'port') ?? ref.port}`;
    if (stringAt(spec, 'type') === 'ExternalName') return { label, reachable: this.externalNameUsable(spec) };
    const address = stringAt(spec, 'clusterIP') ?? '';
    if (clusterIp && address !== '' && address !== 'None' && (port !== undefined || /^\d+$/.test(ref.port))) {
      return { label, reachable: true };
    }
    return { label, reachable: (ports.length === 0 || port !== undefined) && numberAt(service, 'endpoints') !== 0 };
  }

  /** Whether a Service has a UDP port of that number or name; one that is not in the input is taken to have it. */
  hasUdpPort(key: string, reference: string): boolean {
    const service = this.services.get(key);
    if (service === undefined) return true;
    const ports = listAt(objectAt(service, 'spec'), 'ports').filter((port) => stringAt(port, 'protocol') === 'UDP');
    return ports.some((port) => [intOrStringAt(port, 'port'), stringAt(port, 'name')].includes(reference));
  }

  /** First port of a Service named by a flag or by default-backend; undefined if it cannot take requests. */
  firstPort(key: string): Destination | undefined {
    if (!this.serviceExists(key)) return undefined;
    const service = this.services.get(key);
    const port = intOrStringAt(listAt(objectAt(service, 'spec'), 'ports')[0], 'port');
    if (numberAt(service, 'endpoints') === 0) return undefined;
    return { label: port === undefined ? key : `${key}:${port}`, reachable: true };
  }

  private externalNameUsable(spec: PlainObject | undefined): boolean {
    const name = stringAt(spec, 'externalName') ?? '';
    // Loopback and malformed names are refused; an IP address never resolves in the Lua resolver (reference §4).
    if (this.input.flags?.disableSvcExternalName === true || name === 'localhost') return false;
    if (parseAddress(name) !== undefined) return false;
    if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\.?$/.test(name)) return false;
    return this.input.checks?.resolves?.(name) ?? true;
  }

  /** What is known of a Secret; undefined if it does not exist. */
  secret(key: string): SecretFacts | undefined {
    const secret = this.secrets.get(key);
    if (secret === undefined) {
      return this.input.assumeSecretsExist === true
        ? { keys: new Set(['auth']), hasCa: true, names: 'assumed' }
        : undefined;
    }
    const keys = new Set([...stringMapAt(secret, 'data').keys(), ...stringMapAt(secret, 'stringData').keys()]);
    const cert = objectAt(secret, 'cert');
    if (cert !== undefined) {
      const caOnly = booleanAt(cert, 'caOnly') === true;
      const names = listAt(cert, 'sans').filter((name): name is string => typeof name === 'string');
      return {
        keys,
        hasCa: caOnly || booleanAt(cert, 'ca') === true || keys.has('ca.crt'),
        names: caOnly ? null : names,
      };
    }
    return {
      keys,
      hasCa: keys.has('ca.crt'),
      names: keys.has('tls.crt') && keys.has('tls.key') ? 'assumed' : null,
    };
  }

  configmap(key: string): ReadonlyMap<string, string> | undefined {
    const found = this.configmaps.get(key);
    if (found !== undefined) return stringMapAt(found, 'data');
    // Only what could be the name of one.
    return this.input.assumeConfigMapsExist === true && /^[^/]+\/[^/]+$/.test(key) ? new Map() : undefined;
  }
}
