import type { Guard } from '../../outcome.js';
import type { Backend, ForwardedHeaders } from './backends.js';
import type { Router } from './decision.js';
import type { LineMap } from './line-map.js';
import { backendName, isPassthrough } from './maps.js';
import type { HeaderAction } from './route-object.js';
import type { Server } from './servers.js';

/** A line of a map file. */
export interface DescribedLine {
  readonly expression: string;
  readonly value: string;
  /** What an Outcome calls the Route. */
  readonly rule: string;
}

/** What the router writes for one Route. */
export interface DescribedBackend {
  /** As the values of the maps spell it. */
  readonly name: string;
  readonly rule: string;
  /** Whether it takes connections as they are instead of HTTP. */
  readonly passthrough: boolean;
  readonly servers: readonly Server[];
  readonly guards: readonly Guard[];
  readonly limits: readonly { readonly fetch: string; readonly value: string }[];
  readonly rewrite: { readonly expression: string; readonly replacement: string } | undefined;
  readonly hsts: string | undefined;
  readonly forwarded: ForwardedHeaders;
  readonly requestActions: readonly HeaderAction[];
  readonly responseActions: readonly HeaderAction[];
}

/** The maps, in the order of their lines, and the backends that they name. */
export interface DescribedRouter {
  readonly http: readonly DescribedLine[];
  readonly redirect: readonly DescribedLine[];
  readonly tcp: readonly DescribedLine[];
  readonly passthrough: readonly DescribedLine[];
  readonly terminated: readonly DescribedLine[];
  readonly backends: readonly DescribedBackend[];
}

/** The configuration as data, so that somebody else can render it. */
export function describeRouter({ maps, backends }: Router): DescribedRouter {
  return {
    http: linesOf(maps.http),
    redirect: linesOf(maps.redirect),
    tcp: linesOf(maps.tcp),
    passthrough: linesOf(maps.passthrough),
    terminated: linesOf(maps.terminated),
    backends: [...backends.byRoute.values()].map(describeBackend),
  };
}

function linesOf({ lines }: LineMap): DescribedLine[] {
  return lines.map(({ expression, value, route }) => ({ expression, value, rule: route.label }));
}

function describeBackend({ route, servers, protection, rewrite, hsts, forwarded }: Backend): DescribedBackend {
  const { requestActions, responseActions } = route;
  return {
    name: backendName(route),
    rule: route.label,
    passthrough: isPassthrough(route),
    servers: servers.list,
    guards: protection.guards,
    limits: protection.written,
    rewrite: rewrite.kind === 'none' ? undefined : { expression: rewrite.expression, replacement: rewrite.replacement },
    hsts,
    forwarded,
    requestActions,
    responseActions,
  };
}
