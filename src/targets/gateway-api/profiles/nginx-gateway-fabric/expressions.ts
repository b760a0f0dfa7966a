import type { PathMatchValue } from '../../../../kubernetes/gateway-api.js';
import { topLevelAlternatives } from '../../../../model/regex-shape.js';
import { type ExpressionSupport, isPortableRegex } from '../../path-values.js';
import type { ImplementationOptions } from '../implementation.js';
import { PASS_ALLOW_SNIPPETS } from './telling.js';

const MAX_PATH = 1024;

/**
 * An expression as it stands behind `location ~ ^` (internal/controller/nginx/config/validation/common.go): it begins with a
 * slash and has no braces, semicolons or blanks. PCRE takes the flag for letter case in the middle; the end is open.
 */
function locationValue(pattern: string, cased?: true): PathMatchValue | undefined {
  const [only = '', ...others] = topLevelAlternatives(pattern);
  if (others.length > 0) return undefined;
  const value = fromSlash(only.startsWith('^') ? only.slice(1) : only, cased);
  return value === undefined ? undefined : { type: 'RegularExpression', value };
}

function fromSlash(body: string, cased: true | undefined): string | undefined {
  // The reader of the configuration takes some escapes for its own.
  if (!/^\/(?![*+?{])[^\s{};]*$/.test(body) || /\\["'\\trn]/.test(body)) return undefined;
  const value = cased === true ? body : `/(?i)${body.slice(1)}`;
  return value.length > MAX_PATH ? undefined : value;
}

/**
 * Paths stand in the configuration as they are: braces, semicolons and blanks are refused there, and nginx compares what it
 * has decoded. An expression names such characters by their codes.
 */
function byCodes({ type, value }: PathMatchValue): PathMatchValue | undefined {
  if (type === 'RegularExpression' || !/[\s{};]|%[0-9A-Fa-f]{2}/.test(value)) return undefined;
  const body = value.replace(/%([0-9A-Fa-f]{2})|[\s{};]|[\\^$.*+?()[\]|]/g, (found, code: string | undefined) => {
    if (code !== undefined) return `\\x${code.toLowerCase()}`;
    return /[\s{};]/.test(found) ? `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}` : `\\${found}`;
  });
  const written = fromSlash(`${body}${type === 'Exact' ? '' : '(?:/.*)?'}$`, true);
  return written === undefined ? undefined : { type: 'RegularExpression', value: written };
}

/** How NGINX Gateway Fabric reads expressions: as nginx does, longer ones first, before all prefixes. */
export function expressionsOf(version: string, { allowSnippets }: ImplementationOptions): ExpressionSupport {
  return {
    title: 'NGINX Gateway Fabric',
    // Until 2.5 prefixes had `^~`, before which no expression is tried (changelog of 2.5.0).
    rank: version === '2.4' ? 'after-prefixes' : 'before-prefixes',
    // Until 2.5 backends were sent $request_uri, whatever a directive had rewritten.
    rewrites: allowSnippets === true && version !== '2.4',
    rewritesNext:
      version === '2.4'
        ? 'Use release 2.5 or newer with --allow-snippets, or let the application serve the original paths.'
        : PASS_ALLOW_SNIPPETS,
    canSay: (pattern) => isPortableRegex(pattern) && locationValue(pattern) !== undefined,
    value: locationValue,
    literal: byCodes,
    whole: (expression, cased) => fromSlash(expression.endsWith('$') ? expression : `${expression}$`, cased),
  };
}
