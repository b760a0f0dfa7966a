import { describe, expect, test } from 'vitest';
import { createNginxIncModel } from '../../../src/behaviour/sources/nginx-inc.js';
import { firstDisagreement, newTally } from './agreement.js';
import { counterexamples, plain } from './counterexamples.js';

describe('nginx and the model of the controller of F5 agree where they once did not', () => {
  test.each(Object.entries(counterexamples))('%s', async (_name, scene) => {
    expect(await firstDisagreement([scene], newTally())).toBeUndefined();
  });
});

describe('what is wrong is caught', () => {
  test('a model that is wrong about one path', async () => {
    const found = await firstDisagreement([plain], newTally(), (input) => {
      const model = createNginxIncModel(input);
      const without = (path: string) => path.replace('/b', '');
      return {
        ...model,
        exchange: (request, pods) => model.exchange({ ...request, path: without(request.path) }, pods),
      };
    });
    expect(found?.request?.path).toBe('/a/b');
  });

  test('a model that takes a broken file for a good one', async () => {
    const scene = counterexamples['a group of a rewrite is a variable, which must not be one of nginx'];
    if (scene === undefined) throw new Error('the counterexample has another name');
    const found = await firstDisagreement([scene], newTally(), (input) => ({
      ...createNginxIncModel(input),
      configErrors: [],
    }));
    expect(found?.nginx).toContain('duplicate "uri" variable');
  });

  test('a model that takes a good file for a broken one', async () => {
    const found = await firstDisagreement([plain], newTally(), (input) => ({
      ...createNginxIncModel(input),
      configErrors: ['none'],
    }));
    expect(found?.nginx).toBe('loads it');
  });
});
