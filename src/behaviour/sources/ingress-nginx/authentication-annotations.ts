import { commaList } from '../../values/go-values.js';
import {
  isAnything,
  isAuthSecretType,
  isAuthType,
  isBasic,
  isBasicWithSpace,
  isCommonName,
  isErrorPage,
  isExtended,
  isHeaderList,
  isHttpMethod,
  isUrl,
  isUrlWithVariables,
  isVerifyClient,
} from './annotation-patterns.js';
import { type AnnotationReader, LocationDenied, type Reading, valueOr, valueOrReject } from './annotation-reader.js';
import type { Cluster } from './cluster.js';
import type { Settings } from './settings.js';

export interface BasicAuth {
  readonly type: string;
  readonly realm: string;
  /** `namespace/name`. */
  readonly secret: string;
}

export interface ExternalAuth {
  readonly url: string;
  readonly method: string;
  readonly signin: string;
  readonly signinParameter: string;
  readonly responseHeaders: readonly string[];
  readonly keepalive: boolean;
  readonly alwaysSetCookie: boolean;
}

export interface ClientCertificates {
  readonly secret: string;
  /** Without a CA in the Secret nothing is verified (getBackendServers in controller.go). */
  readonly hasCa: boolean;
  readonly verify: string;
  readonly depth: number;
  readonly errorPage: string;
  readonly matchCn: string;
  readonly passCertificate: boolean;
}

/** Everything a group of annotations may look at besides the annotations. */
export interface ParsingContext {
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly settings: Settings;
}

const isHeaderName = (name: string): boolean => /^[a-zA-Z\d\-_]+$/.test(name);

/** cache.SplitMetaNamespaceKey: `name` or `namespace/name`. */
function splitKey(text: string, namespace: string): { namespace: string; name: string } {
  const parts = text.split('/');
  if (parts.length > 2) throw new LocationDenied(`unexpected key format: ${text}`);
  const [first = '', second] = parts;
  return second === undefined ? { namespace, name: first } : { namespace: first || namespace, name: second };
}

/** auth-type and its companions (internal/ingress/annotations/auth/main.go; reference §18.1). */
export function readBasicAuth(reader: AnnotationReader, context: ParsingContext): BasicAuth | undefined {
  const type = valueOrReject(reader.string('auth-type', isAuthType), undefined);
  if (type === undefined) return undefined;
  if (!/basic|digest/.test(type)) throw new LocationDenied('invalid authentication type');
  const secretType = valueOrReject(reader.string('auth-secret-type', isAuthSecretType), 'auth-file');
  const reference = reader.string('auth-secret', isBasic);
  if (reference.kind !== 'value') throw new LocationDenied('error reading secret name from annotation auth-secret');
  const secret = splitKey(reference.value, context.namespace);
  if (!context.settings.allowCrossNamespace && secret.namespace !== context.namespace) {
    throw new LocationDenied('cross namespace usage of secrets is not allowed');
  }
  const key = `${secret.namespace}/${secret.name}`;
  const facts = context.cluster.secret(key);
  if (facts === undefined) throw new LocationDenied(`secret ${key} does not exist`);
  const realm = valueOrReject(reader.string('auth-realm', isBasicWithSpace), '');
  if (secretType === 'auth-file') {
    if (!facts.keys.has('auth')) throw new LocationDenied(`secret ${key} has no key auth`);
  } else if (secretType !== 'auth-map') {
    throw new LocationDenied('invalid auth-secret-type');
  }
  return { type, realm, secret: key };
}

/**
 * auth-url and its companions (internal/ingress/annotations/authreq/main.go; reference §18.2). Undefined also where a
 * broken companion drops the whole group, which leaves the location open.
 */
export function readExternalAuth(reader: AnnotationReader, context: ParsingContext): ExternalAuth | undefined {
  const url = valueOrReject(reader.string('auth-url', isUrlWithVariables), undefined);
  if (url === undefined) return undefined;
  const parts = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)/.exec(url);
  const host = parts?.[2] ?? '';
  if (host === '' || host.includes('..') || host.includes(' ') || /:[^\d\]]*[^\d\]:][^\]]*$/.test(host)) {
    throw new LocationDenied('could not parse auth-url annotation');
  }
  const method = reader.string('auth-method', isHttpMethod);
  if (method.kind === 'validation') throw new LocationDenied('invalid HTTP method');
  const keepalive =
    valueOr(reader.int('auth-keepalive'), 0) > 0 &&
    !host.includes('$') &&
    valueOr(reader.int('auth-keepalive-requests'), 1000) > 0 &&
    valueOr(reader.int('auth-keepalive-timeout'), 60) > 0;

  const duration = reader.string('auth-cache-duration', isExtended);
  if (duration.kind === 'validation') return undefined;
  for (const item of commaList(valueOr(duration, ''))) {
    if (!isCacheDuration(item)) throw new LocationDenied(`invalid cache duration: ${item}`);
  }
  const headers = reader.string('auth-response-headers', isHeaderList);
  if (headers.kind === 'validation') throw new LocationDenied('invalid auth-response-headers');
  const responseHeaders = commaList(valueOr(headers, ''));
  if (!responseHeaders.every(isHeaderName)) throw new LocationDenied('invalid headers list');
  checkProxySetHeaders(reader.string('auth-proxy-set-headers', isBasic), context);
  if (reader.string('auth-request-redirect', isUrl).kind === 'validation') return undefined;
  const alwaysSetCookie = reader.bool('auth-always-set-cookie');
  if (alwaysSetCookie.kind === 'validation') return undefined;
  return {
    url,
    method: valueOr(method, ''),
    signin: valueOr(reader.string('auth-signin', isUrlWithVariables), ''),
    signinParameter: valueOr(reader.string('auth-signin-redirect-param', isUrl), ''),
    responseHeaders,
    keepalive: keepalive && !context.settings.useHttp2,
    alwaysSetCookie: valueOr(alwaysSetCookie, false),
  };
}

