/** So many are kept, lest a report of any size be held in memory. */
const MOST = 1 << 13;

/**
 * Texts of values that recur all over a report, so that each is not made anew every time. A value is looked for under one
 * part of it; of several that have this part in common the last is kept.
 */
export class RecurringTexts<T> {
  readonly #known = new Map<string, { readonly value: T; readonly text: string }>();
  readonly #partOf: (value: T) => string;
  readonly #isSame: (a: T, b: T) => boolean;
  readonly #print: (value: T) => string;

  /** @param isSame whether values that have the part in common have the same text */
  constructor(partOf: (value: T) => string, isSame: (a: T, b: T) => boolean, print: (value: T) => string) {
    this.#partOf = partOf;
    this.#isSame = isSame;
    this.#print = print;
  }

  of(value: T): string {
    const part = this.#partOf(value);
    const known = this.#known.get(part);
    if (known !== undefined && this.#isSame(known.value, value)) return known.text;
    const text = this.#print(value);
    // What recurs soon comes in again soon.
    if (this.#known.size === MOST) this.#known.clear();
    this.#known.set(part, { value, text });
    return text;
  }
}
