import { describe, expect, it } from 'vitest';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';

const entries = ingressNginx.mapping.annotations;

function keysWhere(predicate: (entry: AnnotationEntry) => boolean): string[] {
  return entries
    .filter(predicate)
    .map((entry) => entry.key)
    .sort();
}

describe('the mapping file of ingress-nginx', () => {
  it('withholds what protects: the keys whose loss would let requests through', () => {
    expect(keysWhere(({ protects }) => protects === true)).toEqual([
      'allowlist-source-range',
      'auth-secret',
      'auth-tls-match-cn',
      'auth-tls-secret',
      'auth-tls-verify-client',
      'auth-type',
      'auth-url',
      'denylist-source-range',
      'limit-connections',
      'limit-rpm',
      'limit-rps',
      'proxy-ssl-verify',
    ]);
  });

  it('promises the same conversions as before', () => {
    expect(keysWhere((entry) => entry.targets['gateway-api'].verdict === 'converted')).toEqual(CONVERTED);
    expect(keysWhere((entry) => entry.targets['gateway-api'].verdict === 'approximated')).toEqual(APPROXIMATED);
    expect(keysWhere((entry) => entry.targets['gateway-api'].verdict === 'manual')).toEqual([
      'auth-tls-secret',
      'auth-tls-verify-client',
    ]);
    expect(keysWhere((entry) => entry.targets['gateway-api'].verdict === 'redundant')).toEqual([
      'enable-global-auth',
      'http2-push-preload',
    ]);
    expect(keysWhere((entry) => entry.targets['gateway-api'].experimental !== undefined)).toEqual(EXPERIMENTAL);
  });

  it('reads every group of annotations that act together as one concern', () => {
    const group = (start: string) => keysWhere(({ key }) => key.startsWith(start));
    const concern = (name: string) => keysWhere((entry) => entry.concern === name);
    expect(concern('canary')).toEqual(group('canary'));
    expect(concern('client-certificate')).toEqual(group('auth-tls-'));
    expect(concern('backend-tls')).toEqual(group('proxy-ssl-'));
    expect(concern('mirror')).toEqual(group('mirror-'));
    expect(concern('retries')).toEqual(group('proxy-next-upstream'));
    expect(concern('affinity')).toEqual([...group('affinity'), ...group('session-cookie-')]);
    expect(concern('cors')).toEqual([...group('cors-'), 'enable-cors']);
    expect(concern('snippet')).toEqual(keysWhere(({ key }) => key.endsWith('-snippet')));
  });

  it('has the ConfigMap key behind every default that one sets', () => {
    const unknown = entries.flatMap(({ configmapKey }) =>
      configmapKey === undefined || ingressNginx.setting(configmapKey) ? [] : [configmapKey],
    );
    expect(unknown).toEqual([]);
  });
});

const CONVERTED = [
  'canary',
  'canary-by-header',
  'canary-by-header-value',
  'canary-weight',
  'canary-weight-total',
  'configuration-snippet',
  'cors-allow-credentials',
  'cors-allow-headers',
  'cors-allow-methods',
  'cors-allow-origin',
  'cors-expose-headers',
  'cors-max-age',
  'custom-headers',
  'force-ssl-redirect',
  'permanent-redirect-code',
  'preserve-trailing-slash',
  'proxy-ssl-name',
  'proxy-ssl-server-name',
  'proxy-ssl-verify',
  'rewrite-target',
  'server-alias',
  'server-snippet',
  'ssl-passthrough',
  'ssl-redirect',
  'temporal-redirect-code',
  'upstream-vhost',
  'x-forwarded-prefix',
];

const APPROXIMATED = [
  'app-root',
  'backend-protocol',
  'canary-by-cookie',
  'canary-by-header-pattern',
  'enable-cors',
  'from-to-www-redirect',
  'mirror-target',
  'permanent-redirect',
  'proxy-read-timeout',
  'proxy-send-timeout',
  'proxy-ssl-secret',
  'temporal-redirect',
  'use-regex',
];

const EXPERIMENTAL = [
  'affinity',
  'affinity-mode',
  'auth-response-headers',
  'auth-url',
  'proxy-next-upstream',
  'proxy-next-upstream-tries',
  'session-cookie-expires',
  'session-cookie-max-age',
  'session-cookie-name',
];
