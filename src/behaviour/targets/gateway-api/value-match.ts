import { compileRe2, type Re2Pattern } from '../../regex/re2.js';
import { type Fields, items, text } from './reading.js';

/** One entry of `headers` or `queryParams` of a match. */
export interface ValueMatch {
  readonly name: string;
  /** Exact value, or a pattern that the whole value has to match. */
  readonly value: string | Re2Pattern;
}

/**
 * Reads a list of value matches. Of entries with equivalent names the first counts (field docs of HTTPRouteMatch).
 *
 * @param fold whether names are compared without case: headers are, query parameters are not
 * @returns the matches, or the reason why an implementation cannot use the list
 */
export function readValueMatches(list: unknown, fold: boolean): readonly ValueMatch[] | { readonly refusal: string } {
  const matches: ValueMatch[] = [];
  for (const entry of items(list)) {
    const written = text(entry.name) ?? '';
    const name = fold ? written.toLowerCase() : written;
    if (matches.some((match) => match.name === name)) continue;
    const value = readValue(entry);
    if (typeof value !== 'string' && 'refusal' in value) return value;
    matches.push({ name, value });
  }
  return matches;
}

function readValue(entry: Fields): string | Re2Pattern | { readonly refusal: string } {
  const value = text(entry.value) ?? '';
  switch (text(entry.type) ?? 'Exact') {
    case 'Exact':
      return value;
    case 'RegularExpression':
      return compileRe2(value);
    default:
      return { refusal: `UnsupportedValue: ${text(entry.type)}` };
  }
}

/** Whether all entries hold, given a way to look up values. */
export function valuesMatch(matches: readonly ValueMatch[], lookup: (name: string) => string | undefined): boolean {
  for (const { name, value } of matches) {
    const found = lookup(name);
    if (found === undefined) return false;
    if (typeof value === 'string' ? found !== value : !value.matches(found, 'full')) return false;
  }
  return true;
}
