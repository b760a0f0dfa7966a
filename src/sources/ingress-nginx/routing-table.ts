import type { IngressBackend, IngressPath, IngressRule, PathType } from '../../kubernetes/ingress.js';
import type { ItemId } from '../../model/traced.js';
import { displayName } from '../served-ingress.js';
import { attachCanary } from './canary-attachment.js';
import { orderAssumption } from './order.js';
import { placePath } from './place-path.js';
import type { ServedIngress } from './served-ingress.js';
import { createUpstreams, upstreamKey } from './upstreams.js';

/** A Service and port as they are written: two spellings of one port are two upstreams (semantics §4). */
export interface Upstream {
  readonly key: string;
  readonly backend: IngressBackend & { readonly kind: 'service' };
  readonly creator: ServedIngress;
  /** Created by a canary: no ordinary path may use it. */
  readonly canaryOnly: boolean;
  /** Canary upstreams attached to this one, with the paths that attached them; only the first is ever used. */
  readonly alternatives: { readonly upstream: Upstream; readonly items: ItemId[] }[];
  /** The last Ingress with cookie affinity that names the upstream in a path, served or not: its cookie counts (semantics §15). */
  affinity: ServedIngress | undefined;
  /** A canary of which one path found no partner: the controller forgets it, also where another path did. */
  forgotten: boolean;
}

/** One nginx location to be, before normalisation. */
export interface Location {
  readonly path: string;
  readonly type: 'Exact' | 'Prefix';
  owner: ServedIngress;
  label: string;
  items: ItemId[];
  /** Undefined: the global default backend. */
  upstream: Upstream | undefined;
  /** The `/` that nobody wrote. */
  implicit: boolean;
  /** Catch-all Ingresses take part without their redirects and rewrites. */
  withoutRedirects: boolean;
  /** No Ingress' annotations act here: the default server's own `/`. */
  readonly withoutAnnotations: boolean;
}

export interface Server {
  /** `_` for the default server. */
  readonly host: string;
  /** The Ingress that created the server; undefined for the default server until a rule uses it. */
  readonly creator: ServedIngress | undefined;
  readonly locations: Location[];
  /** Every ordinary Ingress that names the host, in order. */
  readonly users: ServedIngress[];
  /**
   * Every Ingress with paths for the host, in order, canaries too: client certificates are taken from these
   * (getBackendServers in controller.go asks before it looks at canaries).
   */
  certificateUsers: ServedIngress[];
  hostItems: ItemId[];
  /** Set when nginx would refuse the configuration. */
  brokenBy: string | undefined;
}

export interface RoutingTable {
  readonly servers: ReadonlyMap<string, Server>;
  readonly upstreams: ReadonlyMap<string, Upstream>;
}

export const DEFAULT_SERVER = '_';

/**
 * Folds the Ingresses into servers and locations as internal/ingress/controller/controller.go does (createUpstreams,
 * createServers, getBackendServers, mergeAlternativeBackends). `served` is sorted by age.
 *
 * @param hasDefaultBackend whether the controller runs with --default-backend-service
 */
export function buildRoutingTable(served: readonly ServedIngress[], hasDefaultBackend: boolean): RoutingTable {
  const upstreams = createUpstreams(served);
  const servers = createServers(served, upstreams);
  for (const ingress of served) addPaths(ingress, servers, upstreams);
  if (hasDefaultBackend) addDefaultBackend(served, servers);
  for (const ingress of served) if (ingress.isCanary) attachCanary(ingress, servers, upstreams);
  return { servers, upstreams };
}

function createServers(
  served: readonly ServedIngress[],
  upstreams: ReadonlyMap<string, Upstream>,
): Map<string, Server> {
  const servers = new Map<string, Server>();
  const fallback: Server = {
    host: DEFAULT_SERVER,
    creator: undefined,
    locations: [],
    users: [],
    certificateUsers: [],
    hostItems: [],
    brokenBy: undefined,
  };
  servers.set(DEFAULT_SERVER, fallback);
  for (const ingress of served) {
    if (ingress.isCanary) continue;
    const { defaultBackend } = ingress.ingress;
    const upstream =
      defaultBackend?.kind === 'service' ? upstreams.get(upstreamKey(ingress, defaultBackend)) : undefined;
    if (ingress.ingress.rules.length === 0 && upstream !== undefined) catchAll(ingress, upstream, fallback);
    const { rules } = ingress.ingress;
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index];
      if (rule === undefined) continue;
      const host = hostOf(rule);
      let server = servers.get(host);
      if (server === undefined) {
        server = {
          host,
          creator: ingress,
          locations: [implicitRoot(ingress, upstream)],
          users: [ingress],
          certificateUsers: [],
          hostItems: [],
          brokenBy: undefined,
        };
        servers.set(host, server);
      }
      // What an Ingress adds, it adds in one go.
      if (server.users.at(-1) !== ingress) server.users.push(ingress);
      const item = ingress.fields.rules[index];
      // A rule that cannot be read has said so itself, whatever becomes of the host.
      if (item !== undefined) server.hostItems = withOne(server.hostItems, item);
    }
  }
  return servers;
}

function implicitRoot(ingress: ServedIngress, upstream: Upstream | undefined): Location {
  const item = ingress.fields.defaultBackend;
  return {
    path: '/',
    type: 'Prefix',
    owner: ingress,
    label: upstream === undefined ? 'implicit /' : 'spec.defaultBackend',
    items: upstream === undefined || item === undefined ? [] : [item],
    upstream,
    implicit: true,
    withoutRedirects: false,
    withoutAnnotations: false,
  };
}

