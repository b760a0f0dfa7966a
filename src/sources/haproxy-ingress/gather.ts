import type { IngressPath, ServicePort } from '../../kubernetes/ingress.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { TcpPorts } from '../tcp-ports.js';
import type { Annotations } from './annotations.js';
import { resolve } from './backends.js';
import type { BackendDraft, Context, HostDraft, MatchType, ServedIngress } from './context.js';
import { headerConditions } from './header-conditions.js';
import { TcpServices } from './tcp-services.js';

/** What is known of a path before its backend. */
interface NewPath {
  readonly label: string;
  readonly item: ItemId;
  readonly match: MatchType;
  /** redirect-to, which answers instead of the backend. */
  readonly redirect: Traced<string> | undefined;
  /** False for the default backend. */
  readonly isRule: boolean;
}

/** Hosts and Service ports as the controller gathers them (syncIngressHTTP; reference §1.1 to §1.5). */
export interface Gathered {
  readonly hosts: ReadonlyMap<string, HostDraft>;
  readonly backends: ReadonlyMap<string, BackendDraft>;
  readonly tcp: TcpServices;
}

/** @param ports get the TCP ports that Ingresses open */
export function gather(served: readonly ServedIngress[], ports: TcpPorts, context: Context): Gathered {
  const gathering = new Gathering(ports, context);
  for (const one of served) gathering.add(one);
  return gathering;
}

class Gathering implements Gathered {
  readonly hosts = new Map<string, HostDraft>();
  readonly backends = new Map<string, BackendDraft>();
  readonly tcp: TcpServices;
  readonly #context: Context;
  /** The rules that are there already: the oldest one stays. */
  readonly #taken = new Set<string>();

  constructor(ports: TcpPorts, context: Context) {
    this.#context = context;
    this.tcp = new TcpServices(context, ports, (served, backend) => this.#useBackend(served, backend, []));
  }

  add(served: ServedIngress): void {
    const { ingress, annotations, fields } = served;
    const port = this.tcp.portOf(served);
    if (port !== undefined) {
      this.tcp.add(served, port);
      return;
    }
    const asksHeaders = this.#asksHeaders(served);
    const { defaultBackend } = ingress;
    if (defaultBackend !== undefined && fields.defaultBackend !== undefined) {
      const label = ingress.legacy ? 'spec.backend' : 'spec.defaultBackend';
      const path = { path: '/', backend: defaultBackend };
      const draft = { label, item: fields.defaultBackend, match: 'begin', redirect: undefined, isRule: false } as const;
      this.#saySkipped(fields.defaultBackend, this.#addPath(served, '', path, draft));
    }
    if (asksHeaders) {
      this.#addHeaderPaths(served);
      return;
    }
    ingress.rules.forEach((rule, i) => {
      const item = fields.rules[i];
      if (rule?.paths === undefined || item === undefined) return;
      const host = this.#host((rule.host ?? '').toLowerCase(), served);
      host.items.push(item);
      rule.paths.forEach((path, j) => {
        const own = fields.paths[i]?.[j];
        if (path === undefined || own === undefined) return;
        const draft = {
          label: `spec.rules[${i}].http.paths[${j}]`,
          item: own,
          match: matchOf(path.pathType, annotations),
          redirect: annotations.text('redirect-to'),
          isRule: true,
        };
        this.#saySkipped(own, this.#addPath(served, host.name, path, draft));
      });
    });
    this.#addCertificates(served);
  }

  /** Paths that ask for headers stand apart; what their Ingress sets for hosts and Service ports acts in any case. */
  #addHeaderPaths(served: ServedIngress): void {
    served.ingress.rules.forEach((rule, i) => {
      if (rule?.paths === undefined) return;
      const host = this.#host((rule.host ?? '').toLowerCase(), served);
      rule.paths.forEach((path, j) => {
        const item = served.fields.paths[i]?.[j];
        if (path === undefined || item === undefined) return;
        this.#saySkipped(item, this.#addHeaderPath(served, host, path, `spec.rules[${i}].http.paths[${j}]`, item));
      });
    });
    this.#addCertificates(served);
  }

