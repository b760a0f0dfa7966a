import type { Request } from '../../../src/behaviour/outcome.js';
import { createHaproxytechModel, type HaproxytechModel } from '../../../src/behaviour/sources/haproxytech.js';
import { Workplace } from '../../servers/workplace.js';
import { BACKEND_HEADERS, type Lines, send, startEcho } from '../exchange.js';
import { configError, startHaproxy } from '../haproxy-process.js';
import { objectsOf, type SceneDraft, USER } from './drafts.js';
import { type Doors, render } from './rendering.js';

export interface Scene {
  readonly draft: SceneDraft;
  readonly requests: readonly Request[];
}

/** One difference between HAProxy and the model. */
export interface Disagreement {
  readonly draft: SceneDraft;
  readonly request?: Request | undefined;
  readonly haproxy: unknown;
  readonly model: unknown;
}

/** What was compared: kinds of answers, such as `http 302`, to their number. */
export type Tally = Map<string, number>;

interface Observation {
  readonly status: number;
  readonly location: string | undefined;
  readonly service: string | undefined;
  readonly path: string | undefined;
  readonly sent: Lines;
  readonly received: Lines;
}

export function modelOf(draft: SceneDraft): HaproxytechModel {
  const password = `Basic ${btoa(USER.join(':'))}`;
  return createHaproxytechModel({
    ...objectsOf(draft),
    // Without a certificate nobody would speak HTTPS.
    controllerConfig: { ...draft.config, 'ssl-certificate': 'default/any' },
    assumeServicesExist: true,
    checks: { basic: ({ headers }) => headers?.Authorization === password },
  });
}

const ofTheExchange = ['x-seen', 'location', 'content-length', 'content-type', 'connection', 'cache-control'];

function lines(all: Lines, without: readonly string[]): Lines {
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => !without.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function observed(request: Request, doors: Doors): Promise<Observation> {
  const { status, headers, seen } = await send(doors[request.scheme], request);
  const service = seen?.headers['x-server']?.[0];
  const taken = service === undefined || service === 'nobody' ? undefined : seen;
  return {
    status,
    location: headers.location?.[0],
    service: taken && service,
    path: taken?.target,
    sent: lines(taken?.headers ?? {}, ['x-server', 'connection', 'content-length']),
    // The page for strangers comes from a server, too.
    received: lines(headers, [...ofTheExchange, ...(taken === undefined ? Object.keys(BACKEND_HEADERS) : [])]),
  };
}

function expected(request: Request, model: HaproxytechModel): Observation {
  const { status, location, backend, path, host, requestHeaders, responseHeaders } = model.answer(request);
  const received = Object.fromEntries(Object.entries(responseHeaders.set).map(([name, value]) => [name, [value]]));
  if (backend === null) {
    return { status, location, service: undefined, path: undefined, sent: {}, received: lines(received, []) };
  }
  const sent = new Map<string, string[]>();
  for (const [name, value] of Object.entries(request.headers ?? {})) sent.set(name.toLowerCase(), [value]);
  for (const [name, value] of Object.entries(requestHeaders.set)) sent.set(name, [value]);
  for (const [name, value] of Object.entries(requestHeaders.added)) sent.set(name, [...(sent.get(name) ?? []), value]);
  if (host !== null && (host !== '' || request.host !== '')) sent.set('host', [host]);
  const own = Object.fromEntries(Object.entries(BACKEND_HEADERS).map(([name, value]) => [name, [value]]));
  return {
    status,
    location,
    service: /\/([^:]*)/.exec(backend)?.[1],
    path: path ?? undefined,
    sent: lines(Object.fromEntries(sent), []),
    received: lines({ ...own, ...received }, []),
  };
}

/** Asks HAProxy and the model the same and gives the first difference. All scenes share one start of HAProxy. */
export async function firstDisagreement(
  scenes: readonly Scene[],
  tally: Tally,
  createModel = modelOf,
): Promise<Disagreement | undefined> {
  using place = new Workplace();
  const all = scenes.map(({ draft, requests }, scene) => {
    const doors = { http: place.socket(`${scene}h`), https: place.socket(`${scene}e`), echo: place.socket('echo') };
    const configuration = render(draft, { scene, folder: place.folder, doors });
    return { draft, requests, doors, configuration, model: createModel(draft) };
  });
  const prepared = all.filter(({ model }) => model.unmodelled.length + model.configErrors.length === 0);
  tally.set('left out', (tally.get('left out') ?? 0) + all.length - prepared.length);
  const configurations = prepared.map(({ configuration }) => configuration);
  const error = configError(place, configurations);
  const [first] = prepared;
  if (first === undefined) return undefined;
  if (error !== undefined) return { draft: first.draft, haproxy: error, model: 'no configuration error' };
  const echo = await startEcho(first.doors.echo);
  try {
    await using _running = await startHaproxy(place, configurations, (prepared.at(-1) ?? first).doors.https);
    for (const { draft, requests, doors, model } of prepared) {
      for (const request of requests) {
        const haproxy = await observed(request, doors);
        const claimed = expected(request, model);
        const kind = `${request.scheme} ${haproxy.status}`;
        tally.set(kind, (tally.get(kind) ?? 0) + 1);
        if (JSON.stringify(haproxy) !== JSON.stringify(claimed)) return { draft, request, haproxy, model: claimed };
      }
    }
    return undefined;
  } finally {
    echo.close();
  }
}
