import type { ObjectRef } from '../kubernetes/object.js';
import type { Item, Note } from './verdict.js';

/**
 * A name for each finding that it keeps from run to run: sixteen hexadecimal digits made of the code, the file, the object
 * and the field or annotation. Lines, columns, values and words have no part in it, so that a finding is known again after
 * the file was edited elsewhere. What these leave alike is counted, in the order of the report.
 */
export function fingerprints(items: readonly Item[]): Map<Item | Note, string> {
  const named = new Map<Item | Note, string>();
  const seen = new Map<number, number>();
  // Items come sorted, those of one object behind each other: what they share is read once.
  let place: Place | undefined;
  for (const item of items) {
    if (place === undefined || place.object !== item.object || place.file !== item.source.file) place = placeOf(item);
    const own = place.digest.with(item.annotation ?? item.field);
    named.set(item, digits(own.with(item.code), seen));
    for (const note of item.also) named.set(note, digits(own.with(note.code), seen));
  }
  return named;
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

function digits(digest: Digest, seen: Map<number, number>): string {
  const nth = seen.get(digest.key) ?? 0;
  seen.set(digest.key, nth + 1);
  return (nth === 0 ? digest : digest.with(String(nth))).text;
}

/** Two hashes of 32 bits, of different kinds: one alone would give two of a hundred thousand findings the same name. */
class Digest {
  readonly #a: number;
  readonly #b: number;

  constructor(a: number, b: number) {
    this.#a = a;
    this.#b = b;
  }

  /** The digest of one text more; where a text ends counts. */
  with(text: string): Digest {
    let a = this.#a;
    let b = this.#b;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul((b << 13) | (b >>> 19), 0x5bd1e995) + code;
    }
    // No character has this number.
    return new Digest(Math.imul(a ^ 0x10000, 0x01000193), Math.imul(b ^ (b >>> 15), 0x297a2d39) + 0x10000);
  }

  /** As many of the bits as a number holds exactly. */
  get key(): number {
    return (this.#a >>> 0) * 0x200000 + (this.#b >>> 11);
  }

  get text(): string {
    return hexadecimal(this.#a) + hexadecimal(this.#b);
  }
}

function hexadecimal(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}
