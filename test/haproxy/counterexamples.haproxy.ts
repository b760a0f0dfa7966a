import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/behaviour/outcome.js';
import { createOpenshiftRouterModel } from '../../src/behaviour/targets/openshift-router.js';
import { firstDisagreement, newTally, type Scene } from './agreement.js';
import { counterexamples, get, rewriteScene, rewrites, route } from './counterexamples.js';

describe('HAProxy and the model agree', () => {
  test.each(Object.entries(counterexamples))('%s', async (_name, example) => {
    const tally = newTally();
    expect(await firstDisagreement([example], tally)).toBeUndefined();
    expect([tally.unmodelled, tally.refused + tally.served]).toEqual([0, 1]);
  });

  test('about every row of the table of rewrites', async () => {
    const tally = newTally();
    const scenes = rewrites.map(rewriteScene);
    expect(await firstDisagreement(scenes, tally)).toBeUndefined();
    expect(tally.served).toBe(scenes.length);
  });
});

test.each([
  ['rate-tcp', '3', 2],
  ['rate-http', '3', 3],
  ['rate-http', '1', 1],
  ['concurrent-tcp', '2', 6],
])('one client after the other: %s %s lets %i of six requests through', async (name, value, admitted) => {
  const annotations = { 'rate-limit-connections': 'true', [`rate-limit-connections.${name}`]: value };
  const requests = Array.from({ length: 6 }, () => get('http://a.b.c/', { clientAddress: '10.0.0.1' }));
  let asked = 0;
  const found = await firstDisagreement([{ routes: [route('r', { annotations })], requests }], newTally(), (input) => {
    const model = createOpenshiftRouterModel(input);
    const answer = (outcome: Outcome): Outcome => (++asked > admitted ? { ...outcome, status: 0 } : outcome);
    return { ...model, answer: (request) => answer(model.answer(request)) };
  });
  expect(found).toBeUndefined();
});

describe('what is wrong is caught', () => {
  const scene: Scene = {
    routes: [route('a', { path: '/a' }), route('deep', { path: '/a/b' })],
    requests: [get('http://a.b.c/a'), get('http://a.b.c/a/b')],
  };

  test('a model that is wrong about one path', async () => {
    const found = await firstDisagreement([scene], newTally(), (input) => {
      const model = createOpenshiftRouterModel(input);
      return { ...model, answer: (request) => model.answer({ ...request, path: request.path.replace('/b', '') }) };
    });
    expect(found?.request?.path).toBe('/a/b');
  });

  test('a model that is wrong about a header', async () => {
    const found = await firstDisagreement([scene], newTally(), (input) => {
      const model = createOpenshiftRouterModel(input);
      return { ...model, upstreamHeaders: (request) => ({ ...model.upstreamHeaders(request), forwarded: ['for=me'] }) };
    });
    expect(found?.request?.path).toBe('/a');
  });

  test('a model that takes a broken file for a good one', async () => {
    const annotations = { 'rate-limit-connections': 'true', 'rate-limit-connections.rate-tcp': '+3' };
    const broken = { routes: [route('r', { annotations })], requests: [] };
    const found = await firstDisagreement([broken], newTally(), (input) => ({
      ...createOpenshiftRouterModel(input),
      configErrors: [],
    }));
    expect(found?.haproxy).toContain('+3');
  });

  test('a model that takes a good file for a broken one', async () => {
    const found = await firstDisagreement([scene], newTally(), (input) => ({
      ...createOpenshiftRouterModel(input),
      configErrors: ['none'],
    }));
    expect(found?.haproxy).toBe('loads it');
  });
});
