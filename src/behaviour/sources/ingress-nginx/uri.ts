import { toBytes } from '../../regex/pcre.js';

/** A request target as nginx reads it. */
export interface RequestUri {
  /** `$uri`: decoded, slashes merged, dot segments resolved; a byte string. */
  readonly path: string;
  /** Query without `?`; null if there is no question mark. */
  readonly args: string | null;
}

/** ngx_http_parse_complex_uri: undefined where nginx answers 400. */
export function parseTarget(target: string): RequestUri | undefined {
  const hash = target.indexOf('#');
  const whole = hash < 0 ? target : target.slice(0, hash);
  const question = whole.indexOf('?');
  const raw = question < 0 ? whole : whole.slice(0, question);
  const args = question < 0 ? null : whole.slice(question + 1);
  if (!raw.startsWith('/')) return undefined;
  let path = toBytes(raw);
  if (path.includes('%')) {
    if (/%(?![0-9A-Fa-f]{2})|%00/.test(path)) return undefined;
    path = path.replace(/%([0-9A-Fa-f]{2})/g, (_whole, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  }
  if (path.includes('//') || path.includes('/.')) {
    const resolved = resolveSegments(path);
    if (resolved === undefined) return undefined;
    path = resolved;
  }
  return { path, args };
}

function resolveSegments(path: string): string | undefined {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  let open = false;
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    open = false;
    if (segment === '..') {
      if (kept.length === 0) return undefined;
      kept.pop();
      open = true;
    } else if (segment === '' || segment === '.') {
      open = true;
    } else {
      kept.push(segment);
    }
    if (!last) open = false;
  }
  return kept.length === 0 ? '/' : `/${kept.join('/')}${open ? '/' : ''}`;
}

/** ngx_escape_uri with NGX_ESCAPE_URI, as the proxy module writes a changed URI. The argument is a byte string. */
export function escapeUri(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control bytes are what has to be escaped
  return path.replace(/[\x00-\x20"#%<>?\\^`{|}\x7f-\xff]/g, percent);
}

/** ngx_escape_uri with NGX_ESCAPE_ARGS. The argument is a byte string. */
export function escapeArguments(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control bytes are what has to be escaped
  return text.replace(/[\x00-\x20"#%&+;<>?\\^`{|}\x7f-\xff]/g, percent);
}

/**
 * ngx_unescape_uri with NGX_UNESCAPE_REDIRECT: decodes what is harmless in a Location, up to the first question mark. Of a
 * percent sign without two digits only the character that is no digit is left.
 */
export function unescapeRedirect(text: string): string {
  let ended = false;
  const pattern = /\?|%([0-9A-Fa-f]{2})|%[0-9A-Fa-f]?([\s\S]?)/g;
  return text.replace(pattern, (whole, digits: string | undefined, broken: string | undefined) => {
    if (ended) return whole;
    if (broken !== undefined) return broken;
    const char = digits === undefined ? '?' : String.fromCharCode(Number.parseInt(digits, 16));
    ended = char === '?';
    return char > '%' && char < '\x7f' ? char : whole;
  });
}

/** ngx_escape_uri with NGX_ESCAPE_URI_COMPONENT (set_escape_uri of the set-misc module). */
export function escapeComponent(text: string): string {
  return toBytes(text).replace(/[^A-Za-z0-9\-._~]/g, percent);
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The name in a Host header: lower case, without port and final dot. */
export function hostOf(header: string): string {
  const name = header.startsWith('[') ? header.slice(0, header.indexOf(']') + 1) || header : header.split(':')[0];
  return (name ?? '').toLowerCase().replace(/\.$/, '');
}

/** Whether nginx takes the Host header (ngx_http_validate_host), else it answers 400; none at all is HTTP/1.0. */
export function isAcceptedHost(header: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control bytes are what nginx refuses
  if (/[\x00-\x20\x7f/]|\.\./.test(header)) return false;
  return header === '' || hostOf(header) !== '';
}
