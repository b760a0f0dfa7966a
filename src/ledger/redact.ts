import { cutText } from '../kubernetes/stand-ins.js';

/** Up to the last @: passwords hold @ and / too. */
const CREDENTIALS_IN_URL = /(\/\/)(?:[^\s"']*:[^\s"']*@|[^\s"'/?]*@)/g;
/** `password=x`, `token: x`, and the directives of proxies: `proxy_set_header X-Api-Key x`. */
const ASSIGNED_SECRET =
  /([\w$-]*(?:pass(?:word|wd)?|secret|token|api[-_]?key|credentials?)[\w-]*["']?(?:\s*[=:]\s*|\s+)["']?)[^\s"',;&]+/gi;
const AUTHORIZATION = /(authorization["']?(?:\s*[:=]\s*|\s+)["']?(?:[\w-]+\s+)?)[^\s"',;]+/gi;
const BARE_AUTHORIZATION = /^((?:basic|bearer)\s+)[A-Za-z0-9+/=._~-]{8,}/gi;
const PEM = /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g;
const LONG = 2000;

/**
 * A value as reports may show it: parts that look like credentials are replaced, very long values are cut. Annotation
 * values are not Secrets, yet snippets and URLs do hold passwords.
 */
export function redact(value: string): string {
  let shown = value;
  if (shown.includes('//')) shown = shown.replace(CREDENTIALS_IN_URL, '$1[redacted]@');
  if (shown.includes('-----BEGIN')) shown = shown.replace(PEM, '[redacted]');
  for (const secret of [ASSIGNED_SECRET, AUTHORIZATION, BARE_AUTHORIZATION])
    shown = shown.replace(secret, '$1[redacted]');
  return shown.length > LONG ? `${cutText(shown, LONG)}… (${shown.length} characters)` : shown;
}
