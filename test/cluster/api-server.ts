import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { forbidden, notFound, type Refusal, statusOf } from './api-errors.js';
import { type ApplyRequest, applied } from './apply.js';
import { allows, type Rule } from './rbac.js';
import { selfSigned } from './self-signed.js';
import type { Served, StoredObject } from './served-resources.js';

/** What a server answers instead of what it would. */
export interface Fault {
  readonly status: number;
  /** Text is sent as it is. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds before the answer; Infinity: none ever comes. */
  readonly delay?: number;
}

export interface ApiServerOptions {
  readonly objects: readonly StoredObject[];
  readonly served: readonly Served[];
  /** What the account may do; without rules it may do everything. */
  readonly rules?: readonly Rule[];
  /** Folder of CRDs that applied objects are checked against. */
  readonly crds?: string;
  /** Asked before every answer, with the number of requests for the same path before. */
  readonly fault?: (url: URL, before: number) => Fault | undefined;
}

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
}

const TOKEN = 'token-of-the-tests';

/**
 * An API server in this process: TLS, token, discovery, lists in pages, tables and metadata alone, RBAC, and server-side
 * apply with dryRun=All. It keeps what it is given and changes nothing.
 */
export class ApiServer {
  readonly seen: Seen[] = [];
  readonly port: number;
  readonly certificate: string;
  /** Accepted by the server; tests that let it run out change it. */
  token = TOKEN;
  readonly #server: Server;
  readonly #options: ApiServerOptions;
  readonly #asked = new Map<string, number>();
  readonly #byResource = new Map<Served, StoredObject[]>();

