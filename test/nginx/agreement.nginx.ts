import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDisagreement, newTally } from './agreement.js';
import { scene } from './arbitrary-requests.js';

/** Sets of Ingresses that share one start of nginx, at most. */
const BATCH = 60;
const RUNS = Number(process.env.NGINX_RUNS ?? 20);

test('nginx reads what the model claims the controller writes as the model does', async () => {
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
  expect(tally.refused).toBeGreaterThan(2 * RUNS);
  expect(tally.requests).toBeGreaterThan(150 * RUNS);
  for (const status of [200, 301, 302, 400, 404]) expect(tally.statuses.get(status), `${status}`).toBeGreaterThan(RUNS);
}, 660_000);
