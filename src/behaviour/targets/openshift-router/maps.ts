import { createLineMap, type LineMap } from './line-map.js';
import { hostAndPathLine, type MapLine, serverNameLine } from './map-lines.js';
import type { RouteObject } from './route-object.js';

/** The map files that lead a request to its Route (reference §2.1). */
export interface RouterMaps {
  /** Port 80: plain Routes, and TLS ones with the policy Allow. */
  readonly http: LineMap;
  /** Port 80, before the others: 1 for Routes with the policy Redirect, else 0. */
  readonly redirect: LineMap;
  /** Port 443 by server name: passthrough, and reencrypt without a path. */
  readonly tcp: LineMap;
  /** Port 443 by server name: whether the connection is passed through at all. */
  readonly passthrough: LineMap;
  /** After TLS was terminated: edge and reencrypt. */
  readonly terminated: LineMap;
}

export function createMaps(routes: readonly RouteObject[]): RouterMaps {
  const map = (lineOf: (route: RouteObject) => MapLine | undefined): LineMap =>
    createLineMap(routes.map(lineOf).filter((line): line is MapLine => line !== undefined));
  return {
    http: map((route) =>
      route.tls === undefined || (isTerminated(route) && route.tls.insecurePolicy === 'Allow')
        ? hostAndPathLine(route, backendName(route))
        : undefined,
    ),
    redirect: map((route) => hostAndPathLine(route, route.tls?.insecurePolicy === 'Redirect' ? '1' : '0')),
    tcp: map((route) =>
      route.path === '' && (isPassthrough(route) || route.tls?.termination === 'reencrypt')
        ? hostAndPathLine(route, backendName(route))
        : undefined,
    ),
    passthrough: map((route) => (isPassthrough(route) ? serverNameLine(route, '1') : undefined)),
    terminated: map((route) => (isTerminated(route) ? hostAndPathLine(route, backendName(route)) : undefined)),
  };
}

export function isPassthrough({ tls }: RouteObject): boolean {
  return tls?.termination === 'passthrough';
}

/** Whether the router itself ends the TLS connection. */
export function isTerminated(route: RouteObject): boolean {
  return route.tls !== undefined && !isPassthrough(route);
}

const prefixes: Readonly<Record<string, string>> = {
  edge: 'be_edge_http',
  reencrypt: 'be_secure',
  passthrough: 'be_tcp',
};

/** The name of a Route's backend decides between lines that are otherwise the same. */
export function backendName({ tls, namespace, name }: RouteObject): string {
  return `${prefixes[tls?.termination ?? ''] ?? 'be_http'}:${namespace}:${name}`;
}