/** A rule-less Ingress with a default backend owns `/` of the default server; the oldest one does (semantics §5.2). */
function catchAll(ingress: ServedIngress, upstream: Upstream, server: Server): void {
  const item = ingress.fields.defaultBackend;
  const taken = server.locations.find((l) => l.path === '/' && l.type === 'Prefix');
  if (taken !== undefined) {
    if (item !== undefined) {
      ingress.annotations.ledger.say(item, {
        verdict: 'redundant',
        code: 'RS1002',
        message: `${displayName(taken.owner)} is older and already serves unknown hosts${orderAssumption(taken.owner, ingress)}`,
      });
    }
    return;
  }
  server.locations.push({ ...implicitRoot(ingress, upstream), implicit: false, withoutRedirects: true });
  if (server.users.at(-1) !== ingress) server.users.push(ingress);
}

function addPaths(
  ingress: ServedIngress,
  servers: ReadonlyMap<string, Server>,
  upstreams: ReadonlyMap<string, Upstream>,
): void {
  const { rules } = ingress.ingress;
  for (let ruleIndex = 0; ruleIndex < rules.length; ruleIndex++) {
    const rule = rules[ruleIndex];
    const host = hostOf(rule);
    // A canary may name a host that no ordinary Ingress names; its path then lands on the default server.
    const server = servers.get(host) ?? servers.get(DEFAULT_SERVER);
    if (rule === undefined || server === undefined) continue;
    const takesPart = rule.paths !== undefined || host === DEFAULT_SERVER;
    if (takesPart && server.certificateUsers.at(-1) !== ingress)
      server.certificateUsers = withOne(server.certificateUsers, ingress);
    const { paths = [] } = rule;
    for (let pathIndex = 0; pathIndex < paths.length; pathIndex++) {
      const path = paths[pathIndex];
      const item = ingress.fields.paths[ruleIndex]?.[pathIndex];
      if (path !== undefined && item !== undefined)
        addPath(ingress, server, path, item, labelOf(ruleIndex, pathIndex), upstreams);
    }
  }
}

function addPath(
  ingress: ServedIngress,
  server: Server,
  { path, pathType, backend }: IngressPath,
  item: ItemId,
  label: string,
  upstreams: ReadonlyMap<string, Upstream>,
): void {
  const { ledger } = ingress.annotations;
  if (backend.kind === 'resource') {
    ledger.say(item, {
      verdict: 'unsupported',
      code: 'RS1012',
      message: 'the controller skips backends that are not Services, so this path is not served',
      next: 'Remove the path, or route it to a Service.',
    });
    return;
  }
  const upstream = upstreams.get(upstreamKey(ingress, backend));
  if (upstream === undefined) return;
  if (upstream.canaryOnly) {
    if (!ingress.isCanary) {
      ledger.say(item, {
        verdict: 'redundant',
        code: 'RS1301',
        severity: 'warning',
        message: `the controller does not serve this path: ${displayName(upstream.creator)} makes ${backend.name} a canary-only backend${orderAssumption(upstream.creator, ingress)}`,
        next: 'Use another spelling of the port (name instead of number) in one of the two if the path should be served.',
      });
    }
    return;
  }
  if (ingress.annotations.has('affinity')) upstream.affinity = ingress;
  placePath(server, {
    path: path === undefined || path === '' ? '/' : path,
    type: locationType(pathType),
    owner: ingress,
    label,
    items: [item],
    upstream,
    implicit: false,
    withoutRedirects: false,
    withoutAnnotations: false,
  });
}

/** The server of a rule. A host has no upper case: the API server takes none (kubernetes/read-ingress.ts). */
export function hostOf(rule: IngressRule | undefined): string {
  return rule?.host === undefined || rule.host === '' ? DEFAULT_SERVER : rule.host;
}

/** Of most hosts there is one of each: a list that begins empty would at once have room for many. */
function withOne<T>(list: T[], item: T): T[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}

/** Most objects have few rules and paths: their names are there for all. */
const FEW = 8;
const LABELS: readonly string[] = Array.from({ length: FEW * FEW }, (_, at) =>
  pathLabel(Math.floor(at / FEW), at % FEW),
);

function labelOf(rule: number, path: number): string {
  const known = rule < FEW && path < FEW ? LABELS[rule * FEW + path] : undefined;
  return known ?? pathLabel(rule, path);
}

function pathLabel(rule: number, path: number): string {
  return `spec.rules[${rule}].http.paths[${path}]`;
}

/** A missing type and ImplementationSpecific are Prefix to the controller (semantics §2). */
export function locationType(type: PathType | undefined): 'Exact' | 'Prefix' {
  return type === 'Exact' ? 'Exact' : 'Prefix';
}

/** --default-backend-service takes what nothing else on the default server takes (semantics §5.2). */
function addDefaultBackend(served: readonly ServedIngress[], servers: ReadonlyMap<string, Server>): void {
  const server = servers.get(DEFAULT_SERVER);
  const owner = served.find((one) => !one.isCanary);
  if (server === undefined || owner === undefined) return;
  if (server.locations.some((l) => l.path === '/' && l.type === 'Prefix')) return;
  const root = implicitRoot(owner, undefined);
  // The controller creates it before any path.
  server.locations.unshift({
    ...root,
    label: '--default-backend-service',
    withoutRedirects: true,
    withoutAnnotations: true,
  });
}
