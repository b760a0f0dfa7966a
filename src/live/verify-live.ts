import { setMaxListeners } from 'node:events';
import type { Foreseen, Foresight } from '../verification/foresight.js';
import { Asker } from './asker.js';
import { addressText, type EntryPoint, SCHEMES } from './entry-point.js';
import type { Judged } from './judged.js';
import type { LiveSide, LiveVerification, Unreached } from './live-verification.js';
import { type Reach, reach } from './reach.js';
import { selected } from './selection.js';
import { whyNotSent } from './sendable.js';
import type { LiveSettings } from './settings.js';
import { summed } from './summed.js';

/** Why a run came to its end when somebody wanted it to. */
const STOPPED = 'it was stopped';

/**
 * Sends the requests of a conversion to the side that serves now and to the one that is to serve, and tells the differences
 * by what foretold them. Nothing but the addresses of the settings is contacted.
 *
 * @param signal ends the run; what was found until then is told
 * @param onProgress is told how many requests are done, of how many
 */
export async function verifyLive(
  foresights: readonly Foresight[],
  settings: LiveSettings,
  signal: AbortSignal,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<LiveVerification> {
  const requests = foresights.flatMap((one) => one.requests);
  const notSent = new Map<string, number>();
  const sendable = requests.filter((one) => {
    const reason = whyNotSent(one, settings);
    if (reason !== undefined) notSent.set(reason, (notSent.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  const { chosen, leftOut } = selected(sendable, settings.maxProbes);
  const run = await ask(chosen, settings, signal, onProgress);
  return {
    old: settings.old,
    new: settings.new,
    ...summed(run.judged, settings.comparing),
    leftOut: [...foresights.flatMap((one) => one.leftOut), ...leftOut],
    problems: foresights.flatMap(({ problems }) => problems),
    unmodelled: [...new Set(foresights.flatMap(({ unmodelled }) => unmodelled))],
    notSent: [...notSent].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    unreached: run.unreached,
    ended: run.ended,
  };
}

interface Run {
  readonly judged: readonly Judged[];
  readonly unreached: readonly Unreached[];
  readonly ended?: LiveVerification['ended'];
}

async function ask(
  chosen: readonly Foreseen[],
  settings: LiveSettings,
  signal: AbortSignal,
  onProgress: (done: number, all: number) => void,
): Promise<Run> {
  const ending = new AbortController();
  const either = AbortSignal.any([signal, ending.signal]);
  // Each request under way listens to it.
  setMaxListeners(0, either);
  const needed = new Set(chosen.map(({ request }) => request.scheme));
  const results: (Judged | undefined)[] = [];
  let done = 0;
  let unreached: readonly Unreached[] = [];
  let asker: Asker | undefined;
  try {
    const { timeoutMs } = settings;
    const [old, now] = await Promise.all([
      reach(settings.old, needed, timeoutMs, either),
      reach(settings.new, needed, timeoutMs, either),
    ]);
    unreached = [...unreachedOf('old', settings.old, old), ...unreachedOf('new', settings.new, now)];
    if (isGone(old) || isGone(now)) return { judged: [], unreached: unreached.map((one) => ofAll(one, chosen)) };
    const asking = new Asker({ old, new: now }, settings, either, (reason) => ending.abort(reason));
    asker = asking;
    let next = 0;
    const work = async () => {
      const clients = asking.clients();
      try {
        for (let place = next++; place < chosen.length; place = next++) {
          const foreseen = chosen[place];
          if (foreseen !== undefined) results[place] = await asking.judge(foreseen, clients);
          onProgress(++done, chosen.length);
        }
      } finally {
        clients.close();
      }
    };
    await Promise.all(Array.from({ length: settings.concurrency }, work));
  } catch (error) {
    if (!either.aborted) {
      // Nobody goes on asking for what nobody is going to read.
      ending.abort(error);
      throw error;
    }
  }
  const isEarly = either.aborted && done < chosen.length;
  const reason = ending.signal.aborted && !signal.aborted ? String(ending.signal.reason) : STOPPED;
  return {
    judged: results.filter((one) => one !== undefined),
    unreached: unreached.map((one) => ({ ...one, requests: asker?.skippedFor(one) ?? 0 })),
    ...(isEarly ? { ended: { reason, requests: chosen.length - done } } : {}),
  };
}

function unreachedOf(side: LiveSide, entry: EntryPoint, { unreached }: Reach): Unreached[] {
  return SCHEMES.flatMap((scheme) => {
    const [address, reason] = [entry[scheme], unreached.get(scheme)];
    if (address === undefined || reason === undefined) return [];
    return [{ side, address: addressText(scheme, address), reason, requests: 0 }];
  });
}

function ofAll(one: Unreached, chosen: readonly Foreseen[]): Unreached {
  return { ...one, requests: chosen.filter(({ request }) => one.address.startsWith(`${request.scheme}:`)).length };
}

/** None of the addresses that are needed is there. */
function isGone({ entry, unreached }: Reach): boolean {
  return SCHEMES.every((scheme) => entry[scheme] === undefined || unreached.has(scheme)) && unreached.size > 0;
}
