import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDisagreement, newTally } from './agreement.js';
import { scene } from './arbitrary-requests.js';

/** Sets of Routes that share one start of HAProxy, at most. */
const BATCH = 60;
const RUNS = Number(process.env.HAPROXY_RUNS ?? 20);

test('HAProxy reads what the model claims the router writes as the model does', async () => {
  const tally = newTally();
  await fc.assert(
    fc.asyncProperty(fc.array(scene, { minLength: 1, maxLength: BATCH, size: 'max' }), async (scenes) => {
      const found = await firstDisagreement(scenes, tally);
      if (found !== undefined) throw new Error(`HAProxy and the model disagree: ${JSON.stringify(found, null, 2)}`);
    }),
    { numRuns: RUNS, interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true },
  );
  // Agreement about nothing would be easy.
  expect(tally.served).toBeGreaterThan(8 * RUNS);
  expect(tally.refused).toBeGreaterThan(RUNS / 5);
  expect(tally.requests).toBeGreaterThan(150 * RUNS);
  for (const kind of ['http pod', 'http 302', 'http 503', 'https pod', 'https 503', 'https 0']) {
    expect(tally.answers.get(kind), kind).toBeGreaterThan(3 * RUNS);
  }
}, 660_000);
