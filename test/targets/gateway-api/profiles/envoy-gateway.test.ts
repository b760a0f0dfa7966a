import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Conversion, KubernetesObject } from '../../../../src/conversion.js';
import { ingressNginx } from '../../../../src/mappings/ingress-nginx.js';
import { PROFILE_VERSIONS, type ProfileChoice } from '../../../../src/profile.js';
import { cidrOf } from '../../../../src/targets/gateway-api/profiles/envoy-gateway/addresses.js';
import { quantity } from '../../../../src/targets/gateway-api/profiles/envoy-gateway/body.js';
import {
  isSubstitution,
  substitutionOf,
} from '../../../../src/targets/gateway-api/profiles/envoy-gateway/route-filter.js';
import { loadCrds } from '../../../crds/crd-validator.js';
import { convertObjects, convertSample, ingressesWith } from '../../../mappings/sample-ingress.js';

const CRDS = fileURLToPath(new URL('../../../../../shared/crds/envoy-gateway-v1.9.0', import.meta.url));
const OWN = 'gateway.envoyproxy.io/';

function converted(
  annotations: Readonly<Record<string, string>>,
  further: readonly unknown[] = [],
  profile: ProfileChoice = { name: 'envoy-gateway' },
  config?: Readonly<Record<string, string>>,
): Conversion {
  const objects = [...ingressesWith(annotations, { tls: true }), ...further];
  return convertObjects(objects, 'standard', config, [], 'gateway-api', { profile });
}

function objectsOf(conversion: Conversion, kind: string): KubernetesObject[] {
  return conversion.emitted.map(({ object }) => object).filter((object) => object.kind === kind);
}

function specOf(conversion: Conversion, kind: string): unknown {
  return objectsOf(conversion, kind)[0]?.spec;
}

describe('addresses', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1/32'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['::1', '::1/128'],
    [' 192.0.2.0/24 ', '192.0.2.0/24'],
  ])('writes %s as %s', (entry, cidr) => {
    expect(cidrOf(entry)).toBe(cidr);
  });

  it.each(['', 'all', '10.0.0.0/33', '10.0.0', '10.0.0.256', '1::2::3', '::1/129', '10.0.0.0/8/8', '12345::'])(
    'does not take %j for one',
    (entry) => {
      expect(cidrOf(entry)).toBeUndefined();
    },
  );
});

describe('sizes', () => {
  it.each([
    [1024, '1Ki'],
    [1536, '1536'],
    [8 * 1024 ** 2, '8Mi'],
    [1024 ** 3, '1Gi'],
    [1, '1'],
  ])('writes %d bytes as %s, a power of 1024', (bytes, text) => {
    expect(quantity(bytes)).toBe(text);
  });
});

describe('rewrites by expressions', () => {
  it.each([
    ['(?i)^/(a)/(b).*', '/$2/$1', '/\\2/\\1'],
    ['(?i)^/(a)/(?:b)/(c).*', '/$2', '/\\2'],
    ['^/\\((a).*', '/$1/$2', '/\\1/'],
    ['^/[(](a).*', '/$1/$2', '/\\1/'],
    ['^/(?P<x>a).*', '/$1', '/\\1'],
    ['^/(a).*', '/a\\1$1', '/a\\\\1\\1'],
    ['^/(a).*', '/$0$1', '/\\1'],
  ])('of %s to %s are %s', (pattern, template, substitution) => {
    expect(substitutionOf({ type: 'ReplaceRegex', pattern, template })).toBe(substitution);
  });

  it.each(['/$host', '/$a', '/$1\n', '/$'])('have no words for %j', (template) => {
    expect(isSubstitution(template)).toBe(false);
  });
});

