import { setTimeout as pause } from 'node:timers/promises';

/** Lets things through one after the other, at most so many in a second. */
export class Pace {
  readonly #gap: number;
  #next = 0;

  constructor(perSecond: number) {
    this.#gap = 1000 / perSecond;
  }

  /** Resolves when it is the turn of the caller; rejects when the signal is given first. */
  async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const now = performance.now();
    const mine = Math.max(now, this.#next);
    this.#next = mine + this.#gap;
    if (mine > now) await pause(mine - now, undefined, { signal });
  }
}
