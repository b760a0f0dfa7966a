import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome, Request } from '../../../src/behaviour/outcome.js';
import { buildConfiguration } from '../../../src/behaviour/sources/haproxy-ingress/configuration.js';
import { createHaproxyIngressModel, type HaproxyIngressInput } from '../../../src/behaviour/sources/haproxy-ingress.js';
import { Workplace } from '../../servers/workplace.js';
import { send, startEcho } from '../exchange.js';
import { startHaproxy } from '../haproxy-process.js';
import { type Scene, scene } from './arbitrary-ingresses.js';
import { type Doors, render } from './rendering.js';

/** Sets of Ingresses that share one start of HAProxy, at most. */
const BATCH = 60;
const RUNS = Number(process.env.HAPROXY_RUNS ?? 20);
const given = process.env.HAPROXY_SEED === undefined ? {} : { seed: Number(process.env.HAPROXY_SEED) };

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly backend: string | undefined;
  readonly path: string | undefined;
  readonly sent: Readonly<Record<string, string | undefined>>;
  readonly received: Readonly<Record<string, string | undefined>>;
}

const sentHeaders = ['x-forwarded-proto', 'x-forwarded-for', 'x-original-forwarded-for', 'x-real-ip', 'x-team', 'host'];
const receivedHeaders = [
  'strict-transport-security',
  'www-authenticate',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-credentials',
  'access-control-max-age',
];

function inputOf({ ingresses }: Scene): HaproxyIngressInput {
  return {
    ingresses,
    assumeServicesExist: true,
    assumeSecretsExist: true,
    checks: { basic: ({ headers }) => headers?.Authorization === 'Basic am9lOnB3' },
  };
}

async function observed(request: Request, doors: Doors): Promise<Answer> {
  const { status, headers, seen } = await send(request.scheme === 'https' ? doors.https : doors.http, request);
  const only = (names: readonly string[], lines: Readonly<Record<string, readonly string[]>> = {}) =>
    Object.fromEntries(names.map((name) => [name, lines[name]?.join(', ')]));
  return {
    status,
    location: headers.location?.[0],
    backend: seen?.headers['x-server']?.[0],
    path: seen?.target,
    sent: only(seen === undefined ? [] : sentHeaders, seen?.headers),
    received: only(receivedHeaders, headers),
  };
}

function expected(request: Request, outcome: Outcome): Answer {
  const isForwarded = outcome.backend !== null;
  const { set, added } = outcome.requestHeaders;
  const client = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const valueNamed = (name: string): string | undefined =>
    name === 'host' ? outcome.host || undefined : (set[name] ?? added[name] ?? client[name]);
  return {
    status: outcome.status,
    location: outcome.location,
    backend: outcome.backend ?? undefined,
    path: outcome.path ?? undefined,
    sent: Object.fromEntries((isForwarded ? sentHeaders : []).map((name) => [name, valueNamed(name)])),
    received: Object.fromEntries(receivedHeaders.map((name) => [name, outcome.responseHeaders.set[name]])),
  };
}

const tally = new Map<string, number>();

async function firstDisagreement(scenes: readonly Scene[]): Promise<object | undefined> {
  using place = new Workplace();
  const prepared = scenes.map((one, index) => {
    const doors: Doors = { http: place.socket(`${index}h`), https: place.socket(`${index}s`), echo: place.socket('e') };
    const configuration = buildConfiguration(inputOf(one));
    return { one, doors, ...render(configuration, { scene: index, folder: place.folder, doors }) };
  });
  const [first] = prepared;
  if (first === undefined) return undefined;
  const echo = await startEcho(first.doors.echo);
  try {
    await using _running = await startHaproxy(place, prepared, (prepared.at(-1) ?? first).doors.https);
    for (const { one, doors } of prepared) {
      const model = createHaproxyIngressModel(inputOf(one));
      for (const request of one.requests) {
        const haproxy = await observed(request, doors);
        const claimed = expected(request, model.answer(request));
        const kind = `${request.scheme} ${haproxy.status}`;
        tally.set(kind, (tally.get(kind) ?? 0) + 1);
        if (JSON.stringify(haproxy) !== JSON.stringify(claimed))
          return { ingresses: one.ingresses, request, haproxy, model: claimed };
      }
    }
    return undefined;
  } finally {
    echo.close();
  }
}

test('HAProxy reads what HAProxy Ingress writes as the model does', async () => {
  let found: object | undefined;
  const { failed, seed } = await fc.check(
    fc.asyncProperty(fc.array(scene, { minLength: 1, maxLength: BATCH, size: 'max' }), async (scenes) => {
      found = await firstDisagreement(scenes);
      return found === undefined;
    }),
    { ...given, numRuns: RUNS, endOnFailure: true, interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true },
  );
  expect(found, `with HAPROXY_SEED=${seed}`).toBeUndefined();
  expect(failed, 'there was no time for all of it').toBe(false);
  for (const kind of ['http 200', 'http 302', 'http 404', 'http 403', 'http 401', 'http 204', 'https 200', 'https 404'])
    expect(tally.get(kind), kind).toBeGreaterThan(RUNS / 6);
}, 660_000);
