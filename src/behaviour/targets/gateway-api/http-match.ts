import { compileRe2, type Re2Pattern } from '../../regex/re2.js';
import type { ParsedRequest } from './parsed-request.js';
import { withoutTrailingSlash } from './path-modifier.js';
import { type Fields, fields, text } from './reading.js';
import { readValueMatches, type ValueMatch, valuesMatch } from './value-match.js';

export type PathMatch =
  | { readonly kind: 'exact'; readonly value: string }
  | { readonly kind: 'prefix'; readonly value: string /** Without trailing slash. */; readonly element: string }
  | { readonly kind: 'regex'; readonly value: string; readonly pattern: Re2Pattern };

/** One entry of `rules[].matches` of an HTTPRoute: all of its conditions have to hold. */
export interface HttpMatch {
  readonly path: PathMatch;
  readonly method: string | undefined;
  readonly headers: readonly ValueMatch[];
  readonly query: readonly ValueMatch[];
  /** Cookies that a filter of the rule asks for. */
  readonly cookies: readonly ValueMatch[];
}

/**
 * Reads a match of an HTTPRoute with its defaults (PathPrefix "/", Exact values), or says why it cannot be used.
 *
 * @param pathExpression what an implementation makes of the value of a RegularExpression path
 */
export function readHttpMatch(
  match: Fields,
  pathExpression: (value: string) => string,
): HttpMatch | { readonly refusal: string } {
  const path = readPath(fields(match.path), pathExpression);
  if ('refusal' in path) return path;
  const headers = readValueMatches(match.headers, true);
  if ('refusal' in headers) return headers;
  const query = readValueMatches(match.queryParams, false);
  if ('refusal' in query) return query;
  return { path, method: text(match.method), headers, query, cookies: [] };
}

function readPath(path: Fields, pathExpression: (value: string) => string): PathMatch | { readonly refusal: string } {
  const value = text(path.value) ?? '/';
  switch (text(path.type) ?? 'PathPrefix') {
    case 'Exact':
      return { kind: 'exact', value };
    case 'PathPrefix':
      return { kind: 'prefix', value, element: withoutTrailingSlash(value) };
    case 'RegularExpression': {
      const pattern = compileRe2(pathExpression(value));
      return 'refusal' in pattern ? pattern : { kind: 'regex', value, pattern };
    }
    default:
      return { refusal: `UnsupportedValue: ${text(path.type)}` };
  }
}

/** Whether everything but the path holds. */
export function conditionsHold(match: HttpMatch, request: ParsedRequest): boolean {
  return (
    (match.method === undefined || match.method === request.method) &&
    valuesMatch(match.headers, request.header) &&
    valuesMatch(match.query, request.queryParam) &&
    valuesMatch(match.cookies, request.cookie)
  );
}
