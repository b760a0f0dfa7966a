import { describe, expect, it } from 'vitest';
import content from '../../mappings/ingress-nginx.yaml';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { checkMapping } from '../../src/mappings/load.js';
import type { AnnotationEntry, TargetVerdict } from '../../src/mappings/mapping.js';
import { checkValue, isNeutral } from '../../src/mappings/value.js';

const entries = ingressNginx.mapping.annotations;

function keysWhere(predicate: (entry: AnnotationEntry) => boolean): string[] {
  return entries
    .filter(predicate)
    .map((entry) => entry.key)
    .sort();
}

function verdictsOf(entry: AnnotationEntry): TargetVerdict[] {
  const { 'gateway-api': target, 'openshift-route': route } = entry.targets;
  return target.experimental === undefined ? [target, route] : [target, target.experimental, route];
}

describe('the mapping file of ingress-nginx', () => {
  it('passes the check that files of users have to pass', () => {
    expect(checkMapping(content, 'mappings/ingress-nginx.yaml')).toBe(content);
  });

  it.each(entries.map((entry) => [entry.key, entry] as const))(
    '%s says what it does in whole sentences',
    (_, entry) => {
      const sentences = [entry.summary, ...verdictsOf(entry).flatMap(({ caveat, next }) => [caveat, next ?? caveat])];
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-Za-z2][^\n]{20,}\.$|^Drop it\.$/);
      for (const { caveat } of verdictsOf(entry)) expect(caveat).not.toMatch(/\. [A-Z]/);
    },
  );

  it.each(entries.map((entry) => [entry.key, entry] as const))('%s has a sample that uses it for real', (_, entry) => {
    const checked = checkValue(entry, entry.sample.value);
    expect(checked).toMatchObject({ ok: true });
    if (checked.ok) expect(isNeutral(entry, checked.value)).toBe(false);
    for (const [key, value] of Object.entries(entry.sample.with ?? {})) {
      const other = ingressNginx.entry(key);
      expect(other && checkValue(other.entry, value)).toMatchObject({ ok: true });
    }
  });

  it.each(entries.filter(({ requires }) => requires !== undefined).map((entry) => [entry.key, entry] as const))(
    '%s has a sample with the keys it does nothing without',
    (_, entry) => {
      const written = entry.sample.with ?? {};
      // All the way down: canary-by-header-value needs canary-by-header, which needs canary.
      for (let needed = entry.requires; needed !== undefined; ) {
        const required = ingressNginx.entry(needed)?.entry;
        expect(Object.keys(written)).toContain(needed);
        const checked = required && checkValue(required, written[needed] ?? '');
        expect(required && checked?.ok && isNeutral(required, checked.value)).toBe(false);
        needed = required?.requires;
      }
    },
  );

  it.each(
    entries
      .flatMap((entry) => verdictsOf(entry).map((target) => [entry.key, target] as const))
      .filter(([, { verdict }]) => verdict === 'converted' || verdict === 'approximated'),
  )('%s names the field it is carried by', (_, target) => {
    expect(target.field).toMatch(
      /^(?:(?:Gateway|HTTPRoute|TLSRoute|BackendTLSPolicy|Route) spec\.[a-zA-Z[\].]+|Route metadata\.annotations)$/,
    );
  });

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

  it('lists obsolete keys that today really are unknown', () => {
    const obsolete = ingressNginx.mapping.obsolete.map(({ key }) => key);
    expect(obsolete).toContain('secure-backends');
    expect(obsolete.filter((key) => ingressNginx.entry(key) !== undefined)).toEqual([]);
    for (const { summary } of ingressNginx.mapping.obsolete) expect(summary).toMatch(/^[A-Z].*\.$/);
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
