/**
 * The values of annotations and ConfigMap keys that have a grammar of their own (internal/configs/parsing_helpers.go). They
 * passed the check of their mapping entry before.
 */

const TIME_UNITS: ReadonlyMap<string, number> = new Map([
  ['y', 31_536_000],
  ['M', 2_592_000],
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
  ['', 1],
  ['ms', 0.001],
]);

/** A time of nginx in seconds, such as `1h 30m` or `60`; undefined for what is none. */
export function secondsOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^(?:\d{1,12}(?!\d)(?:ms|[yMwdhms])?\s*)+$/.test(trimmed)) return undefined;
  let sum = 0;
  for (const [, digits = '', unit = ''] of trimmed.matchAll(/(\d+)(ms|[yMwdhms])?/g))
    sum += Number(digits) * (TIME_UNITS.get(unit) ?? 1);
  return sum;
}

/** `10r/s` or `10r/m`. */
export function rateOf(text: string): { readonly count: number; readonly per: 1 | 60 } | undefined {
  const [, digits, unit] = /^(\d{1,15})r\/([sm])$/.exec(text.trim()) ?? [];
  const count = Number(digits ?? 0);
  return count > 0 ? { count, per: unit === 's' ? 1 : 60 } : undefined;
}

/** Names of Services between commas; white space belongs to the name. */
export function serviceNames(text: string): ReadonlySet<string> {
  return new Set(text.split(','));
}

/** `serviceName=tea rewrite=/;serviceName=…`: Service to path; of one name the last. */
export function rewritesOf(text: string): ReadonlyMap<string, string> {
  const rewrites = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, service, path] = /^serviceName=([^= ]*) rewrite=([^=]*)$/.exec(part.trim()) ?? [];
    if (service !== undefined && path !== undefined) rewrites.set(service, path);
  }
  return rewrites;
}

/** `serviceName=tea NAME parameters;…`: Service to the parameters of `sticky cookie`. */
export function stickyServices(text: string): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, readonly string[]>();
  for (const part of text.split(';')) {
    const [, service, cookie] = /^[^= ]*=([^= ]*) ([\s\S]*)$/.exec(part) ?? [];
    if (service === undefined || cookie === undefined) continue;
    services.set(
      service,
      cookie.split(/\s+/).filter((word) => word !== ''),
    );
  }
  return services;
}

/** The entries of a comma list, each of a name and what follows its first colon. Entries without a name are left out. */
export function namedValues(text: string): { readonly name: string; readonly value: string | undefined }[] {
  return text.split(',').flatMap((entry) => {
    const colon = entry.indexOf(':');
    const name = (colon < 0 ? entry : entry.slice(0, colon)).trim();
    return name === '' ? [] : [{ name, value: colon < 0 ? undefined : entry.slice(colon + 1).trim() }];
  });
}

/** `Name:Value[:always],…` as name and value. */
export function addedHeaders(text: string): { readonly name: string; readonly value: string }[] {
  return namedValues(text).map(({ name, value = '' }) => ({ name, value: (value.split(':')[0] ?? '').trim() }));
}

/** Names between commas. */
export function namesOf(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
