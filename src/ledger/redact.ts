import { cutText } from '../kubernetes/stand-ins.js';

/** What stands behind `//` up to white space or a quote. */
const BEHIND_SLASHES = /\/\/[^\s"']*/g;
const USER_IN_URL = /(\/\/)[^/?]*@/g;
/** `password=x`, `token: x`, and the directives of proxies: `proxy_set_header X-Api-Key x`. */
const ASSIGNED_SECRET =
  /((?:pass(?:word|wd)?|secret|token|api[-_]?key|credentials?)[\w-]*["']?(?:\s*[=:]\s*|\s+)["']?)[^\s"',;&]+/gi;
const AUTHORIZATION = /(authorization["']?(?:\s*[:=]\s*|\s+)["']?(?:[\w-]+\s+)?)[^\s"',;]+/gi;
const BARE_AUTHORIZATION = /^((?:basic|bearer)\s+)[A-Za-z0-9+/=._~-]{8,}/gi;
/** Stands before each of these three; most values, `true` or `60`, have none. */
const BEFORE_SECRET = /[\s=:]/;
const PEM = /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g;
const LONG = 2000;
/** What is looked at of a value: enough for what is shown, and little enough for expressions that take its square. */
const LOOKED_AT = 8 * LONG;

/**
 * A value as reports may show it: parts that look like credentials are replaced, very long values are cut. Annotation
 * values are not Secrets, yet snippets and URLs do hold passwords.
 */
export function redact(value: string): string {
  let shown = value.length > LOOKED_AT ? wholeWords(value.slice(0, LOOKED_AT)) : value;
  if (shown.includes('//')) shown = shown.replace(BEHIND_SLASHES, withoutCredentials);
  if (shown.includes('-----BEGIN')) shown = shown.replace(PEM, '[redacted]');
  if (BEFORE_SECRET.test(shown)) {
    for (const secret of [ASSIGNED_SECRET, AUTHORIZATION, BARE_AUTHORIZATION])
      shown = shown.replace(secret, '$1[redacted]');
  }
  const isCut = shown.length > LONG || value.length > LOOKED_AT;
  const length = value.length > LOOKED_AT ? value.length : shown.length;
  return isCut ? `${cutText(shown, LONG)}… (${length} characters)` : shown;
}

/** Up to the last @: passwords hold @ and / too. */
function withoutCredentials(address: string): string {
  const end = address.lastIndexOf('@');
  const colon = address.indexOf(':');
  if (colon !== -1 && colon < end) return `//[redacted]${address.slice(end)}`;
  return address.replace(USER_IN_URL, '$1[redacted]@');
}

/** Without the word at the end, which may be half of a password. */
function wholeWords(text: string): string {
  let end = text.length;
  while (end > 0 && !/[\s"',;&]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
