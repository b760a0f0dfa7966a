/** What is wrong with a report, and where: `items[3].verdict`. */
export class ShapeFault extends Error {
  constructor(path: string, message: string) {
    super(path === '' ? message : `${path}: ${message}`);
    this.name = 'ShapeFault';
  }
}

/** A value of a parsed JSON text with the way to it. Reading it as something that it is not throws a ShapeFault. */
export class Shape {
  readonly #value: unknown;
  readonly #path: string;

  constructor(value: unknown, path = '') {
    this.#value = value;
    this.#path = path;
  }

  /** The value under a key; keys that nobody asks for are passed over, since later releases may add some. */
  at(key: string): Shape {
    const fields = this.#value;
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) this.#refuse('an object');
    const value: unknown = Object.hasOwn(fields, key) ? (fields as Readonly<Record<string, unknown>>)[key] : undefined;
    return new Shape(value, this.#path === '' ? key : `${this.#path}.${key}`);
  }

  /** Undefined where there is nothing, or null. */
  optional<T>(read: (shape: Shape) => T): T | undefined {
    return this.#value === undefined || this.#value === null ? undefined : read(this);
  }

  list<T>(read: (shape: Shape) => T): T[] {
    const values = this.#value;
    if (!Array.isArray(values)) this.#refuse('a list');
    return values.map((value: unknown, at) => read(new Shape(value, `${this.#path}[${at}]`)));
  }

  text(): string {
    return typeof this.#value === 'string' ? this.#value : this.#refuse('a text');
  }

  /** A whole number from `least` on. */
  number(least: number): number {
    const value = this.#value;
    const isFine = typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
    return isFine ? value : this.#refuse(`a whole number from ${least} on`);
  }

  oneOf<T extends string>(words: readonly T[]): T {
    const word = words.find((known) => known === this.#value);
    return word ?? this.#refuse(words.length === 1 ? `"${words[0]}"` : `one of ${words.join(', ')}`);
  }

  matching(pattern: RegExp, what: string): string {
    const text = this.text();
    return pattern.test(text) ? text : this.#refuse(what);
  }

  #refuse(wanted: string): never {
    const value = this.#value;
    if (value === undefined) throw new ShapeFault(this.#path, `it is missing; it has to be ${wanted}`);
    throw new ShapeFault(this.#path, `it has to be ${wanted}`);
  }
}
