import { type Network, parseNetwork, parseNetworks } from '../../values/addresses.js';
import {
  isAffinity,
  isAffinityMode,
  isBasic,
  isCanaryBehavior,
  isCidrs,
  isCookieDomain,
  isCookieLifetime,
  isCorsOrigin,
  isCorsOrigins,
  isExposeList,
  isHeaderList,
  isMethodList,
  isSameSite,
  isSize,
  isUrl,
  type Validator,
} from './annotation-patterns.js';
import { type AnnotationReader, IngressRejected, LocationDenied, valueOr, valueOrReject } from './annotation-reader.js';
import type { ParsingContext } from './authentication-annotations.js';
import type { ProxySettings } from './settings.js';

export interface Cors {
  /** Accepted origins; `['*']` for any, empty for none. */
  readonly origins: readonly string[];
  readonly methods: string;
  readonly headers: string;
  readonly credentials: boolean;
  readonly expose: string;
  readonly maxAge: number;
}

/** enable-cors and cors-* (internal/ingress/annotations/cors/main.go; reference §17). */
export function readCors(reader: AnnotationReader): Cors | undefined {
  if (!valueOr(reader.bool('enable-cors'), false)) return undefined;
  const or = (key: string, validator: Validator, again: Validator, fallback: string): string => {
    const value = valueOr(reader.string(key, validator), undefined);
    return value !== undefined && again(value) ? value : fallback;
  };
  const ignoringBlanks =
    (validator: Validator): Validator =>
    (value) =>
      validator(value.replaceAll(' ', ''));
  const given = valueOr(reader.string('cors-allow-origin', isCorsOrigins), '*')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  return {
    origins: given.includes('*') ? ['*'] : given.filter(isCorsOrigin),
    methods: or(
      'cors-allow-methods',
      ignoringBlanks(isMethodList),
      isMethodList,
      'GET, PUT, POST, DELETE, PATCH, OPTIONS',
    ),
    headers: or(
      'cors-allow-headers',
      isHeaderList,
      isHeaderList,
      'DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization',
    ),
    credentials: valueOr(reader.bool('cors-allow-credentials'), true),
    expose: or('cors-expose-headers', ignoringBlanks(isExposeList), isExposeList, ''),
    maxAge: valueOr(reader.int('cors-max-age'), 1728000),
  };
}

/** An address list (ipallowlist, ipdenylist); without the annotation the ConfigMap's list applies (reference §19). */
export function readSourceRange(
  reader: AnnotationReader,
  key: string,
  alias: string | undefined,
  fallback: readonly string[],
): readonly Network[] {
  const reading = reader.string(key, isCidrs, alias);
  if (reading.kind === 'missing') return fallback.map(parseNetwork).filter((network) => network !== undefined);
  const networks = reading.kind === 'value' ? parseNetworks(reading.value) : undefined;
  if (networks === undefined) throw new LocationDenied(`${key} does not hold addresses or networks`);
  return networks;
}

export interface RateLimits {
  readonly rps: number;
  readonly rpm: number;
  readonly connections: number;
  readonly burstMultiplier: number;
  readonly exempt: readonly Network[];
}

/** limit-* (internal/ingress/annotations/ratelimit/main.go). */
export function readRateLimits(reader: AnnotationReader): RateLimits {
  const rpm = valueOrReject(reader.int('limit-rpm'), 0);
  const rps = valueOrReject(reader.int('limit-rps'), 0);
  const connections = valueOrReject(reader.int('limit-connections'), 0);
  const exempt = valueOrReject(reader.string('limit-allowlist', isCidrs, 'limit-whitelist'), undefined);
  return {
    rps: Math.max(rps, 0),
    rpm: Math.max(rpm, 0),
    connections: Math.max(connections, 0),
    burstMultiplier: valueOr(reader.int('limit-burst-multiplier'), 5),
    exempt: exempt === undefined ? [] : (parseNetworks(exempt) ?? []),
  };
}

export interface Affinity {
  readonly cookie: boolean;
  readonly mode: string;
  readonly canaryBehavior: string;
  readonly name: string;
  readonly path: string;
  readonly domain: string;
  readonly expires: string;
  readonly maxAge: string;
  readonly sameSite: string;
  readonly conditionalSameSiteNone: boolean;
  readonly secure: boolean;
  readonly changeOnFailure: boolean;
}

