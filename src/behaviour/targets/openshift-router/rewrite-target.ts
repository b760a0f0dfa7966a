import { compilePcre, fromBytes, toBytes } from '../../regex/pcre.js';

/** What `haproxy.router.openshift.io/rewrite-target` comes to. */
export type Rewrite =
  | { readonly kind: 'none' }
  | (Rule & { readonly kind: 'replace'; readonly pattern: RegExp })
  /** HAProxy refuses the line, and with it the whole configuration. */
  | (Rule & { readonly kind: 'invalid'; readonly message: string })
  | (Rule & { readonly kind: 'unmodelled'; readonly construct: string });

/** The two arguments of `replace-path`, as HAProxy has them once quotes and percent signs are dealt with. */
interface Rule {
  readonly expression: string;
  readonly replacement: string;
}

/**
 * The `replace-path` rule of a Route (reference §2.7). The path stands in it as a regular expression, unquoted; the target
 * `/` takes one slash after it along; what follows is appended, unless a `#` ends the target.
 */
export function readRewrite(path: string, target: string | undefined): Rewrite {
  if (target === undefined || !/^\/[^\n]*$/.test(target)) return { kind: 'none' };
  const expression = `^${path.replace(/[\r\n]/g, '')}${target === '/' ? '/?' : ''}(.*)$`;
  const rule = { expression, replacement: readTarget(target) };
  const compiled = compilePcre(expression, false);
  switch (compiled.kind) {
    case 'invalid':
      return { ...rule, kind: 'invalid', message: compiled.message };
    case 'unsupported':
      return { ...rule, kind: 'unmodelled', construct: compiled.construct };
    case 'compiled':
      return { ...rule, kind: 'replace', pattern: compiled.regex };
  }
}

/** The path with the rule applied; undefined if HAProxy fails at it, which is a 500. */
export function rewritePath(rewrite: Rewrite, path: string): string | undefined {
  if (rewrite.kind !== 'replace') return path;
  const match = rewrite.pattern.exec(toBytes(path));
  return match === null ? path : expand(rewrite.replacement, match);
}

/** Stands for a quote that is kept, while backslashes are dealt with. */
const keptQuote = '\u0000';

/**
 * The annotation as HAProxy gets to see it (pkg/router/template/util/rewritetarget): up to a free `#`, without free quotes,
 * a single backslash dropped and a double one halved. Percent signs come out as they are, except that an even number of
 * them is halved by HAProxy.
 */
function readTarget(target: string): string {
  const [text, ended] = untilHash(target);
  const unquoted = withoutQuotes(withoutQuotes(text, '"', '"'), "'", keptQuote);
  const replacement = unquoted
    .replace(/%+/g, (run) => (run.length % 2 === 0 ? run.slice(run.length / 2) : run))
    .replace(/\\+/g, (run) => (run.length === 1 ? '' : run.replaceAll('\\\\', '\\')))
    .replaceAll(keptQuote, "'");
  return ended ? replacement : `${replacement}\\1`;
}

function untilHash(text: string): [string, boolean] {
  let escaped = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '#' && !escaped) return [text.slice(0, at), true];
    escaped = char === '\\' && !escaped;
  }
  return [text, false];
}

function withoutQuotes(text: string, quote: string, kept: string): string {
  let result = '';
  let escaped = false;
  for (const char of text) {
    if (char !== quote) result += char;
    else if (escaped) result += kept;
    escaped = char === '\\' && !escaped;
  }
  return result;
}

/** HAProxy's exp_replace: `\N` is a group, `\xHH` a byte, any other character after a backslash itself. */
function expand(replacement: string, match: RegExpExecArray): string | undefined {
  const text = toBytes(replacement);
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) !== '\\') {
      result += text.charAt(at);
      continue;
    }
    const next = text.charAt(++at);
    if (next === '') return undefined;
    if (/[0-9]/.test(next)) result += match[Number(next)] ?? '';
    else if (next === 'x') {
      const digits = text.slice(at + 1, at + 3);
      if (digits.length < 2) return undefined;
      result += byteOf(digits);
      at += 2;
    } else result += next;
  }
  return fromBytes(result);
}

/** HAProxy does not ask whether two characters are hexadecimal digits, and computes with whatever they are. */
function byteOf(digits: string): string {
  const [high = 0, low = 0] = Array.from(digits.toUpperCase(), (digit) => {
    const value = (digit.charCodeAt(0) - 0x30) & 0xff;
    return value > 9 ? value - 7 : value;
  });
  return String.fromCharCode((high * 16 + low) & 0xff);
}