/** Status codes, then durations, at least one of them; anything else is overlooked (ValidCacheDuration). */
function isCacheDuration(text: string): boolean {
  let seenDuration = false;
  for (const part of text.split(' ')) {
    if (/^\d{3}$/.test(part) && seenDuration) return false;
    if (/^\d+(ms|s|m|h|d|w|M|y)$/.test(part)) seenDuration = true;
  }
  return seenDuration;
}

function checkProxySetHeaders(reading: Reading<string>, context: ParsingContext): void {
  if (reading.kind !== 'value') return;
  const name = splitKey(reading.value, context.namespace);
  if (!context.settings.allowCrossNamespace && name.namespace !== context.namespace) {
    throw new LocationDenied('cross namespace usage of configmaps is not allowed');
  }
  // The lookup uses the text as written, so a bare name is never found.
  const data = reading.value.includes('/') ? context.cluster.configmap(reading.value) : undefined;
  if (data === undefined) throw new LocationDenied(`unable to find configMap ${reading.value}`);
  if (![...data.keys()].every(isHeaderName)) throw new LocationDenied('invalid proxy-set-headers in configmap');
}

/** ConfigMap global-auth-*: protects every Ingress location without an own auth-url (reference §18.2). */
export function readGlobalAuth(settings: Settings): ExternalAuth | undefined {
  const config = settings.globalAuth;
  const url = config.get('global-auth-url') ?? '';
  if (url === '') return undefined;
  return {
    url,
    method: config.get('global-auth-method') ?? '',
    signin: config.get('global-auth-signin') ?? '',
    signinParameter: config.get('global-auth-signin-redirect-param') ?? '',
    responseHeaders: commaList(config.get('global-auth-response-headers') ?? ''),
    keepalive: false,
    alwaysSetCookie: config.get('global-auth-always-set-cookie') === 'true',
  };
}

/** auth-tls-* (internal/ingress/annotations/authtls/main.go; reference §18.3). A denial here locks the whole host. */
export function readClientCertificates(
  reader: AnnotationReader,
  context: ParsingContext,
): ClientCertificates | undefined {
  const secret = valueOrReject(reader.string('auth-tls-secret', isBasic), undefined);
  if (secret === undefined) return undefined;
  const parts = secret.split('/');
  if (parts.length !== 2) throw new LocationDenied(`auth-tls-secret ${secret} is not namespace/name`);
  const namespace = parts[0] || context.namespace;
  if (!context.settings.allowCrossNamespace && namespace !== context.namespace) {
    throw new LocationDenied('cross namespace secrets are not supported');
  }
  const facts = context.cluster.secret(secret);
  if (facts === undefined || (!facts.hasCa && facts.names === null)) {
    throw new LocationDenied(`error obtaining certificate: secret ${secret} is missing or unusable`);
  }
  return {
    secret,
    hasCa: facts.hasCa,
    verify: valueOr(reader.string('auth-tls-verify-client', isVerifyClient), 'on'),
    depth: valueOr(reader.int('auth-tls-verify-depth'), 1) || 1,
    errorPage: valueOrReject(reader.string('auth-tls-error-page', isErrorPage), ''),
    matchCn: valueOrReject(reader.string('auth-tls-match-cn', isCommonName), ''),
    passCertificate: valueOrReject(reader.bool('auth-tls-pass-certificate-to-upstream'), false),
  };
}

/** proxy-ssl-secret: only whether it denies matters here, backend TLS is not part of an outcome (reference §11.5). */
export function checkProxySsl(reader: AnnotationReader, context: ParsingContext): void {
  const secret = valueOrReject(reader.string('proxy-ssl-secret', isBasic), undefined);
  if (secret === undefined) return;
  const [namespace = '', name] = secret.split('/');
  if (name === undefined || secret.split('/').length !== 2)
    throw new LocationDenied('proxy-ssl-secret is not namespace/name');
  if (!context.settings.allowCrossNamespace && namespace !== context.namespace) {
    throw new LocationDenied('cross namespace secrets are not supported');
  }
  if (context.cluster.secret(secret) === undefined) throw new LocationDenied(`secret ${secret} does not exist`);
}

/** fastcgi-params-configmap: a missing ConfigMap denies, a foreign namespace only drops the group. */
export function checkFastCgi(reader: AnnotationReader, context: ParsingContext): void {
  const reference = valueOrReject(reader.string('fastcgi-params-configmap', isBasic), undefined);
  if (reference === undefined) return;
  const { namespace, name } = splitKey(reference, context.namespace);
  if (!context.settings.allowCrossNamespace && namespace !== context.namespace) return;
  if (context.cluster.configmap(`${context.namespace}/${name}`) === undefined) {
    throw new LocationDenied(`unable to find configMap ${reference}`);
  }
}

/** Presence of a snippet is judged by the risk gate; its text is only kept where the administrator allows snippets. */
export function readSnippet(reader: AnnotationReader, settings: Settings, key: string): string {
  return settings.allowSnippets ? valueOr(reader.string(key, isAnything), '') : '';
}
