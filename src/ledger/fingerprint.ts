import { shortHash } from '../kubernetes/short-hash.js';
import type { Item, Note } from './verdict.js';

/**
 * A name for each finding that it keeps from run to run: sixteen hexadecimal digits made of the code, the file, the object
 * and the field or annotation. Lines, columns, values and words have no part in it, so that a finding is known again after
 * the file was edited elsewhere. What these leave alike is counted, in the order of the report.
 */
export function fingerprints(items: readonly Item[]): Map<Item | Note, string> {
  const named = new Map<Item | Note, string>();
  const seen = new Map<string, number>();
  for (const item of items) {
    for (const finding of [item, ...item.also]) {
      const identity = identityOf(item, finding.code);
      const nth = seen.get(identity) ?? 0;
      seen.set(identity, nth + 1);
      named.set(finding, digits(nth === 0 ? identity : `${identity}\n${nth}`));
    }
  }
  return named;
}

function identityOf({ source, object, field, annotation }: Item, code: string): string {
  const name = object === undefined ? [] : [object.kind, object.namespace ?? '', object.name];
  return JSON.stringify([code, source.file, ...name, annotation ?? field]);
}

/** Two hashes of 32 bits: one alone would give two of a hundred thousand findings the same name. */
function digits(identity: string): string {
  return shortHash(identity) + shortHash(`again ${identity}`);
}
