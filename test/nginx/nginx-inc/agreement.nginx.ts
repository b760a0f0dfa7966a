import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDisagreement, newTally } from './agreement.js';
import { scene } from './arbitrary-scenes.js';

/** Sets of Ingresses that share one start of nginx, at most. */
const BATCH = 60;
const RUNS = Number(process.env.NGINX_RUNS ?? 20);

test('nginx answers as the model does where it reads what the controller of F5 writes', async () => {
  const tally = newTally();
  await fc.assert(
    fc.asyncProperty(fc.array(scene, { minLength: 1, maxLength: BATCH, size: 'max' }), async (scenes) => {
      const found = await firstDisagreement(scenes, tally);
      if (found !== undefined) throw new Error(`nginx and the model disagree: ${JSON.stringify(found, null, 2)}`);
    }),
    { numRuns: RUNS, interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true },
  );
  // Agreement about nothing would be easy.
  expect(tally.served).toBeGreaterThan(8 * RUNS);
  expect(tally.refused).toBeGreaterThan(RUNS);
  for (const kind of ['pod', '301', '404']) expect(tally.answers.get(kind), kind).toBeGreaterThan(10 * RUNS);
  for (const kind of ['302', '400', '401', '403']) expect(tally.answers.get(kind), kind).toBeGreaterThan(RUNS);
  expect(tally.answers.get('413')).toBeGreaterThan(RUNS / 4);
}, 660_000);
