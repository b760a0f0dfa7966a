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
  const size = (key: string): Traced<number> | undefined => numbered(annotations.text(key), sizeInBytes);
  const count = (key: string): Traced<number> | undefined => annotations.integer(key);
  const flag = (key: string): Traced<boolean> | undefined => annotations.bool(key) ?? switched(annotations.text(key));
  const text = (key: string): Traced<string> | undefined => annotations.text(key);
  const errorBackend = text('default-backend');
  const tuning: Tuning = {
    connectTimeout: count('proxy-connect-timeout'),
    retryTimeout: count('proxy-next-upstream-timeout'),
    bodySize: size('proxy-body-size'),
    bodyBuffer: size('client-body-buffer-size'),
    buffersRequests: flag('proxy-request-buffering'),
    buffersResponses: flag('proxy-buffering'),
    responseBuffer: size('proxy-buffer-size'),
    responseBuffers: count('proxy-buffers-number'),
    busyBuffers: size('proxy-busy-buffers-size'),
    temporaryFile: size('proxy-max-temp-file-size'),
    httpVersion: text('proxy-http-version'),
    bandwidth: positive(inKibibytes(count('limit-rate'))),
    bandwidthAfter: inKibibytes(count('limit-rate-after')),
    cookiePath: text('proxy-cookie-path'),
    cookieDomain: text('proxy-cookie-domain'),
    locationFrom: text('proxy-redirect-from'),
    locationTo: text('proxy-redirect-to'),
    errorCodes: codes(annotations.list('custom-http-errors')),
    keepsErrors: flag('disable-proxy-intercept-errors'),
    errorBackend,
    errorPort: errorBackend === undefined ? undefined : firstPortOf(errorBackend.value),
    viaService: flag('service-upstream'),
    tlsCiphers: text('ssl-ciphers'),
    prefersServerCiphers: flag('ssl-prefer-server-ciphers'),
    accessLog: flag('enable-access-log'),
    rewriteLog: flag('enable-rewrite-log'),
    tracing: flag('enable-opentelemetry'),
    trustsTraces: flag('opentelemetry-trust-incoming-span'),
    traceName: text('opentelemetry-operation-name'),
    connectionHeader: text('connection-proxy-header'),
    directives,
    firewall: flag('enable-modsecurity'),
    firewallRules: flag('enable-owasp-core-rules'),
    firewallDirectives: text('modsecurity-snippet'),
    firewallTransaction: text('modsecurity-transaction-id'),
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
