import { describe, expect, test } from 'vitest';
import { createIngressNginxModel } from '../../src/behaviour/sources/ingress-nginx.js';
import { firstDisagreement, newTally, type Scene } from './agreement.js';
import { EXPRESSIONS } from './arbitrary-paths.js';
import { type Counterexample, counterexamples, ingress } from './counterexamples.js';

function sceneOf({ ingresses, asked }: Counterexample): Scene {
  return {
    ingresses,
    requests: asked.map((text) => {
      const slash = text.indexOf('/');
      return { scheme: 'http', method: 'GET', host: text.slice(0, slash), path: text.slice(slash) };
    }),
  };
}

describe('nginx and the model agree where they once did not', () => {
  test.each(Object.entries(counterexamples))('%s', async (_name, example) => {
    expect(await firstDisagreement([sceneOf(example)], newTally())).toBeUndefined();
  });
});

test('nginx and the model agree on every expression of the table, or the model says that it has no opinion', async () => {
  const asked = ['a', 'A', 'b', 'ab', 'aab', 'a.b', 'aa', '', '-', '.', ']', '}', '{', '%0A', 'a%0A', '1', 'ü', '%06'];
  const scenes = EXPRESSIONS.map((path) =>
    sceneOf({
      ingresses: [ingress('a', { host: 'a.com', path, annotations: { 'rewrite-target': '/-$1-$2-' } })],
      asked: asked.map((text) => `a.com/${text}`),
    }),
  );
  const tally = newTally();
  expect(await firstDisagreement(scenes, tally)).toBeUndefined();
  expect(tally.served).toBeGreaterThan(30);
});

test('a model that is wrong about one path is caught', async () => {
  const scene = sceneOf({ ingresses: [ingress('a', { host: 'a.com', path: '/a' })], asked: ['a.com/', 'a.com/a/b'] });
  const found = await firstDisagreement([scene], newTally(), (input) => {
    const model = createIngressNginxModel(input);
    return { ...model, answer: (request) => model.answer({ ...request, path: request.path.replace('/b', '') }) };
  });
  expect(found?.request?.path).toBe('/a/b');
});

test('a model that takes a broken file for a good one is caught', async () => {
  const scene = sceneOf({
    ingresses: [ingress('a', { host: 'a.com', annotations: { 'server-alias': 'a*.com' } })],
    asked: [],
  });
  const found = await firstDisagreement([scene], newTally(), (input) => ({
    ...createIngressNginxModel(input),
    configErrors: [],
  }));
  expect(found?.nginx).toContain('invalid server name');
});
