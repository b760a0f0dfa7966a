import type { CompiledLocation } from './compiled-location.js';
import { escapeUri } from './uri.js';
import { type Captures, expand, expandToBytes, type VariableScope } from './variables.js';

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
    // Captures of a redirect are written encoded.
    const values = captures.values.map((value) => (value === undefined ? undefined : escapeUri(value)));
    return {
      kind: 'redirect',
      location: `${expand(rewrite.target, { ...scope, captures: { values, groups: undefined } })}${query}`,
    };
  }
  const replaced = expandToBytes(rewrite.target, { ...scope, captures });
  return replaced === '' ? { kind: 'empty' } : { kind: 'path', target: `${escapeUri(replaced)}${query}`, captures };
}
