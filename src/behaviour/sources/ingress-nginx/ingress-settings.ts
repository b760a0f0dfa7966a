import type { Network } from '../../values/addresses.js';
import { commaList } from '../../values/go-values.js';
import { compareText } from '../../values/plain-object.js';
import {
  isBackendProtocol,
  isCipherList,
  isConnectionHeader,
  isErrorCodes,
  isFastCgiIndex,
  isLoadBalance,
  isOperationName,
  isPathWithCaptureAndBlanks,
  isSatisfy,
  isServerName,
  isServerNames,
  isServiceName,
  isSize,
  isVariable,
  type Validator,
} from './annotation-patterns.js';
import { AnnotationReader, IngressRejected, LocationDenied, valueOr, valueOrReject } from './annotation-reader.js';
import { tooRiskyAnnotation } from './annotation-risk.js';
import {
  type BasicAuth,
  type ClientCertificates,
  checkFastCgi,
  checkProxySsl,
  type ExternalAuth,
  type ParsingContext,
  readBasicAuth,
  readClientCertificates,
  readExternalAuth,
  readSnippet,
} from './authentication-annotations.js';
import { defaultPrefix } from './class-rules.js';
import type { Cluster } from './cluster.js';
import type { SourceIngress } from './ingress-objects.js';
import type { IngressNginxFlags } from './input.js';
import {
  type Affinity,
  type Cors,
  type RateLimits,
  readAffinity,
  readCors,
  readCustomHeaders,
  readErrorCodes,
  readProxy,
  readRateLimits,
  readSourceRange,
} from './location-annotations.js';
import {
  type Canary,
  noRedirect,
  noRewrite,
  type Redirect,
  type Rewrite,
  readCanary,
  readRedirect,
  readRewrite,
} from './routing-annotations.js';
import type { ProxySettings, Settings } from './settings.js';

/** What the annotations of one Ingress give to its locations. */
export interface LocationSettings {
  /** Why the locations answer 503, if they do. */
  readonly denied: string | undefined;
  readonly redirect: Redirect;
  readonly rewrite: Rewrite;
  readonly proxy: ProxySettings;
  readonly basicAuth: BasicAuth | undefined;
  readonly externalAuth: ExternalAuth | undefined;
  readonly enableGlobalAuth: boolean;
  readonly satisfyAny: boolean;
  readonly allow: readonly Network[];
  readonly deny: readonly Network[];
  readonly limits: RateLimits;
  readonly cors: Cors | undefined;
  readonly customHeaders: readonly (readonly [string, string])[];
  readonly customHttpErrors: readonly number[];
  readonly disableInterceptErrors: boolean;
  /** Service name of default-backend; empty without. */
  readonly defaultBackend: string;
  readonly upstreamVhost: string;
  readonly forwardedPrefix: string;
  readonly connectionHeader: string;
  readonly backendProtocol: string;
  readonly usePortInRedirects: boolean;
  readonly snippet: string;
}

/** The annotations that act beyond a location: on the host or on the upstream. */
export interface IngressSettings extends LocationSettings {
  readonly authTlsError: string | undefined;
  readonly clientCertificates: ClientCertificates | undefined;
  readonly aliases: readonly string[];
  readonly canary: Canary;
  readonly affinity: Affinity;
  readonly serviceUpstream: boolean;
  readonly sslPassthrough: boolean;
  readonly serverSnippet: string;
}

const noLimits: RateLimits = { rps: 0, rpm: 0, connections: 0, burstMultiplier: 5, exempt: [] };

/** A location without any Ingress behind it: the untouched `/` of the catch-all server. */
export function bareLocation(settings: Settings): LocationSettings {
  return {
    denied: undefined,
    redirect: noRedirect,
    rewrite: noRewrite,
    proxy: settings.proxy,
    basicAuth: undefined,
    externalAuth: undefined,
    enableGlobalAuth: false,
    satisfyAny: false,
    allow: [],
    deny: [],
    limits: noLimits,
    cors: undefined,
    customHeaders: [],
    customHttpErrors: [],
    disableInterceptErrors: false,
    defaultBackend: '',
    upstreamVhost: '',
    forwardedPrefix: '',
    connectionHeader: '',
    backendProtocol: 'HTTP',
    usePortInRedirects: false,
    snippet: '',
  };
}

/** Keys that play no part in an outcome but reject the Ingress when their value is invalid (reference §21.1). */
const rejectingTexts: readonly (readonly [string, Validator])[] = [
  ['client-body-buffer-size', isSize],
  ['fastcgi-index', isFastCgiIndex],
  ['load-balance', isLoadBalance],
  ['ssl-ciphers', isCipherList],
];

export type ParsedIngress =
  | { readonly kind: 'stored'; readonly settings: IngressSettings }
  | { readonly kind: 'rejected'; readonly reason: string };

