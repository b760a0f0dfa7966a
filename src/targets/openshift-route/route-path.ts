/** What `spec.path` may hold as it is: the characters of a path (RFC 3986 pchar and the slash) but the percent sign. */
const PLAIN = /^[A-Za-z0-9\-._~!$&'()*+,;=:@/]$/;

/** A path that contains these is safe in the expression of a rewrite, too, which the router does not quote (semantics 2.7). */
const UNQUOTED = /^[A-Za-z0-9\-._~/]*$/;

/** Paths that sort before `/foo/(.*)` although they are longer: the router's reverse order of bytes (semantics 2.1). */
const SORTS_FIRST = /^[!%&']/;

/**
 * The path of a Route for a literal of the source, percent-encoded where need be: the router compares the URL as it was sent,
 * and its API refuses spaces and `#` (library-go route validation).
 */
export function routePath(literal: string): string {
  let path = '';
  for (const char of literal) path += PLAIN.test(char) ? char : encoded(char);
  return path;
}

function encoded(char: string): string {
  try {
    return encodeURIComponent(char);
  } catch {
    // Half of a surrogate pair: no request can spell it.
    return '%EF%BF%BD';
  }
}

/** The source compares paths after merging slashes and resolving dots, so that no request ever has such a path. */
export function isNeverRequested(literal: string): boolean {
  return literal.includes('//') || /(?:^|\/)\.\.?(?:\/|$)/.test(literal);
}

export function isSafeInRewrite(text: string): boolean {
  return UNQUOTED.test(text);
}

/** Whether a deeper path would lose to the Route of `literal` with a final slash. */
export function losesToSlash(literal: string, deeper: string): boolean {
  return deeper.startsWith(`${literal}/`) && SORTS_FIRST.test(deeper.slice(literal.length + 1));
}
