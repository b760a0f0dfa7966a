import type { Outcome } from '../behaviour/outcome.js';

/** Headers that a proxy rather than a backend decides, and those that tell one backend from another. */
export const CUSTOMARY_HEADERS: readonly string[] = [
  ...['content-type', 'cache-control', 'set-cookie', 'www-authenticate', 'strict-transport-security'],
  ...['content-security-policy', 'x-frame-options', 'x-content-type-options', 'referrer-policy'],
  ...['access-control-allow-origin', 'access-control-allow-methods', 'access-control-allow-headers'],
  ...['access-control-allow-credentials', 'access-control-expose-headers', 'access-control-max-age'],
];

/** Headers that describe the page with which a proxy says that something is wrong, or elsewhere. */
const OF_THE_PAGE: ReadonlySet<string> = new Set(['content-type', 'cache-control']);

/**
 * The headers that are compared for a request, sorted: the customary ones, or those that the user chose, and those that
 * either configuration changes. What describes the page of a proxy itself is not, unless the user chose it.
 *
 * @param isFromBackend whether both sides pass the request on
 */
export function comparedHeaders(
  chosen: readonly string[] | undefined,
  outcomes: readonly Outcome[],
  isFromBackend: boolean,
): readonly string[] {
  const customary = CUSTOMARY_HEADERS.filter((name) => isFromBackend || !OF_THE_PAGE.has(name));
  const changed = outcomes.flatMap(({ responseHeaders: { set, added, removed } }) => [
    ...Object.keys(set),
    ...Object.keys(added),
    ...removed,
  ]);
  return [...new Set([...(chosen ?? customary), ...changed])].filter((name) => name !== 'location').sort();
}

/**
 * A value as far as it is compared and shown: of cookies the names only, for values are secrets and differ from answer to
 * answer; white space between the members of a list means nothing (RFC 9110 section 5.6.1, RFC 6797 section 6.1).
 */
export function comparableValue(name: string, values: readonly string[] | undefined): string | null {
  if (values === undefined) return null;
  if (name === 'set-cookie') return [...new Set(values.map(cookieName))].sort().join(', ');
  const text = values.join(', ');
  if (!name.startsWith('access-control-') && name !== 'strict-transport-security') return text;
  return text.replace(/\s*([,;])\s*/g, '$1');
}

function cookieName(cookie: string): string {
  return (/^[^=;]*/.exec(cookie)?.[0] ?? '').trim();
}
