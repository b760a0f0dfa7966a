import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Disagreement, firstDisagreement, modelOf, type Tally } from './agreement.js';
import { scene } from './arbitrary-scenes.js';

/** Scenes that share one start of HAProxy, at most. */
const BATCH = 40;
const RUNS = Number(process.env.HAPROXY_RUNS ?? 20);
const given = process.env.HAPROXY_SEED === undefined ? {} : { seed: Number(process.env.HAPROXY_SEED) };

test('HAProxy answers as the model does where it reads what the controller writes', async () => {
  const tally: Tally = new Map();
  let found: Disagreement | undefined;
  const { seed } = await fc.check(
    fc.asyncProperty(fc.array(scene, { minLength: 1, maxLength: BATCH, size: 'max' }), async (scenes) => {
      found = await firstDisagreement(scenes, tally);
      return found === undefined;
    }),
    { ...given, numRuns: RUNS, endOnFailure: true },
  );
  expect(found, `with HAPROXY_SEED=${seed}`).toBeUndefined();
  // Agreement about nothing would be easy.
  expect(tally.get('left out')).toBeLessThan(RUNS);
  for (const kind of ['http 200', 'http 302', 'http 403', 'http 404', 'https 200']) {
    expect(tally.get(kind), kind).toBeGreaterThan(RUNS);
  }
  for (const kind of ['http 401', 'http 204']) expect(tally.get(kind), kind).toBeGreaterThan(RUNS / 5);
}, 660_000);

test('a model that is wrong about one path is caught', async () => {
  const paths = (['/a', '/a/b'] as const).map((path, index) => ({
    host: 'a.b.c',
    path,
    pathType: 'Prefix' as const,
    service: `s${index + 1}`,
  }));
  const draft = { ingresses: [{ name: 'i', annotations: {}, tls: false, paths }], config: {}, routeAcls: {} };
  const requests = ['/a', '/a/b'].map((path) => ({ scheme: 'http', host: 'a.b.c', method: 'GET', path }) as const);
  const found = await firstDisagreement([{ draft, requests }], new Map(), (one) => {
    const model = modelOf(one);
    return { ...model, answer: (request) => model.answer({ ...request, path: request.path.replace('/b', '') }) };
  });
  expect(found?.request?.path).toBe('/a/b');
});
