import { type Fields, fieldsOf, listOf, textOf } from './fields.js';

/** HAProxy Ingress reads both, whatever prefix others are told to have. */
const HAPROXY_INGRESS_PREFIXES = ['haproxy-ingress.github.io', 'ingress.kubernetes.io'];

/**
 * Which Ingresses and Routes have a say in the requests of a host: those that name it, those that share a host with one that
 * has it as an alias, and those that serve every host.
 */
export class InvolvedOwners {
  readonly #byName = new Map<string, Set<string>>();
  /** The hosts of the Ingresses that give a name as an alias. */
  readonly #hostsOfAlias = new Map<string, Set<string>>();
  readonly #everywhere = new Set<string>();
  readonly #byService = new Map<string, Set<string>>();

  /** @param objects Ingresses of networking.k8s.io/v1, and Routes */
  constructor(objects: readonly unknown[], prefix: string) {
    for (const object of objects) {
      const content = fieldsOf(object);
      if (content.kind === 'Route') this.#addRoute(content);
      else this.#addIngress(content, prefix);
    }
  }

  /** `Kind namespace/name` of each, in no particular order. */
  of(host: string): ReadonlySet<string> {
    return new Set([...this.#everywhere, ...this.naming(host)]);
  }

  /** Those of them that name the host, themselves or by a wildcard or an alias, or its counterpart. */
  naming(host: string): ReadonlySet<string> {
    const name = nameOf(host);
    // The counterpart with or without www. may redirect here.
    const twin = name.startsWith('www.') ? name.slice(4) : `www.${name}`;
    return this.#namingAnyOf([twin, ...namesOver(name)]);
  }

  /** Whether they name the host and not just its counterpart. */
  name(host: string): boolean {
    return this.#namingAnyOf(namesOver(nameOf(host))).size > 0;
  }

  #namingAnyOf(candidates: readonly string[]): ReadonlySet<string> {
    const found = new Set<string>();
    for (const candidate of candidates)
      for (const named of [candidate, ...(this.#hostsOfAlias.get(candidate) ?? [])])
        for (const key of this.#byName.get(named) ?? []) found.add(key);
    return found;
  }

  /**
   * Those that send requests to a backend (`namespace/service:port`): canaries and affinity act on every route to it.
   */
  towards(backend: string): Iterable<string> {
    return this.#byService.get(backend.replace(/:[^:]*$/, '')) ?? [];
  }

  #addRoute(route: Fields): void {
    const metadata = fieldsOf(route.metadata);
    const namespace = textOf(metadata.namespace) || 'default';
    const key = `Route ${namespace}/${textOf(metadata.name)}`;
    const spec = fieldsOf(route.spec);
    const host = textOf(spec.host).toLowerCase();
    // Each router makes up its own name for one without a host.
    if (host === '') this.#everywhere.add(key);
    else put(this.#byName, host, key);
    if (spec.wildcardPolicy === 'Subdomain') put(this.#byName, `*.${host.replace(/^[^.]*\./, '')}`, key);
    for (const backend of [spec.to, ...listOf(spec.alternateBackends)]) {
      const service = textOf(fieldsOf(backend).name);
      if (service !== '') put(this.#byService, `${namespace}/${service}`, key);
    }
  }

  #addIngress(ingress: Fields, prefix: string): void {
    const metadata = fieldsOf(ingress.metadata);
    const key = `Ingress ${textOf(metadata.namespace) || 'default'}/${textOf(metadata.name)}`;
    const spec = fieldsOf(ingress.spec);
    const rules = listOf(spec.rules).map(fieldsOf);
    if (spec.defaultBackend !== undefined || rules.some((rule) => textOf(rule.host) === '')) this.#everywhere.add(key);
    // Where no other Ingress has its host, a canary acts on unknown hosts.
    const annotations = fieldsOf(metadata.annotations);
    if (textOf(annotations[`${prefix}/canary`]) === 'true') this.#everywhere.add(key);
    const aliases = [prefix, ...HAPROXY_INGRESS_PREFIXES]
      .flatMap((one) => [annotations[`${one}/server-alias`], annotations[`${one}/redirect-from`]])
      .flatMap((value) => textOf(value).split(','))
      .map((alias) => alias.trim());
    const hosts = rules.map((rule) => textOf(rule.host).toLowerCase());
    for (const alias of aliases) for (const host of hosts) put(this.#hostsOfAlias, alias.toLowerCase(), host);
    const namespace = textOf(metadata.namespace) || 'default';
    const paths = rules.flatMap((rule) => listOf(fieldsOf(rule.http).paths)).map(fieldsOf);
    for (const backend of [spec.defaultBackend, ...paths.map((path) => path.backend)]) {
      const service = textOf(fieldsOf(fieldsOf(backend).service).name);
      if (service !== '') put(this.#byService, `${namespace}/${service}`, key);
    }
    const names = [
      ...rules.map((rule) => textOf(rule.host)),
      ...listOf(spec.tls).flatMap((tls) => listOf(fieldsOf(tls).hosts).map(textOf)),
      ...aliases,
    ];
    for (const name of names) {
      // An alias that is an expression may stand for any name.
      if (name.startsWith('~')) this.#everywhere.add(key);
      else if (name !== '') put(this.#byName, name.toLowerCase(), key);
    }
  }
}

function put(map: Map<string, Set<string>>, name: string, key: string): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, new Set([key]));
  else known.add(key);
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}

/** A name and the wildcards above it. */
function namesOver(name: string): string[] {
  return [name, ...name.split('.').map((_label, index, labels) => `*.${labels.slice(index + 1).join('.')}`)];
}
