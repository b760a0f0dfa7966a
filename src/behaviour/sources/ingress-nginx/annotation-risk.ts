import { compareText } from '../../values/plain-object.js';
import type { RiskLevel } from './settings.js';

/** Risk of the keys above Low, as declared in the controller's annotation metadata (reference §21.2 and key list). */
const keysByRisk: Readonly<Record<Exclude<RiskLevel, 'Low'>, readonly string[]>> = {
  Critical: ['auth-snippet', 'configuration-snippet', 'modsecurity-snippet', 'server-snippet', 'stream-snippet'],
  High: [
    'auth-signin',
    'auth-tls-error-page',
    'auth-tls-match-cn',
    'auth-url',
    'mirror-host',
    'mirror-target',
    'modsecurity-transaction-id',
    'proxy-ssl-name',
    'server-alias',
    'upstream-hash-by',
  ],
  Medium: [
    'affinity-mode',
    'allowlist-source-range',
    'app-root',
    'auth-cache-duration',
    'auth-cache-key',
    'auth-proxy-set-headers',
    'auth-realm',
    'auth-request-redirect',
    'auth-response-headers',
    'auth-secret',
    'auth-signin-redirect-param',
    'auth-tls-secret',
    'auth-tls-verify-client',
    'canary-by-cookie',
    'canary-by-header',
    'canary-by-header-pattern',
    'canary-by-header-value',
    'cors-allow-headers',
    'cors-allow-methods',
    'cors-allow-origin',
    'cors-expose-headers',
    'custom-headers',
    'denylist-source-range',
    'fastcgi-index',
    'fastcgi-params-configmap',
    'force-ssl-redirect',
    'opentelemetry-operation-name',
    'permanent-redirect',
    'preserve-trailing-slash',
    'proxy-body-size',
    'proxy-cookie-domain',
    'proxy-cookie-path',
    'proxy-next-upstream',
    'proxy-redirect-from',
    'proxy-redirect-to',
    'proxy-ssl-ciphers',
    'proxy-ssl-secret',
    'rewrite-target',
    'session-cookie-domain',
    'session-cookie-expires',
    'session-cookie-max-age',
    'session-cookie-name',
    'session-cookie-path',
    'temporal-redirect',
    'whitelist-source-range',
    'x-forwarded-prefix',
  ],
};
const order: readonly RiskLevel[] = ['Low', 'Medium', 'High', 'Critical'];
const riskOf = new Map<string, number>();
for (const [level, keys] of Object.entries(keysByRisk)) {
  for (const key of keys) riskOf.set(key, order.indexOf(level as RiskLevel));
}

/** The first annotation (by name) that is too risky for `annotations-risk-level`, if any; it removes the whole Ingress. */
export function tooRiskyAnnotation(
  annotations: ReadonlyMap<string, string>,
  prefix: string,
  level: RiskLevel,
): string | undefined {
  const limit = order.indexOf(level);
  return [...annotations.keys()]
    .filter((name) => {
      const key = name.startsWith(`${prefix}/`) ? name.slice(prefix.length + 1) : name;
      return (riskOf.get(key) ?? 0) > limit;
    })
    .sort(compareText)[0];
}