  /** The oldest path of a kind stays here, too. */
  #addHeaderPath(
    served: ServedIngress,
    host: HostDraft,
    { path: writtenPath, pathType, backend }: IngressPath,
    label: string,
    item: ItemId,
  ): string | undefined {
    const path = writtenPath === undefined || writtenPath === '' ? '/' : writtenPath;
    const match = matchOf(pathType, served.annotations);
    const key = `${host.name}\n${path}\n${match}\n${JSON.stringify(headerConditions(served.annotations))}`;
    const isPassedRoot = path === '/' && isPassedThrough(served) && this.#hasRoot(host.name);
    if (this.#taken.has(key) || isPassedRoot) return 'an older rule has the same host, path and type';
    if (backend.kind === 'resource') return 'its backend is no Service';
    const used = this.#useBackend(served, backend, [item]);
    if (!used.ok) return used.why;
    this.#taken.add(key);
    const draft = { owner: served, host, label, items: [item], path, match, ...used };
    host.headerPaths.push(draft);
    return undefined;
  }

  #hasRoot(hostName: string): boolean {
    return this.hosts.get(hostName)?.paths.some((one) => one.path === '/') === true;
  }

  #addCertificates(served: ServedIngress): void {
    served.ingress.tls.forEach((tls, i) => {
      const item = served.fields.tls[i];
      if (tls === undefined || item === undefined) return;
      this.#addTls(served, tls.hosts, tls.secretName ?? '', item);
    });
  }

  /** Whether paths ask for headers; where they do not although it is written, that is said. */
  #asksHeaders({ annotations }: ServedIngress): boolean {
    const { ledger } = this.#context;
    const headers = annotations.itemsOf(['http-header-match', 'http-header-match-regex']);
    const asksHeaders = headerConditions(annotations).length > 0;
    // Header conditions do not reach a redirect.
    const isRedirect = (annotations.text('redirect-to')?.value ?? '') !== '';
    if (!asksHeaders || isRedirect) {
      ledger.sayAll(headers, {
        verdict: 'redundant',
        code: 'RS2208',
        message: isRedirect
          ? 'redirect-to answers, whatever the headers are'
          : 'no line is a name and a value, so that nothing is asked for',
      });
      return false;
    }
    return true;
  }

  #saySkipped(item: ItemId, why: string | undefined): void {
    if (why === undefined) return;
    const message = `the controller skips this path: ${why}`;
    this.#context.ledger.say(item, { verdict: 'redundant', code: 'RS2203', message });
  }

  #host(name: string, served: ServedIngress): HostDraft {
    let host = this.hosts.get(name);
    if (host === undefined) {
      host = { name, paths: [], headerPaths: [], items: [], sources: [], users: [], certificate: undefined };
      this.hosts.set(name, host);
    }
    if (!host.users.includes(served)) {
      host.users.push(served);
      host.sources.push(served.annotations);
    }
    return host;
  }

  #addPath(
    served: ServedIngress,
    hostName: string,
    { path: writtenPath, backend: written }: Pick<IngressPath, 'path' | 'backend'>,
    { label, item, match, redirect, isRule }: NewPath,
  ): string | undefined {
    const path = writtenPath === undefined || writtenPath === '' ? '/' : writtenPath;
    const key = `${hostName}\n${path}\n${match}`;
    if (this.#taken.has(key)) return 'an older rule has the same host, path and type';
    if (isRule && path === '/' && isPassedThrough(served) && this.#hasRoot(hostName))
      return 'an older rule takes the root of the host, and this one asks for ssl-passthrough';
    const base = { owner: served, label, items: [item], path, match };
    if (redirect !== undefined) {
      this.#taken.add(key);
      const host = this.#host(hostName, served);
      host.paths.push({ ...base, host, backend: undefined, sources: [served.annotations] });
      return undefined;
    }
    if (written.kind === 'resource') return 'its backend is no Service';
    const used = this.#useBackend(served, written, [item]);
    if (!used.ok) return used.why;
    this.#taken.add(key);
    const host = this.#host(hostName, served);
    host.paths.push({ ...base, host, backend: used.backend, sources: used.sources });
    return undefined;
  }

  /** A Service port, with the annotations that the Ingress and the Service bring along. */
  #useBackend(
    served: ServedIngress,
    { name, port }: { readonly name: string; readonly port: ServicePort },
    items: readonly ItemId[],
  ): { ok: true; backend: BackendDraft; sources: Annotations[] } | { ok: false; why: string } {
    const { serviceOf, serviceAnnotations } = this.#context;
    const service = serviceOf(served.namespaceKey, name);
    const resolved = resolve(served, name, port, service, items);
    if (!resolved.ok) return resolved;
    const own = service === undefined ? undefined : serviceAnnotations(service);
    const sources: Annotations[] = own === undefined ? [served.annotations] : [own, served.annotations];
    let shared = this.backends.get(resolved.key);
    if (shared === undefined) {
      shared = { backend: resolved.backend, sources: [] };
      this.backends.set(resolved.key, shared);
    }
    for (const source of sources) if (!shared.sources.includes(source)) shared.sources.push(source);
    return { ok: true, backend: { backend: resolved.backend, sources: shared.sources }, sources };
  }

  /** The first entry of the oldest Ingress decides; a Secret that cannot be used means the default certificate (§1.6). */
  #addTls(served: ServedIngress, hosts: readonly string[], secretName: string, item: ItemId): void {
    const { ledger, secretOf } = this.#context;
    if (hosts.length === 0) {
      ledger.say(item, {
        verdict: 'redundant',
        code: 'RS2203',
        message: 'a tls entry without hosts does nothing at this controller',
      });
      return;
    }
    const secret = secretName === '' ? undefined : secretOf(served.namespaceKey, secretName);
    const isUsable = secretName !== '' && (secret === undefined || secret.keys.includes('tls.crt'));
    let isUsed = false;
    for (const name of hosts) {
      const host = this.#host(name.toLowerCase(), served);
      if (host.certificate !== undefined) continue;
      isUsed = true;
      host.certificate = {
        certificate: isUsable
          ? { kind: 'secret', namespace: served.owner.namespace, name: secretName }
          : { kind: 'default' },
        from: [item],
      };
    }
    if (!isUsed) {
      const message = 'an older Ingress has chosen the certificate of these hosts already';
      ledger.say(item, { verdict: 'redundant', code: 'RS2205', message });
    }
  }
}

export function isPassedThrough({ annotations }: Pick<ServedIngress, 'annotations'>): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(annotations.text('ssl-passthrough')?.value ?? '');
}

function matchOf(pathType: IngressPath['pathType'], annotations: Annotations): MatchType {
  if (pathType === 'Exact') return 'exact';
  if (pathType === 'Prefix') return 'prefix';
  const stated = annotations.text('path-type')?.value.toLowerCase();
  return stated === 'prefix' || stated === 'exact' || stated === 'regex' ? stated : 'begin';
}
