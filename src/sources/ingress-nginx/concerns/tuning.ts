import type { Tuning } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Annotations } from '../annotations.js';

/** Powers of 1024 (nginx ngx_parse_size, ngx_parse_offset). */
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes of a size as nginx writes it; undefined for what is none. */
export function sizeInBytes(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,15})([kmg]?)$/i.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return count === undefined || factor === undefined ? undefined : Number(count) * factor;
}

/** The key behind each field. */
const KEYS = {
  connectTimeout: 'proxy-connect-timeout',
  retryTimeout: 'proxy-next-upstream-timeout',
  bodySize: 'proxy-body-size',
  bodyBuffer: 'client-body-buffer-size',
  buffersRequests: 'proxy-request-buffering',
  buffersResponses: 'proxy-buffering',
  responseBuffer: 'proxy-buffer-size',
  responseBuffers: 'proxy-buffers-number',
  busyBuffers: 'proxy-busy-buffers-size',
  temporaryFile: 'proxy-max-temp-file-size',
  httpVersion: 'proxy-http-version',
  bandwidth: 'limit-rate',
  bandwidthAfter: 'limit-rate-after',
  cookiePath: 'proxy-cookie-path',
  cookieDomain: 'proxy-cookie-domain',
  locationFrom: 'proxy-redirect-from',
  locationTo: 'proxy-redirect-to',
  errorCodes: 'custom-http-errors',
  keepsErrors: 'disable-proxy-intercept-errors',
  errorBackend: 'default-backend',
  viaService: 'service-upstream',
  tlsCiphers: 'ssl-ciphers',
  prefersServerCiphers: 'ssl-prefer-server-ciphers',
  accessLog: 'enable-access-log',
  rewriteLog: 'enable-rewrite-log',
  tracing: 'enable-opentelemetry',
  trustsTraces: 'opentelemetry-trust-incoming-span',
  traceName: 'opentelemetry-operation-name',
  connectionHeader: 'connection-proxy-header',
  firewall: 'enable-modsecurity',
  firewallRules: 'enable-owasp-core-rules',
  firewallDirectives: 'modsecurity-snippet',
  firewallTransaction: 'modsecurity-transaction-id',
} as const satisfies Partial<Record<keyof Tuning, string>>;

type Key = (typeof KEYS)[keyof typeof KEYS];

const ALL_KEYS: ReadonlySet<string> = new Set(Object.values(KEYS));

/**
 * What annotations set of the proxy itself, location by location (rootfs/etc/nginx/template/nginx.tmpl). The mapping has its
 * say about each where no target takes it up.
 *
 * @param firstPortOf the first port of a Service, where it is in the input
 * @param directives what is left of the Ingress' snippet
 */
export function readTuning(
  annotations: Annotations,
  firstPortOf: (service: string) => number | undefined,
  directives: Traced<string> | undefined,
): Tuning | undefined {
  // Most Ingresses set none of them.
  if (directives === undefined && !annotations.hasOneOf(ALL_KEYS)) return undefined;
  const size = (key: Key): Traced<number> | undefined => numbered(annotations.text(key), sizeInBytes);
  const count = (key: Key): Traced<number> | undefined => annotations.integer(key);
  const flag = (key: Key): Traced<boolean> | undefined => annotations.bool(key) ?? switched(annotations.text(key));
  const text = (key: Key): Traced<string> | undefined => annotations.text(key);
  const errorBackend = text(KEYS.errorBackend);
  const tuning: Tuning = {
    connectTimeout: count(KEYS.connectTimeout),
    retryTimeout: count(KEYS.retryTimeout),
    bodySize: size(KEYS.bodySize),
    bodyBuffer: size(KEYS.bodyBuffer),
    buffersRequests: flag(KEYS.buffersRequests),
    buffersResponses: flag(KEYS.buffersResponses),
    responseBuffer: size(KEYS.responseBuffer),
    responseBuffers: count(KEYS.responseBuffers),
    busyBuffers: size(KEYS.busyBuffers),
    temporaryFile: size(KEYS.temporaryFile),
    httpVersion: text(KEYS.httpVersion),
    bandwidth: positive(inKibibytes(count(KEYS.bandwidth))),
    bandwidthAfter: inKibibytes(count(KEYS.bandwidthAfter)),
    cookiePath: text(KEYS.cookiePath),
    cookieDomain: text(KEYS.cookieDomain),
    locationFrom: text(KEYS.locationFrom),
    locationTo: text(KEYS.locationTo),
    errorCodes: codes(annotations.list(KEYS.errorCodes)),
    keepsErrors: flag(KEYS.keepsErrors),
    errorBackend,
    errorPort: errorBackend === undefined ? undefined : firstPortOf(errorBackend.value),
    viaService: flag(KEYS.viaService),
    tlsCiphers: text(KEYS.tlsCiphers),
    prefersServerCiphers: flag(KEYS.prefersServerCiphers),
    accessLog: flag(KEYS.accessLog),
    rewriteLog: flag(KEYS.rewriteLog),
    tracing: flag(KEYS.tracing),
    trustsTraces: flag(KEYS.trustsTraces),
    traceName: text(KEYS.traceName),
    connectionHeader: text(KEYS.connectionHeader),
    directives,
    firewall: flag(KEYS.firewall),
    firewallRules: flag(KEYS.firewallRules),
    firewallDirectives: text(KEYS.firewallDirectives),
    firewallTransaction: text(KEYS.firewallTransaction),
  };
  return saysSomething(tuning) ? tuning : undefined;
}

function saysSomething(tuning: Tuning): boolean {
  let field: keyof Tuning;
  for (field in tuning) if (tuning[field] !== undefined) return true;
  return false;
}

function numbered(
  text: Traced<string> | undefined,
  read: (text: string) => number | undefined,
): Traced<number> | undefined {
  const value = text === undefined ? undefined : read(text.value);
  return text === undefined || value === undefined ? undefined : { value, from: text.from };
}

/** nginx's own switch, for keys whose value is written into the directive as it stands. */
function switched(text: Traced<string> | undefined): Traced<boolean> | undefined {
  if (text === undefined) return undefined;
  if (text.value === 'on') return { value: true, from: text.from };
  return text.value === 'off' ? { value: false, from: text.from } : undefined;
}

function codes(list: Traced<readonly string[]> | undefined): Traced<readonly number[]> | undefined {
  if (list === undefined) return undefined;
  const value = list.value.map(Number);
  return value.every((code) => Number.isInteger(code) && code > 0) ? { value, from: list.from } : undefined;
}

/** The template writes `k` behind the number. */
function inKibibytes(count: Traced<number> | undefined): Traced<number> | undefined {
  return count === undefined ? undefined : { value: count.value * 1024, from: count.from };
}

/** Zero is no limit. */
function positive(count: Traced<number> | undefined): Traced<number> | undefined {
  return count !== undefined && count.value > 0 ? count : undefined;
}
