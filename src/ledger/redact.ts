const CREDENTIALS_IN_URL = /(\/\/)[^/@\s]+@/g;
const ASSIGNED_SECRET = /((?:pass(?:word|wd)?|secret|token|api[-_]?key|credentials?)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi;
const AUTHORIZATION = /((?:authorization["']?\s*[:=]?\s*["']?|^)(?:basic|bearer)\s+)[A-Za-z0-9+/=._~-]{8,}/gi;
const PEM = /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g;
const LONG = 2000;

/**
 * A value as reports may show it: parts that look like credentials are replaced, very long values are cut. Annotation
 * values are not Secrets, yet snippets and URLs do hold passwords.
 */
export function redact(value: string): string {
  let shown = value;
  if (shown.includes('//')) shown = shown.replace(CREDENTIALS_IN_URL, '$1[redacted]@');
  if (shown.includes('-----BEGIN')) shown = shown.replace(PEM, '[redacted]');
  shown = shown.replace(ASSIGNED_SECRET, '$1[redacted]').replace(AUTHORIZATION, '$1[redacted]');
  return shown.length > LONG ? `${shown.slice(0, LONG)}… (${shown.length} characters)` : shown;
}
