import { toBytes } from '../regex/pcre.js';
import { pathAsWritten, requestPath, withEncodedLetter } from './request-path.js';

/** A request path near a path of a configuration, and how it was made from it. */
export interface PathVariant {
  readonly path: string;
  readonly why: string;
  /** 0 is the path itself; the lower, the more configurations the variant tells apart. */
  readonly rank: number;
}

/**
 * The neighbours of a path on both sides of each boundary that Exact, Prefix and PathPrefix draw: whole elements against
 * characters, the trailing slash, letter case, and the spellings that a proxy may or may not normalise.
 */
export function pathVariants(literal: string): readonly PathVariant[] {
  const path = pathAsWritten(literal);
  const bare = path.replace(/\/+$/, '');
  const variants: PathVariant[] = [{ path, why: 'as it is', rank: 0 }];
  const add = (rank: number, why: string, changed: string | undefined) => {
    if (changed !== undefined && changed !== path) variants.push({ path: changed, why, rank });
  };
  if (path.endsWith('/')) add(1, 'without trailing slash', bare === '' ? undefined : bare);
  else add(1, 'with trailing slash', `${path}/`);
  add(2, 'one element longer', `${bare}/x`);
  if (bare !== '') add(2, 'one character longer', `${bare}x`);
  add(3, 'in other letter case', path.toUpperCase() === path ? path.toLowerCase() : path.toUpperCase());
  add(3, 'with a query', `${path}?probe=1`);
  add(4, 'with a percent-encoded letter', withEncodedLetter(path));
  if (bare !== '') add(4, 'with a doubled slash', path.replace(/\/(?=[^/]*$)/, '//'));
  if (literal.includes('%')) add(4, 'with its percent sign encoded', requestPath(toBytes(literal)));
  return variants;
}
