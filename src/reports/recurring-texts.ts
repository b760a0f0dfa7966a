/** So many are kept, lest a report of any size be held in memory. */
const MOST = 1 << 14;

/**
 * Texts of values that recur all over a report: each is made once. A value is looked for under one part of it; of several
 * that have this part in common the first is kept.
 */
export class RecurringTexts<T> {
  readonly #known = new Map<string, { readonly value: T; readonly text: string }>();
  readonly #partOf: (value: T) => string;
  readonly #isSame: (a: T, b: T) => boolean;
  readonly #print: (value: T) => string;

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
    if (known === undefined && this.#known.size < MOST) this.#known.set(part, { value, text });
    return text;
  }
}
