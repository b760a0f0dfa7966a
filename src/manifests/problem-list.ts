import type { InputProblem } from '../kubernetes/input-problem.js';

/** Problems listed for one text. Honest inputs come nowhere near; hostile ones must not fill the memory. */
const MOST_LISTED = 100_000;

/** The problems of one text, as many as can reasonably be listed. */
export class ProblemList {
  readonly listed: InputProblem[] = [];

  add(problem: InputProblem): void {
    if (this.listed.length < MOST_LISTED) this.listed.push(problem);
    else if (this.listed.length === MOST_LISTED) {
      this.listed.push({
        ...problem,
        message: `${problem.message} (from here on, further problems of this file are not listed)`,
      });
    }
  }

  /** Takes back every problem behind the first `count`. */
  keepFirst(count: number): void {
    this.listed.length = Math.min(this.listed.length, count);
  }
}