/** affinity and session-cookie-* (internal/ingress/annotations/sessionaffinity/main.go; reference §15). */
export function readAffinity(reader: AnnotationReader): Affinity {
  const lifetime = (key: string): string => {
    const value = valueOr(reader.string(key, isCookieLifetime), '');
    return isCookieLifetime(value) ? value : '';
  };
  return {
    cookie: valueOr(reader.string('affinity', isAffinity), '') === 'cookie',
    mode: valueOr(reader.string('affinity-mode', isAffinityMode), ''),
    canaryBehavior: valueOr(reader.string('affinity-canary-behavior', isCanaryBehavior), ''),
    name: valueOr(reader.string('session-cookie-name', isBasic), 'INGRESSCOOKIE'),
    path: valueOr(reader.string('session-cookie-path', isUrl), ''),
    domain: valueOr(reader.string('session-cookie-domain', isBasic), ''),
    expires: lifetime('session-cookie-expires'),
    maxAge: lifetime('session-cookie-max-age'),
    sameSite: valueOr(reader.string('session-cookie-samesite', isSameSite), ''),
    conditionalSameSiteNone: valueOr(reader.bool('session-cookie-conditional-samesite-none'), false),
    secure: valueOr(reader.bool('session-cookie-secure'), false),
    changeOnFailure: valueOr(reader.bool('session-cookie-change-on-failure'), false),
  };
}

/** proxy-* (internal/ingress/annotations/proxy/main.go): every invalid value just leaves the ConfigMap's. */
export function readProxy(reader: AnnotationReader, defaults: ProxySettings): ProxySettings {
  const size = (key: string, fallback: string): string => valueOr(reader.string(key, isSize), fallback);
  const bodySize = reader.string('proxy-body-size', isSize);
  return {
    connectTimeout: valueOr(reader.int('proxy-connect-timeout'), defaults.connectTimeout),
    sendTimeout: valueOr(reader.int('proxy-send-timeout'), defaults.sendTimeout),
    readTimeout: valueOr(reader.int('proxy-read-timeout'), defaults.readTimeout),
    buffersNumber: valueOr(reader.int('proxy-buffers-number'), defaults.buffersNumber),
    bufferSize: size('proxy-buffer-size', defaults.bufferSize),
    busyBuffersSize: size('proxy-busy-buffers-size', defaults.busyBuffersSize),
    bodySize: valueOr(bodySize, defaults.bodySize),
    bodySizeChosen: bodySize.kind === 'value' || defaults.bodySizeChosen,
    maxTempFileSize: size('proxy-max-temp-file-size', defaults.maxTempFileSize),
    cookieDomain: valueOr(reader.string('proxy-cookie-domain', isCookieDomain), defaults.cookieDomain),
    cookiePath: valueOr(reader.string('proxy-cookie-path', isUrl), defaults.cookiePath),
    redirectFrom: valueOr(reader.string('proxy-redirect-from', isUrl), defaults.redirectFrom),
    redirectTo: valueOr(reader.string('proxy-redirect-to', isUrl), defaults.redirectTo),
  };
}

/** custom-headers: a ConfigMap of response headers, each name allowed by the administrator (reference §20). */
export function readCustomHeaders(
  reader: AnnotationReader,
  context: ParsingContext,
): readonly (readonly [string, string])[] {
  const name = valueOr(reader.string('custom-headers', isBasic), '');
  if (name === '') return [];
  const data = name.includes('/') ? context.cluster.configmap(name) : undefined;
  if (data === undefined) throw new LocationDenied(`unable to find configMap ${name}`);
  for (const [header, value] of data) {
    if (!/^[a-zA-Z\d\-_]+$/.test(header)) throw new LocationDenied('invalid header name in configmap');
    if (!/^[a-zA-Z\d_ :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/.test(value)) {
      throw new LocationDenied('invalid header value in configmap');
    }
    if (!context.settings.assumeHeadersAllowed && !context.settings.allowedResponseHeaders.includes(header)) {
      throw new LocationDenied(`header ${header} is not in global-allowed-response-headers`);
    }
  }
  return [...data];
}

/** custom-http-errors: codes, with stray commas and blanks tolerated. */
export function readErrorCodes(value: string): readonly number[] {
  const codes: number[] = [];
  for (const item of value.split(',')) {
    const text = item.trim();
    if (text === '') continue;
    const code = Number(text);
    if (!Number.isInteger(code)) throw new IngressRejected('custom-http-errors holds no status code');
    codes.push(code);
  }
  return codes;
}
