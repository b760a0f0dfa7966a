import { knowsVariables, quoted, quotedPattern } from './words.js';

/** A directive with its words, unquoted, and what stands in its braces. */
interface Directive {
  readonly name: string;
  readonly words: readonly string[];
  readonly inner?: readonly Directive[] | undefined;
}

/**
 * Directives of stock nginx that may stand in a location as often as one likes, or that nothing else of a location of NGINX
 * Gateway Fabric writes. Twice the same of the others is an error that stops every later change of the Gateway.
 */
const HARMLESS = new Set(
  'add_header allow break default_type deny error_page etag expires gzip gzip_comp_level gzip_min_length gzip_proxied gzip_types gzip_vary if_modified_since log_not_found proxy_hide_header proxy_ignore_headers proxy_pass_header proxy_set_header return rewrite set sub_filter sub_filter_last_modified sub_filter_once sub_filter_types'.split(
    ' ',
  ),
);

/** Headers that NGINX Gateway Fabric itself sends to backends: set again, they would be sent twice. */
const ITS_OWN = /^(?:host|upgrade|connection|x-forwarded-(?:for|proto|host|port)|x-real-ip)$/i;

const MOST = 200;

/** The words of a snippet; undefined for what is no list of directives. */
function parse(text: string): Directive[] | undefined {
  const tokens: string[] = [];
  const pattern =
    /\s+|#[^\n]*|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|([;{}])|((?:\$\{[A-Za-z0-9_]*\}|[^\s;{}"'#\\]|(?<=[^\s;{}])#)+)/gy;
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null || found[0] === '' || tokens.length > 5 * MOST) return undefined;
    at = pattern.lastIndex;
    const [, double, single, mark, plain] = found;
    if (mark !== undefined) tokens.push(mark);
    else if (double !== undefined) tokens.push(`"${withoutEscapes(double)}`);
    else if (single !== undefined) tokens.push(`"${withoutEscapes(single)}`);
    else if (plain !== undefined) tokens.push(`"${plain}`);
  }
  const read = (depth: number): Directive[] | undefined => {
    const found: Directive[] = [];
    let words: string[] = [];
    for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
      if (token.startsWith('"')) words.push(token.slice(1));
      else if (token === '}') return depth > 0 && words.length === 0 ? found : undefined;
      else {
        const [name, ...rest] = words;
        if (name === undefined || depth > 3) return undefined;
        const inner = token === '{' ? read(depth + 1) : undefined;
        if (token === '{' && inner === undefined) return undefined;
        found.push({ name, words: rest, inner });
        words = [];
      }
    }
    return depth === 0 && words.length === 0 ? found : undefined;
  };
  return read(0);
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(["'\\])/g, '$1');
}

/** The lines of a directive; undefined for what may not be carried over. */
function write({ name, words, inner }: Directive): string[] | undefined {
  if (name === 'if') return inner === undefined ? undefined : writeIf(words, inner);
  if (inner !== undefined) return undefined;
  if (name === 'more_set_headers')
    return moreHeaders(words, (header, value) => `add_header ${header} ${value} always;`);
  if (!HARMLESS.has(name)) return undefined;
  if (name === 'proxy_set_header' && ITS_OWN.test(words[0] ?? '')) return undefined;
  const groups = name === 'rewrite' || name === 'return' || name === 'set' ? 'groups' : 'no-groups';
  const all = words.map((word, index) =>
    name === 'rewrite' && index === 0 ? quotedPattern(word) : wordOf(word, groups),
  );
  return all.every((word) => word !== undefined) ? [`${[name, ...all].join(' ')};`] : undefined;
}

function wordOf(word: string, groups: 'groups' | 'no-groups'): string | undefined {
  return /^[A-Za-z0-9._/:-]+$/.test(word) ? word : quoted(word, groups);
}

/** `if ($variable = value)`, with `return` and the like inside (ngx_http_rewrite_module). */
function writeIf(words: readonly string[], inner: readonly Directive[]): string[] | undefined {
  const [, condition = ''] = /^\(([\s\S]*)\)$/.exec(words.join(' ').trim()) ?? [];
  const [, variable = '', , operator, value = ''] =
    /^\s*(\$[A-Za-z_][A-Za-z0-9_]*)(\s+(=|!=|~\*?|!~\*?)\s*([^\s].*?))?\s*$/.exec(condition) ?? [];
  if (!knowsVariables(variable) || variable === '') return undefined;
  const word = operator === undefined ? '' : operator.includes('~') ? quotedPattern(value) : quoted(value, 'groups');
  if (word === undefined) return undefined;
  const lines = inner.map((one) => (['return', 'rewrite', 'set', 'break'].includes(one.name) ? write(one) : undefined));
  if (!lines.every((line) => line !== undefined)) return undefined;
  const head = operator === undefined ? variable : `${variable} ${operator} ${word}`;
  return [`if (${head}) {`, ...lines.flat().map((line) => `    ${line}`), '}'];
}

/** The headers of headers-more, which stock nginx lacks. */
function moreHeaders(words: readonly string[], line: (header: string, value: string) => string): string[] | undefined {
  const lines = words.map((word) => {
    const [, header, value = ''] = /^([A-Za-z0-9-]+):\s*(.*)$/.exec(word) ?? [];
    const written = quoted(value.trim());
    return header === undefined || value.trim() === '' || written === undefined ? undefined : line(header, written);
  });
  return lines.length > 0 && lines.every((one) => one !== undefined) ? lines : undefined;
}

/** The lines of a snippet where stock nginx has every directive; undefined where one of them may not be carried over. */
export function snippetLines(text: string): string[] | undefined {
  const directives = parse(text);
  if (directives === undefined || directives.length === 0 || directives.length > MOST) return undefined;
  const lines = directives.map(write);
  return lines.every((line) => line !== undefined) ? lines.flat() : undefined;
}
