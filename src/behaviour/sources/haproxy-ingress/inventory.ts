import { defaultPrefixes, GlobalConfig, type Keys, Mapper, readKeys, type ValueSource } from './annotations.js';
import { selection } from './class-rules.js';
import { Cluster, type ServicePort } from './cluster.js';
import { type BackendRef, byAge, type IngressObject, readIngress } from './ingress-objects.js';
import type { HaproxyIngressInput } from './input.js';
import { defaultHost, linkHash, type PathLink } from './path-link.js';

/** A Service port that rules lead to; every rule that does shares its settings (reference §1.1, scopes). */
export interface BackendDraft {
  /** Namespace, Service and targetPort. */
  readonly id: string;
  readonly namespace: string;
  readonly service: string;
  readonly label: string;
  readonly reachable: boolean;
  readonly mapper: Mapper;
  /** By hash of their link: a backend knows a path once. */
  readonly paths: Map<string, PathDraft>;
}

export interface PathDraft {
  readonly rule: string;
  readonly link: PathLink;
  readonly hash: string;
  readonly host: HostDraft;
  /** Undefined for a redirect, and for the catch-all of strict-host without a default backend. */
  readonly backend: BackendDraft | undefined;
  readonly redirectTo: string | undefined;
  /** Place among the paths of the host. */
  readonly order: number;
  /** `namespace/name` of the Ingress. */
  readonly owner: string;
}

export interface HostDraft {
  readonly hostname: string;
  readonly mapper: Mapper;
  /** By hash of their link. */
  readonly paths: Map<string, PathDraft>;
  /** `namespace/secret`, or `default` where the Secret is missing; undefined if no `spec.tls` names the host. */
  certificate: string | undefined;
  /** Ingresses that name the host in `spec.tls`. */
  readonly tlsOwners: Set<string>;
}

/** Hosts, backends and their settings, as the converter of the controller gathers them from Ingresses. */
export class Inventory {
  readonly input: HaproxyIngressInput;
  readonly global: GlobalConfig;
  readonly cluster: Cluster;
  readonly hosts = new Map<string, HostDraft>();
  readonly backends = new Map<string, BackendDraft>();
  readonly skippedPaths: { rule: string; reason: string }[] = [];

  constructor(input: HaproxyIngressInput) {
    this.input = input;
    this.global = new GlobalConfig(input.controllerConfig, input.version ?? '0.16');
    this.cluster = new Cluster(input);
  }

  /** Notes why a path is left out; without a reason it is not. */
  skip(rule: string, reason: string | undefined): void {
    if (reason !== undefined) this.skippedPaths.push({ rule, reason });
  }

  get prefixes(): readonly string[] {
    return this.input.flags?.annotationPrefixes ?? defaultPrefixes;
  }

  host(hostname: string, source: ValueSource | undefined, keys: Keys): HostDraft {
    const name = hostname === '' ? defaultHost : hostname;
    let host = this.hosts.get(name);
    if (host === undefined) {
      host = {
        hostname: name,
        mapper: new Mapper(this.global),
        paths: new Map(),
        certificate: undefined,
        tlsOwners: new Set(),
      };
      this.hosts.set(name, host);
    }
    if (source !== undefined) host.mapper.add(source, '/', keys);
    return host;
  }

  /**
   * The backend of a path, with the annotations that the path brings to it: those of the Service first, then those of the
   * Ingress, then the parameters of its class. A reason if there is none.
   */
  backend(
    source: ValueSource,
    link: PathLink,
    ref: BackendRef,
    keys: Keys,
    parameters: Keys | undefined,
    namespace = source.namespace,
  ): BackendDraft | string {
    const port = this.cluster.port(namespace, ref);
    if (typeof port === 'string') return port;
    const backend = this.acquire(namespace, ref.service, port);
    const path = linkHash(link);
    backend.mapper.add({ namespace, name: ref.service }, path, readKeys(port.annotations, this.prefixes));
    backend.mapper.add(source, path, keys);
    if (parameters !== undefined) backend.mapper.add(source, path, parameters);
    return backend;
  }

  /** FindBackend: by the text of the targetPort, whatever else the port is called. */
  known(namespace: string, service: string, port: string): BackendDraft | undefined {
    return this.backends.get(backendId(namespace, service, port));
  }

  private acquire(namespace: string, service: string, { target, label, reachable }: ServicePort): BackendDraft {
    const id = backendId(namespace, service, target);
    let backend = this.backends.get(id);
    if (backend === undefined) {
      backend = { id, namespace, service, label, reachable, mapper: new Mapper(this.global), paths: new Map() };
      this.backends.set(id, backend);
    }
    return backend;
  }
}

function backendId(namespace: string, service: string, target: string): string {
  return `${namespace}_${service}_${target}`;
}

export interface Selected {
  readonly ingresses: readonly IngressObject[];
  readonly ignored: readonly { readonly namespace: string; readonly name: string; readonly reason: string }[];
}

/** The Ingresses that are the controller's, oldest first. A cluster has one object of a name: the last one given counts. */
export function selectIngresses(input: HaproxyIngressInput): Selected {
  const found = new Map<string, IngressObject>();
  for (const value of input.ingresses) {
    const ingress = readIngress(value);
    if (ingress !== undefined) found.set(ingress.key, ingress);
  }
  const sorted = [...found.values()].sort(byAge);
  const reasonOf = selection(input);
  const ignored = sorted.flatMap((ingress) => {
    const reason = reasonOf(ingress);
    return reason === undefined ? [] : [{ namespace: ingress.namespace, name: ingress.name, reason }];
  });
  return { ingresses: sorted.filter((ingress) => reasonOf(ingress) === undefined), ignored };
}
