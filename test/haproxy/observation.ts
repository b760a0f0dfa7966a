import type { Outcome, Request } from '../../src/behaviour/outcome.js';
import {
  type DescribedBackend,
  endpointCookie,
  type OpenshiftRouterModel,
} from '../../src/behaviour/targets/openshift-router.js';
import { BACKEND_HEADERS, greet, type Lines, send } from './exchange.js';
import type { Doors } from './rendering.js';

/** What the server says that stands where the router ends TLS. */
export const TERMINATION = 'the router ends TLS';

/** An answer in words that HAProxy and the model share. */
export interface Observation {
  readonly status: number;
  /** What decided; undefined where nothing came back that could tell. */
  readonly rule: string | undefined;
  readonly location: string | undefined;
  /** The server that took the request. */
  readonly pod: string | undefined;
  readonly path: string | null | undefined;
  readonly sent: Lines | undefined;
  readonly received: Lines;
  readonly cookie: readonly string[];
}

const closed: Observation = {
  status: 0,
  rule: undefined,
  location: undefined,
  pod: undefined,
  path: undefined,
  sent: undefined,
  received: {},
  cookie: [],
};

/** Asks HAProxy. */
export async function observed(
  request: Request,
  doors: Doors,
  backends: readonly DescribedBackend[],
): Promise<Observation> {
  if (request.scheme === 'https') {
    const said = await greet(doors.tls, request, request.sni ?? request.host.replace(/:[0-9]+$/, ''));
    if (said !== TERMINATION) return passedThrough(said, backends);
  }
  const { status, headers, seen } = await send(request.scheme === 'https' ? doors.terminated : doors.http, request);
  if (status === 0) return closed;
  const backend = backends[Number(headers['x-rule']?.[0] ?? Number.NaN)];
  const server = /^s([0-9]+)$/.exec(seen?.headers['x-server']?.[0] ?? '')?.[1];
  return {
    status,
    rule: backend?.rule ?? 'router',
    location: headers.location?.[0],
    pod: server === undefined ? undefined : backend?.servers[Number(server)]?.backend,
    path: seen?.target,
    sent: seen && without(seen.headers, ['x-server', 'connection', 'content-length']),
    received: without(headers, ofTheExchange),
    cookie: headers['set-cookie'] ?? [],
  };
}

/** What no Route has a say in. */
const ofTheExchange = [
  'cache-control',
  'x-seen',
  'x-rule',
  'location',
  'set-cookie',
  'content-length',
  'content-type',
  'connection',
];

/** Without a server's name, HAProxy has closed the connection, or answered a greeting of TLS in HTTP. */
function passedThrough(said: string, backends: readonly DescribedBackend[]): Observation {
  const [, number, pod] = /^([0-9]+) (.*)$/.exec(said) ?? [];
  if (number === undefined) return closed;
  return { ...closed, status: 200, rule: backends[Number(number)]?.rule, pod, path: null };
}

/** What HAProxy has to answer if the model is right. Which of several servers it chose is taken from its answer. */
export function expected(request: Request, model: OpenshiftRouterModel, seen: Observation): Observation {
  const outcome = model.answer(request);
  const { status, rule, location, path, responseHeaders } = outcome;
  if (status === 0) return closed;
  const pod = outcome.backends.find(({ backend }) => backend === seen.pod) ?? outcome.backends[0];
  if (pod === undefined) return { ...closed, status, rule, location };
  if (path === null) return { ...closed, status, rule, pod: pod.backend, path };
  const received = new Map(Object.entries({ ...BACKEND_HEADERS, ...responseHeaders.set }));
  for (const name of responseHeaders.removed) received.delete(name);
  const cookie = cookieLines(request, outcome, pod.backend);
  return {
    status,
    rule,
    location,
    pod: pod.backend,
    path,
    sent: without(model.upstreamHeaders(request) ?? {}, []),
    received: without(Object.fromEntries([...received].map(([name, value]) => [name, [value]])), []),
    cookie,
  };
}

/** The cookie that keeps the client at its server, unless it came with one. */
function cookieLines({ headers = {} }: Request, { guards }: Outcome, pod: string): string[] {
  const affinity = guards.find(({ kind }) => kind === 'affinity')?.parameters;
  if (affinity === undefined) return [];
  const value = endpointCookie(pod);
  if (Object.values(headers).some((text) => text.includes(`${affinity.cookie}=${value}`))) return [];
  const attributes = affinity.secure === true ? `; Secure; SameSite=${affinity.sameSite}` : '';
  return [`${affinity.cookie}=${value}; path=${affinity.path}; HttpOnly${attributes}`];
}

function without(lines: Lines, names: readonly string[]): Lines {
  return Object.fromEntries(
    Object.entries(lines)
      .filter(([name]) => !names.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
