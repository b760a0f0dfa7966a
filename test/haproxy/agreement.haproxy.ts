import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Disagreement, firstDisagreement, newTally } from './agreement.js';
import { scene } from './arbitrary-requests.js';
import { reduced } from './reduction.js';

/** Sets of Routes that share one start of HAProxy, at most. */
const BATCH = 60;
const RUNS = Number(process.env.HAPROXY_RUNS ?? 20);
const given = process.env.HAPROXY_SEED === undefined ? {} : { seed: Number(process.env.HAPROXY_SEED) };

test('HAProxy reads what the model claims the router writes as the model does', async () => {
  const tally = newTally();
  let found: Disagreement | undefined;
  const { failed, seed } = await fc.check(
    fc.asyncProperty(fc.array(scene, { minLength: 1, maxLength: BATCH, size: 'max' }), async (scenes) => {
      found = await firstDisagreement(scenes, tally);
      return found === undefined;
    }),
    { ...given, numRuns: RUNS, endOnFailure: true, interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true },
  );
  const least = found && (await reduced(found));
  expect(least, `with HAPROXY_SEED=${seed}`).toBeUndefined();
  expect(failed, 'there was no time for all of it').toBe(false);
  // Agreement about nothing would be easy.
  expect(tally.served).toBeGreaterThan(8 * RUNS);
  expect(tally.refused).toBeGreaterThan(RUNS / 5);
  expect(tally.requests).toBeGreaterThan(150 * RUNS);
  for (const kind of ['http pod', 'http 302', 'http 503', 'https pod', 'https 503', 'https 0']) {
    expect(tally.answers.get(kind), kind).toBeGreaterThan(3 * RUNS);
  }
}, 660_000);
