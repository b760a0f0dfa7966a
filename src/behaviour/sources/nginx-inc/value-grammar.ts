import { parseGoInt } from '../../values/go-values.js';

/** The values that annotations may have (internal/configs/parsing_helpers.go). Undefined stands for "no such value". */

const TIME =
  /^(?:(\d+)y)?? ?(?:(\d+)M)?? ?(?:(\d+)w)?? ?(?:(\d+)d)?? ?(?:(\d+)h)?? ?(?:(\d+)m)?? ?(?:(\d+)(?!\d)s?)?? ?(?:(\d+)ms)??$/;
const TIME_UNITS = [31_536_000, 2_592_000, 604_800, 86_400, 3600, 60, 1, 0.001] as const;

/** A time in seconds, such as `1h 30m` or `60`. */
export function parseTime(text: string): number | undefined {
  // Runs of white space are one: the expression would try every way to share out a long one.
  const match = text.trim() === '' ? null : TIME.exec(text.replace(/\s+/g, ' '));
  if (match === null) return undefined;
  return TIME_UNITS.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function parseBytes(text: string, shape: RegExp): number | undefined {
  const [, digits, unit = ''] = shape.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits) * (SIZE_UNITS[unit.toLowerCase()] ?? 1);
}

/** A size in bytes: digits with an optional k or m. */
export function parseSize(text: string): number | undefined {
  return parseBytes(text, /^(\d+)([kKmM]?)$/);
}

/** An offset in bytes: a size that may also count in g. */
export function parseOffset(text: string): number | undefined {
  return parseBytes(text, /^(\d+)([kKmMgG]?)$/);
}

/** `number size`, for proxy-buffers. */
export function parseBuffers(text: string): { readonly number: number; readonly size: number } | undefined {
  const [, number, size = ''] = /^(\d+) (\d+[kKmM]?)$/.exec(text.trim()) ?? [];
  return number === undefined ? undefined : { number: Number(number), size: parseSize(size) ?? 0 };
}

export interface Rate {
  readonly requests: number;
  readonly seconds: 1 | 60;
}

/** `10r/s` or `10r/m`. */
export function parseRate(text: string): Rate | undefined {
  const [, digits, unit] = /^(\d+)r\/([sm])$/.exec(text.trim()) ?? [];
  const requests = Number(digits ?? 0);
  return requests > 0 ? { requests, seconds: unit === 's' ? 1 : 60 } : undefined;
}

export function parsePorts(text: string): readonly number[] | undefined {
  const ports = text.split(',').map((item) => parseGoInt(item) ?? 0);
  return ports.every((port) => port > 0 && port < 2 ** 31) ? ports : undefined;
}

/** Names of Services between commas; white space belongs to the name. */
export function parseServiceList(text: string): ReadonlySet<string> {
  return new Set(text.split(','));
}

/** `serviceName=tea rewrite=/;serviceName=…`: Service to path. */
export function parseRewrites(text: string): ReadonlyMap<string, string> | undefined {
  const rewrites = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, service, path] = /^serviceName=([^= ]*) rewrite=([^=]*)$/.exec(part.trim()) ?? [];
    if (service === undefined || path === undefined || !/^\/[^\s{};$]*$/.test(path)) return undefined;
    rewrites.set(service, path);
  }
  return rewrites;
}

/** `serviceName=tea NAME parameters;…`: Service to the parameters of `sticky cookie`. The word before `=` is not looked at. */
export function parseStickyServices(text: string): ReadonlyMap<string, string> | undefined {
  const services = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, service, cookie] = /^[^= ]*=([^= ]*) ([\s\S]*)$/.exec(part) ?? [];
    if (service === undefined || cookie === undefined || !isQuotable(cookie)) return undefined;
    services.set(service, cookie);
  }
  return services;
}

export interface AddedHeader {
  readonly name: string;
  readonly value: string;
  /** Sent whatever the status; else only with some (ngx_http_headers_module). */
  readonly always: boolean;
}

/** `Name:Value[:always],…` (ParseAddHeaders in internal/configs/version1/header_parsing_helper.go). */
export function parseAddHeaders(text: string): readonly AddedHeader[] {
  return entriesOf(text, 3).map(([name = '', value = '', flag = '']) => ({
    name,
    value,
    always: flag.toLowerCase() === 'always',
  }));
}

/** `Name[:Value],…`: a name alone sends on what the client sent under it, which is undefined here. */
export function parseSetHeaders(
  text: string,
): readonly { readonly name: string; readonly value: string | undefined }[] {
  return entriesOf(text, 2).map(([name = '', value]) => ({ name, value }));
}

/** The entries of a comma list, each in at most so many parts between colons. Entries without a name are left out. */
export function entriesOf(text: string, parts: number): readonly (readonly string[])[] {
  const entries = text.split(',').map((entry) => {
    const all = entry.trim().split(':');
    const last = all.slice(parts - 1).join(':');
    return [...all.slice(0, parts - 1), ...(all.length < parts ? [] : [last])].map((part) => part.trim());
  });
  return entries.filter(([name]) => name !== '');
}

/** `404,5xx`: the statuses meant (ParseCustomHTTPErrors). NGINX has no error page for 499. */
export function parseErrorCodes(text: string): ReadonlySet<number> | undefined {
  const codes = new Set<number>();
  for (const raw of text.split(',')) {
    const token = raw.trim().toLowerCase();
    if (token === '') continue;
    if (token === '4xx' || token === '5xx') {
      const first = token === '4xx' ? 400 : 500;
      for (let code = first; code < first + 100; code++) if (code !== 499) codes.add(code);
      continue;
    }
    const code = /^\d+$/.test(token) ? Number(token) : 0;
    if (code < 300 || code > 599 || code === 499) return undefined;
    codes.add(code);
  }
  return codes.size === 0 ? undefined : codes;
}

export function parseRedirectCode(text: string): number | undefined {
  const code = parseGoInt(text);
  return code !== undefined && [301, 302, 307, 308].includes(code) ? code : undefined;
}

/** Text that can stand between double quotes and holds no variable. */
export function isQuotable(text: string): boolean {
  return /^(?:[^"$\\]|\\[^$])*$/.test(text);
}
