import type { FieldPath } from './object.js';

/** The way to a field while it is read: every step costs little, and a path is written out only for what is reported. */
export class FieldWay {
  readonly #above: FieldWay | undefined;
  readonly #step: string | number;

  constructor(step: string | number, above?: FieldWay) {
    this.#above = above;
    this.#step = step;
  }

  /** The way to what is under a key, or at an index of a list. */
  to(step: string | number): FieldWay {
    return new FieldWay(step, this);
  }

  get path(): FieldPath {
    const steps: (string | number)[] = [];
    for (let way: FieldWay | undefined = this; way !== undefined; way = way.#above) steps.push(way.#step);
    return steps.reverse();
  }
}
