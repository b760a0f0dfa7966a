import { commaList, parseGoBool, parseGoInt } from '../../values/go-values.js';
import { compareText } from '../../values/plain-object.js';
import type { IngressNginxInput } from './input.js';

export type RiskLevel = 'Low' | 'Medium' | 'High' | 'Critical';

export interface ProxySettings {
  readonly connectTimeout: number;
  readonly sendTimeout: number;
  readonly readTimeout: number;
  readonly buffersNumber: number;
  readonly bufferSize: string;
  readonly busyBuffersSize: string;
  readonly bodySize: string;
  /** Whether the administrator or the Ingress chose the body size, as opposed to the compiled-in 1m. */
  readonly bodySizeChosen: boolean;
  readonly maxTempFileSize: string;
  readonly cookieDomain: string;
  readonly cookiePath: string;
  readonly redirectFrom: string;
  readonly redirectTo: string;
}

/** The controller's ConfigMap, as far as it decides what a request gets (reference §23). */
export interface Settings {
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly httpRedirectCode: number;
  readonly noTlsRedirectLocations: readonly string[];
  readonly preserveTrailingSlash: boolean;
  readonly usePortInRedirects: boolean;
  readonly relativeRedirects: boolean;
  readonly hsts: string | null;
  readonly sslRejectHandshake: boolean;
  readonly serviceUpstream: boolean;
  readonly useForwardedHeaders: boolean;
  readonly enableRealIp: boolean;
  readonly useProxyProtocol: boolean;
  readonly proxyRealIpCidr: readonly string[];
  readonly forwardedForHeader: string;
  readonly forwardedHostHeader: string;
  readonly computeFullForwardedFor: boolean;
  readonly addOriginalUri: boolean;
  readonly proxySetHeaders: string;
  readonly addHeaders: string;
  readonly hideHeaders: readonly string[];
  readonly allowedResponseHeaders: readonly string[];
  readonly assumeHeadersAllowed: boolean;
  readonly underscoresInHeaders: boolean;
  readonly proxy: ProxySettings;
  readonly customHttpErrors: readonly number[];
  readonly disableInterceptErrors: boolean;
  readonly allowSourceRange: readonly string[];
  readonly denySourceRange: readonly string[];
  readonly blockCidrs: readonly string[];
  readonly blockUserAgents: readonly string[];
  readonly blockReferers: readonly string[];
  readonly limitReqStatus: number;
  readonly limitConnStatus: number;
  readonly globalAuth: ReadonlyMap<string, string>;
  readonly noAuthLocations: readonly string[];
  readonly allowSnippets: boolean;
  readonly riskLevel: RiskLevel;
  readonly wordBlocklist: readonly string[];
  readonly allowCrossNamespace: boolean;
  readonly useHttp2: boolean;
  readonly statusAllow: readonly string[];
  readonly httpPort: number;
  readonly httpsPort: number;
}

const riskLevels: Readonly<Record<string, RiskLevel>> = { critical: 'Critical', high: 'High', medium: 'Medium' };
const acmeChallenge = '/.well-known/acme-challenge';

