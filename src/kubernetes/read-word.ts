import type { FieldReader, Fields } from './field-reader.js';
import type { FieldPath } from './object.js';

/**
 * One of some words, in their exact spelling.
 *
 * @param spellings other spellings that the API server puts right before it looks
 * @returns undefined when the field is absent or empty, and for a word that is reported
 */
export function readWord<T extends string>(
  reader: FieldReader,
  parent: Fields,
  path: FieldPath,
  key: string,
  words: readonly T[],
  spellings: ReadonlyMap<string, T> = new Map(),
): T | undefined {
  const text = reader.text(parent, path, key);
  if (text === undefined) return undefined;
  const corrected = spellings.get(text);
  if (corrected !== undefined) return corrected;
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  const meant = words.find((known) => known.toLowerCase() === text.toLowerCase());
  reader.report(
    [...path, key],
    `the API server takes ${words.join(', ')} only, in this spelling`,
    meant === undefined ? `Write one of ${words.join(', ')}.` : `Write ${meant}.`,
  );
  return undefined;
}
