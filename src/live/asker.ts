import { isAbsent } from '../behaviour/compare.js';
import type { Request } from '../behaviour/outcome.js';
import type { Foreseen } from '../verification/foresight.js';
import { askBoth } from './ask-both.js';
import { compareAnswers } from './compare-answers.js';
import { addressText, type Scheme } from './entry-point.js';
import type { Answers } from './foretold.js';
import { type Judged, judged } from './judged.js';
import type { LiveSide } from './live-verification.js';
import { Pace } from './pace.js';
import type { Reach } from './reach.js';
import { BODY_LIMIT, type LiveSettings } from './settings.js';
import type { WireAnswer } from './wire-answer.js';
import { WireClient } from './wire-client.js';

/** So many refused connections one after the other mean that a side is gone. */
const LOST_AFTER = 10;

const NOBODY_THERE: WireAnswer = { kind: 'failure', failure: 'unconnected', detail: 'not reached' };

/** The connections of one worker. */
export interface Clients {
  readonly old: WireClient;
  readonly new: WireClient;
  close(): void;
}

/** Asks both sides at the pace that the settings allow, and judges what they answer. */
export class Asker {
  readonly #sides: Readonly<Record<LiveSide, Reach>>;
  readonly #settings: LiveSettings;
  readonly #signal: AbortSignal;
  readonly #giveUp: (reason: string) => void;
  readonly #pace: Pace;
  /** Requests that were not asked, by side and scheme of the address that is not there. */
  readonly #skipped = new Map<string, number>();
  /** Connections refused in a row, by side and scheme. */
  readonly #refused = new Map<string, number>();

  constructor(
    sides: Readonly<Record<LiveSide, Reach>>,
    settings: LiveSettings,
    signal: AbortSignal,
    giveUp: (reason: string) => void,
  ) {
    this.#sides = sides;
    this.#settings = settings;
    this.#signal = signal;
    this.#giveUp = giveUp;
    this.#pace = new Pace(settings.rate);
  }

  clients(): Clients {
    const { timeoutMs, headers } = this.#settings;
    const clientOf = ({ entry }: Reach) => new WireClient(entry, { timeoutMs, headers, bodyLimit: BODY_LIMIT });
    const [old, now] = [clientOf(this.#sides.old), clientOf(this.#sides.new)];
    return {
      old,
      new: now,
      close: () => {
        old.close();
        now.close();
      },
    };
  }

  /** Undefined where a side is not there that should answer. */
  async judge(foreseen: Foreseen, clients: Clients): Promise<Judged | undefined> {
    const { request } = foreseen;
    const prediction = foreseen.prediction();
    const outcomes = { old: prediction.source, new: prediction.target };
    // Where its model says that nothing answers, an address at which nobody listens is the answer.
    const missing = SIDES.filter((side) => this.#isMissing(side, request.scheme));
    const needed = missing.length === 2 ? missing : missing.filter((side) => !isAbsent(outcomes[side]));
    for (const side of needed)
      this.#skipped.set(keyOf(side, request.scheme), this.#skippedAt(side, request.scheme) + 1);
    if (needed.length > 0) return undefined;
    const { retries, comparing } = this.#settings;
    const asked = await askBoth(request, {
      ask: (one) => this.#ask(one, clients),
      compare: (answers) => compareAnswers(request, prediction, answers.old, answers.new, comparing),
      retries,
      signal: this.#signal,
    });
    return judged(foreseen, prediction, asked);
  }

  /** How many requests could not be asked because an address is not there. */
  skippedFor({ side, address }: { readonly side: LiveSide; readonly address: string }): number {
    return this.#skippedAt(side, address.startsWith('https:') ? 'https' : 'http');
  }

  #skippedAt(side: LiveSide, scheme: Scheme): number {
    return this.#skipped.get(keyOf(side, scheme)) ?? 0;
  }

  #isMissing(side: LiveSide, scheme: Scheme): boolean {
    return this.#sides[side].unreached.has(scheme);
  }

  async #ask(request: Request, clients: Clients): Promise<Answers> {
    await this.#pace.turn(this.#signal);
    const [old, now] = await Promise.all([
      this.#askOne('old', request, clients),
      this.#askOne('new', request, clients),
    ]);
    return { old, new: now };
  }

  async #askOne(side: LiveSide, request: Request, clients: Clients): Promise<WireAnswer> {
    const { scheme } = request;
    if (this.#isMissing(side, scheme)) return NOBODY_THERE;
    const answer = await clients[side].send(request, this.#signal);
    const isRefused = answer.kind === 'failure' && answer.failure === 'unconnected';
    const inARow = isRefused ? (this.#refused.get(keyOf(side, scheme)) ?? 0) + 1 : 0;
    this.#refused.set(keyOf(side, scheme), inARow);
    const address = this.#settings[side][scheme];
    if (inARow >= LOST_AFTER && address !== undefined)
      this.#giveUp(`${addressText(scheme, address)} of the ${side} side took no connection ${inARow} times in a row`);
    return answer;
  }
}

const SIDES: readonly LiveSide[] = ['old', 'new'];

function keyOf(side: LiveSide, scheme: Scheme): string {
  return `${side} ${scheme}`;
}