/** Reads the ConfigMap data; a value of the wrong type leaves the default, as the controller's decoder does. */
export function readSettings(input: IngressNginxInput): Settings {
  const config = new Map(Object.entries(input.controllerConfig ?? {}).filter(([, value]) => typeof value === 'string'));
  const text = (key: string, fallback: string): string => config.get(key) ?? fallback;
  const bool = (key: string, fallback: boolean): boolean => parseGoBool(text(key, '')) ?? fallback;
  const int = (key: string, fallback: number): number => parseGoInt(text(key, '').trim()) ?? fallback;
  const list = (key: string, fallback = ''): string[] => commaList(text(key, fallback));

  const redirectCode = int('http-redirect-code', 308);
  const assumeSnippets = input.assumeSnippetsAllowed === true;
  return {
    sslRedirect: bool('ssl-redirect', true),
    forceSslRedirect: bool('force-ssl-redirect', false),
    httpRedirectCode: [301, 302, 307, 308].includes(redirectCode) ? redirectCode : 308,
    noTlsRedirectLocations: list('no-tls-redirect-locations', acmeChallenge),
    preserveTrailingSlash: bool('preserve-trailing-slash', false),
    usePortInRedirects: bool('use-port-in-redirects', false),
    relativeRedirects: bool('relative-redirects', false),
    hsts: bool('hsts', true)
      ? `max-age=${text('hsts-max-age', '31536000')}${bool('hsts-include-subdomains', true) ? '; includeSubDomains' : ''}${
          bool('hsts-preload', false) ? '; preload' : ''
        }`
      : null,
    sslRejectHandshake: bool('ssl-reject-handshake', false),
    serviceUpstream: bool('service-upstream', false),
    useForwardedHeaders: bool('use-forwarded-headers', false),
    enableRealIp: bool('enable-real-ip', false),
    useProxyProtocol: bool('use-proxy-protocol', false),
    proxyRealIpCidr: list('proxy-real-ip-cidr', '0.0.0.0/0'),
    forwardedForHeader: text('forwarded-for-header', 'X-Forwarded-For').toLowerCase(),
    forwardedHostHeader: text('forwarded-host-header', 'X-Forwarded-Host').toLowerCase(),
    computeFullForwardedFor: bool('compute-full-forwarded-for', false),
    addOriginalUri: bool('proxy-add-original-uri-header', false),
    proxySetHeaders: text('proxy-set-headers', ''),
    addHeaders: text('add-headers', ''),
    hideHeaders: list('hide-headers'),
    assumeHeadersAllowed: input.assumeHeadersAllowed === true,
    allowedResponseHeaders: list('global-allowed-response-headers'),
    underscoresInHeaders: bool('enable-underscores-in-headers', false),
    proxy: {
      connectTimeout: int('proxy-connect-timeout', 5),
      sendTimeout: int('proxy-send-timeout', 60),
      readTimeout: int('proxy-read-timeout', 60),
      buffersNumber: int('proxy-buffers-number', 4),
      bufferSize: text('proxy-buffer-size', '4k'),
      busyBuffersSize: text('proxy-busy-buffers-size', ''),
      bodySize: text('proxy-body-size', '1m'),
      bodySizeChosen: config.has('proxy-body-size'),
      maxTempFileSize: text('proxy-max-temp-file-size', '1024m'),
      cookieDomain: text('proxy-cookie-domain', 'off'),
      cookiePath: text('proxy-cookie-path', 'off'),
      redirectFrom: text('proxy-redirect-from', 'off'),
      redirectTo: text('proxy-redirect-to', 'off'),
    },
    customHttpErrors: list('custom-http-errors')
      .map((code) => parseGoInt(code) ?? 0)
      .filter((code) => code >= 300 && code < 600),
    disableInterceptErrors: bool('disable-proxy-intercept-errors', false),
    allowSourceRange: list('whitelist-source-range').sort(compareText),
    denySourceRange: list('denylist-source-range').sort(compareText),
    blockCidrs: list('block-cidrs'),
    blockUserAgents: list('block-user-agents'),
    blockReferers: list('block-referers'),
    limitReqStatus: int('limit-req-status-code', 503),
    limitConnStatus: int('limit-conn-status-code', 503),
    globalAuth: new Map([...config].filter(([key]) => key.startsWith('global-auth-'))),
    noAuthLocations: list('no-auth-locations', acmeChallenge),
    allowSnippets: assumeSnippets || bool('allow-snippet-annotations', false),
    riskLevel: assumeSnippets
      ? 'Critical'
      : (riskLevels[text('annotations-risk-level', 'High').toLowerCase()] ?? 'Low'),
    wordBlocklist: list('annotation-value-word-blocklist'),
    allowCrossNamespace: bool('allow-cross-namespace-resources', false),
    useHttp2: bool('use-http2', true),
    statusAllow: [...list('nginx-status-ipv4-whitelist', '127.0.0.1'), ...list('nginx-status-ipv6-whitelist', '::1')],
    httpPort: input.flags?.httpPort ?? 80,
    httpsPort: input.flags?.httpsPort ?? 443,
  };
}
