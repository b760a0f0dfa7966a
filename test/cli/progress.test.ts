import { describe, expect, it } from 'vitest';
import { progressOf } from '../../src/cli/progress.js';

const streams = (errIsTerminal: boolean) => ({
  out: async () => {},
  err: async () => {},
  outIsTerminal: false,
  errIsTerminal,
});

describe('the bar of long runs', () => {
  it('is for terminals, for many files, and for whoever wants words', async () => {
    const waits = (isTerminal: boolean, isQuiet: boolean, files: number) => {
      const { onProgress, stop } = progressOf(streams(isTerminal), isQuiet);
      const answer = onProgress(0, files);
      stop();
      return answer !== undefined;
    };
    expect(waits(true, false, 20_000)).toBe(true);
    expect([waits(false, false, 20_000), waits(true, true, 20_000), waits(true, false, 20)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
