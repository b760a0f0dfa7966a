import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../src/behaviour/outcome.js';
import {
  createHaproxyIngressModel,
  type HaproxyIngressInput,
} from '../../../../src/behaviour/sources/haproxy-ingress.js';

const text = fc.oneof(
  fc.constantFrom(
    '',
    'true',
    'off',
    '/x',
    '/\\1',
    'cookie',
    'http://a.b/c',
    '10.0.0.0/8,!10.0.0.1',
    '5',
    '1m',
    'regex',
  ),
  fc.constantFrom('X-A: 1', 'X-A: 1\nX-B: 2', 'svc://b:80/check', 'a=b=1,a=c=3', '^x[0-9]', '%[src]', 's', 'bar.com'),
  fc.string(),
);
const key = fc.constantFrom(
  'path-type',
  'rewrite-target',
  'redirect-to',
  'redirect-from',
  'redirect-from-regex',
  'app-root',
  'server-alias',
  'server-alias-regex',
  'ssl-redirect',
  'ssl-always-add-https',
  'ssl-passthrough',
  'ssl-passthrough-http-port',
  'http-header-match',
  'http-header-match-regex',
  'auth-secret',
  'auth-url',
  'auth-external-placement',
  'auth-signin',
  'oauth',
  'auth-tls-secret',
  'auth-tls-strict',
  'auth-tls-verify-client',
  'cors-enable',
  'cors-allow-origin',
  'cors-allow-origin-regex',
  'allowlist-source-range',
  'allowlist-source-header',
  'denylist-source-range',
  'limit-rps',
  'affinity',
  'session-cookie-keywords',
  'headers',
  'hsts',
  'proxy-body-size',
  'blue-green-balance',
  'timeout-server',
  'tcp-service-port',
  'config-backend',
);
const prefix = fc.constantFrom('haproxy-ingress.github.io', 'ingress.kubernetes.io');
const annotations = fc
  .array(fc.tuple(prefix, key, text), { maxLength: 4 })
  .map((list) => Object.fromEntries(list.map(([front, name, value]) => [`${front}/${name}`, value])));
const host = fc.constantFrom('', 'foo.com', 'www.foo.com', 'bar.com', '*.foo.com');
const path = fc.oneof(
  fc.constantFrom('', '/', '/a', '/A', '/a/', '/a/b', '/a(/|$)(.*)', '/[a-z]+', '/(', '/é'),
  fc.string({ maxLength: 6 }).map((part) => `/${part}`),
);
const port = fc.constantFrom({ number: 80 }, { name: 'http' }, {});
const backend = fc.record({ service: fc.record({ name: fc.constantFrom('a', 'b', 'c'), port }) });
const pathType = fc.constantFrom('Exact', 'Prefix', 'ImplementationSpecific', undefined);
const rule = fc.record(
  { host, http: fc.record({ paths: fc.array(fc.record({ path, pathType, backend }), { maxLength: 3 }) }) },
  { requiredKeys: ['host'] },
);
const tls = fc.record({ hosts: fc.array(host, { maxLength: 2 }), secretName: fc.constantFrom('', 's') });
const ingress = fc.record({
  metadata: fc.record({
    name: fc.constantFrom('one', 'two', 'three'),
    namespace: fc.constantFrom('default', 'other'),
    creationTimestamp: fc.constantFrom('2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z', 'never'),
    annotations,
  }),
  spec: fc.record(
    {
      ingressClassName: fc.constantFrom('haproxy', 'haproxy', 'other'),
      defaultBackend: backend,
      tls: fc.array(tls, { maxLength: 2 }),
      rules: fc.array(rule, { maxLength: 3 }),
    },
    { requiredKeys: ['ingressClassName'] },
  ),
});
const request: fc.Arbitrary<Request> = fc.record({
  scheme: fc.constantFrom('http' as const, 'https' as const),
  host: fc.oneof(fc.constantFrom('foo.com', 'FOO.com:80', 'a.foo.com', 'bar.com', '', '[::1]:80'), fc.string()),
  method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD'),
  path: fc.oneof(path, fc.string(), fc.constantFrom('/a/x?y=1', '/a%2Fb', '/a/../..', '*', '', '/a#b', 'http://x/a')),
  headers: fc.dictionary(fc.constantFrom('Origin', 'Cookie', 'X-A', 'X-Forwarded-For'), fc.string(), { maxKeys: 2 }),
});
const config = fc.record(
  {
    'strict-host': fc.constantFrom('true', 'false'),
    'path-type-order': fc.constantFrom('exact,regex,prefix,begin', 'x', ''),
    forwardfor: fc.constantFrom('update', 'ignore', 'ifmissing', 'no'),
    'ssl-redirect-code': text,
  },
  { requiredKeys: [] },
);
const assumptions: Partial<HaproxyIngressInput> = { assumeServicesExist: true, assumeSecretsExist: true };
const version = fc.constantFrom('0.16' as const, '0.17' as const);

describe('the haproxy-ingress model', () => {
  it('answers whatever the objects look like', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.anything({ withDate: true }), ingress), { maxLength: 4 }),
        fc.array(fc.anything(), { maxLength: 2 }),
        request,
        config,
        version,
        fc.boolean(),
        (ingresses, others, asked, controllerConfig, release, certain) => {
          const model = createHaproxyIngressModel({
            ...(certain ? assumptions : {}),
            ingresses,
            services: others,
            secrets: others,
            configmaps: others,
            ingressClasses: certain ? undefined : others,
            controllerConfig,
            version: release,
          });
          const outcome = model.answer(asked);
          expect(Number.isInteger(outcome.status)).toBe(true);
          const sum = outcome.backends.reduce((total, { weight }) => total + weight, 0);
          expect(outcome.backends.length === 0 || Math.abs(sum - 1) < 1e-9).toBe(true);
          expect(outcome.status === 200).toBe(outcome.backends.length > 0);
          for (const candidate of model.nearest(asked)) expect(candidate.rule).not.toBe(outcome.rule);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('answers the same for the same objects in any order', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(ingress, {
            minLength: 2,
            maxLength: 5,
            selector: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
          })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        fc.array(request, { minLength: 1, maxLength: 4 }),
        config,
        ([ordered, shuffled], requests, controllerConfig) => {
          const first = createHaproxyIngressModel({ ...assumptions, ingresses: ordered, controllerConfig });
          const second = createHaproxyIngressModel({ ...assumptions, ingresses: shuffled, controllerConfig });
          for (const asked of requests) expect(second.answer(asked)).toEqual(first.answer(asked));
          expect(second.configErrors).toEqual(first.configErrors);
          expect(second.unmodelled).toEqual(first.unmodelled);
          expect(second.skippedPaths).toEqual(first.skippedPaths);
          expect(second.ignoredIngresses).toEqual(first.ignoredIngresses);
        },
      ),
      { numRuns: 600 },
    );
  });
});
