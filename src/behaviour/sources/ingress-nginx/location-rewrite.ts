import { fromBytes } from '../../regex/pcre.js';
import type { CompiledLocation } from './compiled-location.js';
import { escapeArguments, escapeUri, unescapeRedirect } from './uri.js';
import { type Captures, expandToBytes, type VariableScope } from './variables.js';

/** What `rewrite-target` makes of a request. */
export type Rewritten =
  | { readonly kind: 'unchanged' }
  /** The new request target, encoded, query included, and the captures for x-forwarded-prefix. */
  | { readonly kind: 'path'; readonly target: string; readonly captures: Captures }
  | { readonly kind: 'redirect'; readonly location: string }
  /** nginx refuses a rewritten URI of length zero with 500. */
  | { readonly kind: 'empty' };

/**
 * `rewrite "(?i)path" target break` (buildProxyPass in template.go; ngx_http_rewrite_module): the whole decoded URI is
 * replaced, then encoded again for the backend; the query stays (reference §10.1).
 */
export function rewriteUri(location: CompiledLocation, scope: VariableScope): Rewritten {
  const { rewrite } = location;
  const match = rewrite?.regex?.exec(scope.uri);
  if (rewrite === undefined || match === undefined || match === null) return { kind: 'unchanged' };
  const query = scope.args === null || scope.args === '' ? '' : `?${scope.args}`;
  const captures: Captures = { values: [...match], groups: match.groups };
  if (rewrite.absolute) {
    return { kind: 'redirect', location: `${redirectTarget(rewrite.target, scope, captures)}${query}` };
  }
  const replaced = expandToBytes(rewrite.target, { ...scope, captures });
  return replaced === '' ? { kind: 'empty' } : { kind: 'path', target: `${escapeUri(replaced)}${query}`, captures };
}

/**
 * The text of a redirecting rewrite (ngx_http_script_copy_capture_code, ngx_http_script_regex_end_code): numbered captures
 * are encoded like arguments, but only if the request's path was; then what need not be encoded is decoded.
 */
function redirectTarget(target: string, scope: VariableScope, { values, groups }: Captures): string {
  const encoded = /^[^?#]*[%+]/.test(scope.facts.request.path);
  const written = encoded ? values.map((value) => value && escapeArguments(value)) : values;
  return fromBytes(unescapeRedirect(expandToBytes(target, { ...scope, captures: { values: written, groups } })));
}