describe('guards', () => {
  it('tries deny before allow, and closes the rest', () => {
    const conversion = converted({ 'denylist-source-range': '10.1.0.0/16', 'whitelist-source-range': '10.0.0.0/8' });
    expect(specOf(conversion, 'SecurityPolicy')).toMatchObject({
      authorization: {
        defaultAction: 'Deny',
        rules: [
          { action: 'Deny', principal: { clientCIDRs: ['10.1.0.0/16'] } },
          { action: 'Allow', principal: { clientCIDRs: ['10.0.0.0/8'] } },
        ],
      },
    });
    expect(conversion.withheld).toEqual([]);
  });

  it('leaves the rest open where there is a deny list alone', () => {
    const conversion = converted({ 'denylist-source-range': '10.1.0.0/16' });
    expect(specOf(conversion, 'SecurityPolicy')).toMatchObject({ authorization: { defaultAction: 'Allow' } });
  });

  it('takes checked credentials away before the backend', () => {
    const conversion = converted({ 'auth-type': 'basic', 'auth-secret': 'users' });
    const [route] = objectsOf(conversion, 'HTTPRoute');
    expect(JSON.stringify(route)).toContain('"remove":["Authorization"]');
  });

  it.each([
    ['apr1', 'alice:$apr1$x$y'],
    ['bcrypt', 'alice:$2y$05$y'],
    ['plain', 'alice:{PLAIN}y'],
    ['salted', 'alice:{SSHA}y'],
    ['mixed', 'alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\nbob:$apr1$x$y'],
  ])('withholds rules whose passwords Envoy cannot check (%s), and does not repeat them', (_, auth) => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'users', namespace: 'default' },
      stringData: { auth },
    };
    const conversion = converted({ 'auth-type': 'basic', 'auth-secret': 'users' }, [secret]);
    expect(conversion.withheld).toHaveLength(1);
    expect(objectsOf(conversion, 'SecurityPolicy')).toEqual([]);
    expect(JSON.stringify(conversion)).not.toContain('alice');
  });

  it.each([
    ['http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth', undefined],
    ['https://$host/oauth2/auth', 'https://$host/oauth2/start?rd=$escaped_request_uri'],
    ['http://proxy.auth.svc.cluster.local/check', 'https://login.example.com/oauth2/sign_in'],
  ])('never writes the check of oauth2-proxy (%s)', (url, signIn) => {
    const conversion = converted({ 'auth-url': url, ...(signIn === undefined ? {} : { 'auth-signin': signIn }) });
    expect(conversion.withheld).toHaveLength(1);
    expect(JSON.stringify(conversion.emitted)).not.toContain('extAuth');
  });

  it('refuses requests where the check fails', () => {
    const conversion = converted({ 'auth-url': 'http://check.default.svc.cluster.local/verify' });
    expect(specOf(conversion, 'SecurityPolicy')).toMatchObject({
      extAuth: { failOpen: false, http: { pathOverride: '/verify', backendRefs: [{ name: 'check', port: 80 }] } },
    });
  });

  it('sends what the source names to the check, and takes answers from clients', () => {
    const conversion = converted({
      'auth-url': 'http://check.default.svc.cluster.local/verify',
      'auth-response-headers': 'X-User',
    });
    expect(specOf(conversion, 'ClientTrafficPolicy')).toMatchObject({
      headers: { earlyRequestHeaders: { remove: ['X-User'] } },
    });
  });

  it.each([
    [undefined, undefined],
    [
      { 'use-forwarded-headers': 'true', 'proxy-real-ip-cidr': '10.0.0.0/8' },
      { xForwardedFor: { trustedCIDRs: ['10.0.0.0/8'] } },
    ],
    [{ 'use-forwarded-headers': 'true' }, { xForwardedFor: { trustedCIDRs: ['0.0.0.0/0'] } }],
    [{ 'enable-real-ip': 'true', 'forwarded-for-header': 'X-Real-IP' }, { customHeader: { name: 'X-Real-IP' } }],
  ])('looks at the address that the controller looks at (%j)', (config, detection) => {
    const conversion = converted({ 'whitelist-source-range': '10.0.0.0/8' }, [], undefined, config);
    const spec = specOf(conversion, 'ClientTrafficPolicy') as { clientIPDetection?: unknown } | undefined;
    expect(spec?.clientIPDetection).toEqual(detection);
  });

  it('says how many requests are let through at once, before and after', () => {
    const conversion = converted({ 'limit-rps': '10', 'limit-burst-multiplier': '3' });
    const item = conversion.items.find(({ annotation }) => annotation?.endsWith('/limit-rps'));
    expect(item?.message).toContain('10 requests per second');
    expect(item?.message).toContain('31 at once');
  });
});

describe('policies that are there', () => {
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'nginx', namespace: 'default' },
    spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  };
  const policyFor = (kind: string, target: Readonly<Record<string, string>>): unknown => ({
    apiVersion: `${OWN}v1alpha1`,
    kind,
    metadata: { name: 'there', namespace: 'default' },
    spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', ...target }] },
  });
  const saysOf = (conversion: Conversion): string[] =>
    conversion.items.filter(({ object }) => object?.name === 'there').map(({ code }) => code);

  it.each([
    ['1.9', 'RS2623'],
    ['1.8', 'RS2622'],
  ])('are told where routes get policies of their own (%s)', (version, code) => {
    const there = policyFor('SecurityPolicy', { kind: 'Gateway', name: 'nginx' });
    const conversion = converted({ 'whitelist-source-range': '10.0.0.0/8' }, [gateway, there], {
      name: 'envoy-gateway',
      version,
    });
    expect(saysOf(conversion)).toEqual([code]);
  });

  it('are told where both are for one Gateway', () => {
    const there = policyFor('ClientTrafficPolicy', { kind: 'Gateway', name: 'nginx' });
    const config = { 'use-forwarded-headers': 'true' };
    const conversion = converted({ 'whitelist-source-range': '10.0.0.0/8' }, [gateway, there], undefined, config);
    expect(saysOf(conversion)).toEqual(['RS2622']);
  });

  it('are passed over where they are for something else', () => {
    const there = policyFor('SecurityPolicy', { kind: 'Gateway', name: 'other' });
    expect(saysOf(converted({ 'whitelist-source-range': '10.0.0.0/8' }, [gateway, there]))).toEqual([]);
  });
});

describe.skipIf(!existsSync(CRDS)).each(PROFILE_VERSIONS['envoy-gateway'])('with release %s', (version) => {
  const crds = loadCrds(CRDS);
  it.each(ingressNginx.mapping.annotations.map((entry) => [entry.key, entry] as const))(
    'what becomes of %s is valid',
    (_, entry) => {
      const options = { profile: { name: 'envoy-gateway' as const, version } };
      const { emitted } = convertSample(entry, 'standard', { options });
      const wrong = emitted.flatMap(({ object }) => (object.apiVersion.startsWith(OWN) ? crds.validate(object) : []));
      expect(wrong).toEqual([]);
    },
  );
});
