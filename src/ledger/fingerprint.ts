import type { ObjectRef } from '../kubernetes/object.js';
import type { Item, Note } from './verdict.js';

/** The names of all findings of a report, as `FindingNames` gives them. */
export function fingerprints(items: readonly Item[]): Map<Item | Note, string> {
  const named = new Map<Item | Note, string>();
  const names = new FindingNames();
  for (const item of items) {
    named.set(item, names.next(item, item));
    for (const note of item.also) named.set(note, names.next(item, note));
  }
  return named;
}

/**
 * Gives each finding a name that it keeps from run to run: sixteen hexadecimal digits made of the code, the file, the object
 * and the field or annotation. Lines, columns, values and words have no part in it, so that a finding is known again after
 * the file was edited elsewhere. What these leave alike is counted, in the order of the report.
 */
export class FindingNames {
  /** Digests that were given: one half of each by the other, which hardly two have in common. */
  readonly #given = new Map<number, number>();
  /** How often digests were met whose first half was given before. */
  readonly #repeated = new Map<number, number>();
  /** Items come sorted, those of one object behind each other: what they share is read once. */
  #place: Place | undefined;

  /** The name of an item's own finding, or of a note of it. To be asked once for each, in the order of the report. */
  next(item: Item, { code }: Item | Note): string {
    let place = this.#place;
    if (place === undefined || place.object !== item.object || place.file !== item.source.file) place = placeOf(item);
    this.#place = place;
    const digest = place.digest.with(item.annotation ?? item.field).with(code);
    const nth = this.#count(digest);
    return (nth === 0 ? digest : digest.with(String(nth))).text;
  }

  /** How often a digest was met before. */
  #count(digest: Digest): number {
    // Numbers of 32 bits take no memory of their own, and most digests need no more than this.
    const first = this.#given.get(digest.a);
    if (first === undefined) {
      this.#given.set(digest.a, digest.b);
      return 0;
    }
    const nth = this.#repeated.get(digest.key) ?? (first === digest.b ? 1 : 0);
    this.#repeated.set(digest.key, nth + 1);
    return nth;
  }
}

interface Place {
  readonly object: ObjectRef | undefined;
  readonly file: string;
  readonly digest: Digest;
}

function placeOf({ object, source: { file } }: Item): Place {
  const digest = new Digest(0x811c9dc5, 0x2c1b3c6d).with(file);
  const names = object === undefined ? [] : [object.kind, object.namespace ?? '', object.name];
  return { object, file, digest: names.reduce((sum, name) => sum.with(name), digest) };
}

/** Two hashes of 32 bits, of different kinds: one alone would give two of a hundred thousand findings the same name. */
class Digest {
  readonly a: number;
  readonly b: number;

  constructor(a: number, b: number) {
    this.a = a;
    this.b = b;
  }

  /** The digest of one text more; where a text ends counts. */
  with(text: string): Digest {
    let a = this.a;
    let b = this.b;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul((b << 13) | (b >>> 19), 0x5bd1e995) + code;
    }
    // No character has this number.
    return new Digest(Math.imul(a ^ 0x10000, 0x01000193), (Math.imul(b ^ (b >>> 15), 0x297a2d39) + 0x10000) | 0);
  }

  /** As many of the bits as a number holds exactly. */
  get key(): number {
    return (this.a >>> 0) * 0x200000 + (this.b >>> 11);
  }

  get text(): string {
    const a = this.a;
    const b = this.b;
    // In one go: `toString(16)` of numbers of this size takes longer than the hash itself.
    return String.fromCharCode(
      digit(a >>> 28),
      digit(a >>> 24),
      digit(a >>> 20),
      digit(a >>> 16),
      digit(a >>> 12),
      digit(a >>> 8),
      digit(a >>> 4),
      digit(a),
      digit(b >>> 28),
      digit(b >>> 24),
      digit(b >>> 20),
      digit(b >>> 16),
      digit(b >>> 12),
      digit(b >>> 8),
      digit(b >>> 4),
      digit(b),
    );
  }
}

/** The character of the hexadecimal digit that the last four bits make. */
function digit(bits: number): number {
  const value = bits & 15;
  return value < 10 ? 0x30 + value : 0x57 + value;
}