/** All annotation parsers of one Ingress (Extract in internal/ingress/annotations/annotations.go). */
export function parseAnnotations(
  ingress: SourceIngress,
  cluster: Cluster,
  settings: Settings,
  flags: IngressNginxFlags,
): ParsedIngress {
  const prefix = flags.annotationsPrefix ?? defaultPrefix;
  const risky = tooRiskyAnnotation(ingress.annotations, prefix, settings.riskLevel);
  if (risky !== undefined) {
    return {
      kind: 'rejected',
      reason: `annotation ${risky} is riskier than annotations-risk-level ${settings.riskLevel}`,
    };
  }
  const reader = new AnnotationReader(ingress.annotations, prefix, flags.enableAnnotationValidation !== false);
  const context: ParsingContext = { namespace: ingress.namespace, cluster, settings };
  try {
    return { kind: 'stored', settings: readAll(reader, context) };
  } catch (error) {
    if (error instanceof IngressRejected) return { kind: 'rejected', reason: error.message };
    throw error;
  }
}

function readAll(reader: AnnotationReader, context: ParsingContext): IngressSettings {
  const { settings } = context;
  let denied: string | undefined;
  let authTlsError: string | undefined;
  // A denial in one group leaves the group at its default; the others are read all the same.
  const unlessDenied = <T, U>(fallback: U, read: () => T): T | U => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof LocationDenied)) throw error;
      denied ??= error.message;
      return fallback;
    }
  };
  for (const [key, validator] of rejectingTexts) valueOrReject(reader.string(key, validator), '');
  valueOrReject(reader.bool('http2-push-preload'), false);
  if (valueOr(reader.bool('enable-opentelemetry'), false)) {
    valueOrReject(reader.string('opentelemetry-operation-name', isOperationName), '');
  }
  checkHashBy(reader);
  unlessDenied(undefined, () => checkProxySsl(reader, context));
  unlessDenied(undefined, () => checkFastCgi(reader, context));
  const clientCertificates = unlessDenied(undefined, () => {
    try {
      return readClientCertificates(reader, context);
    } catch (error) {
      if (error instanceof LocationDenied) authTlsError = error.message;
      throw error;
    }
  });
  const errors = valueOrReject(reader.string('custom-http-errors', isErrorCodes), '');
  const serviceUpstream = reader.bool('service-upstream');
  const result = {
    redirect: readRedirect(reader),
    rewrite: readRewrite(reader, settings),
    proxy: readProxy(reader, settings.proxy),
    basicAuth: unlessDenied(undefined, () => readBasicAuth(reader, context)),
    externalAuth: unlessDenied(undefined, () => readExternalAuth(reader, context)),
    enableGlobalAuth: valueOr(reader.bool('enable-global-auth'), true),
    satisfyAny: valueOr(reader.string('satisfy', isSatisfy), '') === 'any',
    allow: unlessDenied([], () =>
      readSourceRange(reader, 'allowlist-source-range', 'whitelist-source-range', settings.allowSourceRange),
    ),
    deny: unlessDenied([], () => readSourceRange(reader, 'denylist-source-range', undefined, settings.denySourceRange)),
    limits: readRateLimits(reader),
    cors: readCors(reader),
    customHeaders: unlessDenied([], () => readCustomHeaders(reader, context)),
    customHttpErrors: readErrorCodes(errors),
    disableInterceptErrors: valueOr(reader.bool('disable-proxy-intercept-errors'), false),
    defaultBackend: valueOrReject(reader.string('default-backend', isServiceName), ''),
    upstreamVhost: valueOrReject(reader.string('upstream-vhost', isServerName), ''),
    forwardedPrefix: valueOrReject(reader.string('x-forwarded-prefix', isPathWithCaptureAndBlanks), ''),
    connectionHeader: valueOrReject(reader.string('connection-proxy-header', isConnectionHeader), ''),
    backendProtocol: valueOr(reader.string('backend-protocol', isBackendProtocol), 'HTTP'),
    usePortInRedirects: valueOr(reader.bool('use-port-in-redirects'), settings.usePortInRedirects),
    snippet: readSnippet(reader, settings, 'configuration-snippet'),
    clientCertificates,
    aliases: [...new Set(commaList(valueOrReject(reader.string('server-alias', isServerNames), '')))].sort(compareText),
    canary: readCanary(reader),
    affinity: readAffinity(reader),
    // Only a missing key takes the ConfigMap's value, an invalid one counts as false.
    serviceUpstream: serviceUpstream.kind === 'missing' ? settings.serviceUpstream : valueOr(serviceUpstream, false),
    sslPassthrough: valueOrReject(reader.bool('ssl-passthrough'), false),
    serverSnippet: readSnippet(reader, settings, 'server-snippet'),
  };
  return { ...result, denied, authTlsError };
}

/** upstream-hash-by*: any invalid one rejects; the first empty one drops the rest of the group. */
function checkHashBy(reader: AnnotationReader): void {
  const hashBy = reader.string('upstream-hash-by', isVariable);
  valueOrReject(hashBy, '');
  if (hashBy.kind === 'content') return;
  const subset = reader.bool('upstream-hash-by-subset');
  valueOrReject(subset, false);
  if (subset.kind === 'content') return;
  valueOrReject(reader.int('upstream-hash-by-subset-size'), 0);
}