  private constructor(server: Server, certificate: string, options: ApiServerOptions) {
    this.#server = server;
    this.#options = options;
    this.certificate = certificate;
    this.port = (server.address() as AddressInfo).port;
    for (const resource of options.served)
      this.#byResource.set(
        resource,
        options.objects
          .filter(({ apiVersion, kind }) => apiVersion === resource.apiVersion && kind === resource.kind)
          .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
      );
  }

  static async start(options: ApiServerOptions): Promise<ApiServer> {
    const { certificate, key } = selfSigned(['localhost', '127.0.0.1']);
    let started: ApiServer | undefined;
    const server = createServer({ cert: certificate, key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'https://localhost');
        const { method = 'GET' } = request;
        const { accept = '', authorization } = request.headers;
        started?.seen.push({ method, path: url.pathname, query: url.searchParams, accept });
        const fault = started?.fault(url);
        const answer = fault ?? started?.answer(method, url, accept, authorization, Buffer.concat(chunks).toString());
        if (answer === undefined || fault?.delay === Number.POSITIVE_INFINITY) return;
        const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
        const type = typeof answer.body === 'string' ? 'text/plain' : 'application/json';
        setTimeout(() => {
          response.writeHead(answer.status, { 'content-type': type, ...fault?.headers });
          response.end(body);
        }, fault?.delay ?? 0);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    started = new ApiServer(server, certificate, options);
    return started;
  }

  /** Puts an object into the store, as an apply that is no dry run would. */
  store(object: StoredObject): void {
    for (const [resource, objects] of this.#byResource)
      if (resource.apiVersion === object.apiVersion && resource.kind === object.kind) objects.push(object);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A kubeconfig for the server. @param user what its user is besides the token */
  kubeconfig(user: object = { token: TOKEN }, cluster: object = {}, namespace?: string, name = 'prod'): string {
    const authority = Buffer.from(this.certificate).toString('base64');
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      contexts: [{ name, context: { cluster: name, user: name, ...(namespace ? { namespace } : {}) } }],
      clusters: [
        {
          name,
          cluster: { server: `https://127.0.0.1:${this.port}`, 'certificate-authority-data': authority, ...cluster },
        },
      ],
      users: [{ name, user }],
    });
  }

  fault(url: URL): Fault | undefined {
    const before = this.#asked.get(url.pathname) ?? 0;
    this.#asked.set(url.pathname, before + 1);
    return this.#options.fault?.(url, before);
  }

  answer(method: string, url: URL, accept: string, authorization: string | undefined, body: string) {
    if (authorization !== `Bearer ${this.token}`)
      return refused({ status: 401, reason: 'Unauthorized', message: 'Unauthorized' });
    const steps = url.pathname.split('/').filter((step) => step !== '');
    const groupVersion = steps[0] === 'api' ? steps.slice(1, 2) : steps.slice(1, 3);
    if (steps[0] === 'apis' && steps.length === 1) return { status: 200, body: this.#groups() };
    const apiVersion = groupVersion.join('/');
    const rest = steps.slice(1 + groupVersion.length);
    if (rest.length === 0) return { status: 200, body: this.#resources(apiVersion) };
    const inNamespace = rest[0] === 'namespaces' && rest.length > 2;
    const [name, object] = inNamespace ? rest.slice(2) : rest;
    const namespace = inNamespace ? decodeURIComponent(rest[1] ?? '') : undefined;
    const attempt = {
      verb: method === 'PATCH' ? 'patch' : object === undefined ? 'list' : 'get',
      group: groupVersion.length > 1 ? (groupVersion[0] ?? '') : '',
      resource: name ?? '',
      name: object,
    };
    const { rules } = this.#options;
    // Who may not is told so before anything is looked for, be it there or not.
    if (rules !== undefined && !allows(rules, attempt)) return refused(forbidden(attempt));
    const resource = this.#options.served.find((one) => one.apiVersion === apiVersion && one.name === name);
    if (resource === undefined) return { status: 404, body: '404 page not found\n' };
    if (method === 'PATCH')
      return this.#apply({ resource, namespace, name: object ?? '', query: url.searchParams, body });
    const all = (this.#byResource.get(resource) ?? []).filter(
      ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
    );
    if (object === undefined) return { status: 200, body: listOf(resource, all, url.searchParams, accept) };
    const found = all.find(({ metadata }) => metadata.name === decodeURIComponent(object));
    if (found === undefined) return refused(notFound(`${resource.name} "${object}"`));
    return { status: 200, body: accept.includes('as=PartialObjectMetadata') ? metadataOf(found) : found };
  }

  #apply(request: Omit<ApplyRequest, 'live' | 'namespaces' | 'crds' | 'mayCreate'>) {
    const live = this.#byResource
      .get(request.resource)
      ?.find(({ metadata }) => metadata.name === request.name && metadata.namespace === request.namespace);
    const namespaces = this.#options.objects.flatMap(({ kind, metadata }) =>
      kind === 'Namespace' ? [metadata.name] : [],
    );
    const { rules, crds } = this.#options;
    const { apiVersion, name } = request.resource;
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    const mayCreate = rules === undefined || allows(rules, { verb: 'create', group, resource: name, name: undefined });
    const result = applied({ ...request, live, namespaces, crds, mayCreate });
    return 'refusal' in result ? refused(result.refusal) : { status: result.isNew ? 201 : 200, body: result.object };
  }

  #groups(): object {
    const groups = new Map<string, Set<string>>();
    for (const { apiVersion } of this.#options.served) {
      const [version = '', group] = apiVersion.split('/').reverse();
      if (group !== undefined) groups.set(group, (groups.get(group) ?? new Set()).add(version));
    }
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [...groups].map(([name, versions]) => ({
        name,
        versions: [...versions].map((version) => ({ groupVersion: `${name}/${version}`, version })),
      })),
    };
  }

  #resources(groupVersion: string): object {
    const resources = this.#options.served.filter(({ apiVersion }) => apiVersion === groupVersion);
    return {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion,
      resources: resources.map(({ name, kind, namespaced }) => ({ name, kind, namespaced, verbs: ['list'] })),
    };
  }
}

function refused(refusal: Refusal) {
  return { status: refusal.status, body: statusOf(refusal) };
}

function keyOf({ metadata }: StoredObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function listOf(resource: Served, all: readonly StoredObject[], query: URLSearchParams, accept: string): object {
  const [label, value] = query.get('labelSelector')?.split('=') ?? [];
  const chosen = label === undefined ? all : all.filter(({ metadata }) => metadata.labels?.[label] === value);
  const limit = Number(query.get('limit') ?? chosen.length);
  const from = Number(query.get('continue') ?? 0);
  const page = chosen.slice(from, from + limit);
  const metadata = {
    resourceVersion: '1',
    ...(from + limit < chosen.length ? { continue: String(from + limit) } : {}),
  };
  if (accept.includes('as=Table')) {
    const isWithout = query.get('includeObject') === 'None';
    const rows = page.map((one) => ({
      cells: [one.metadata.name, one.type ?? 'Opaque', Object.keys((one.data ?? {}) as object).length, '1d'],
      ...(isWithout ? {} : { object: metadataOf(one) }),
    }));
    return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: [], rows };
  }
  // Items of a list come without their type.
  const items = page.map(({ apiVersion: _apiVersion, kind: _kind, ...item }) => item);
  return { kind: `${resource.kind}List`, apiVersion: resource.apiVersion, metadata, items };
}

function metadataOf({ metadata }: StoredObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
