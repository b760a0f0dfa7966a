import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../../src/behaviour/outcome.js';
import { createHaproxytechModel, type HaproxytechInput } from '../../../src/behaviour/sources/haproxytech.js';

const text = fc.oneof(
  fc.constantFrom(
    '',
    'true',
    'off',
    '/x',
    '/(.*) /\\1',
    'X-A %[src] b',
    'http://a.b/c',
    '10.0.0.0/8',
    '5',
    '1m',
    'patterns/x',
  ),
  fc.string(),
);
const key = fc.constantFrom(
  'allow-list',
  'blacklist',
  'src-ip-header',
  'set-host',
  'path-rewrite',
  'request-set-header',
  'response-set-header',
  'ssl-redirect',
  'ssl-redirect-code',
  'request-redirect',
  'rate-limit-requests',
  'rate-limit-period',
  'rate-limit-whitelist',
  'auth-type',
  'auth-secret',
  'auth-realm',
  'request-capture',
  'cors-enable',
  'cors-allow-origin',
  'cors-allow-methods',
  'cors-max-age',
  'cors-respond-to-options',
  'ssl-passthrough',
  'standalone-backend',
  'timeout-server',
  'cookie-persistence',
  'forwarded-for',
  'route-acl',
  'client-ca',
  'ssl-certificate',
  'client-strict-sni',
);
const prefix = fc.constantFrom('haproxy.org/', 'haproxy.org/', 'ingress.kubernetes.io/', 'haproxy.com/', '');
const annotations = fc
  .array(fc.tuple(prefix, key, text), { maxLength: 5 })
  .map((entries) => Object.fromEntries(entries.map(([before, name, value]) => [before + name, value])));
const host = fc.constantFrom('', 'foo.com', 'bar.com', '*.foo.com', '*');
const path = fc.oneof(
  fc.constantFrom('', '/', '/a', '/a/', '/a/b', '/[a-z]+', '/(', '/é'),
  fc.string({ maxLength: 6 }).map((part) => `/${part}`),
);
const backend = fc.record({
  service: fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    port: fc.constantFrom({ number: 80 }, { name: 'http' }, {}),
  }),
});
const tls = fc.record({ hosts: fc.array(host, { maxLength: 2 }), secretName: fc.constantFrom('', 's') });
const paths = fc.record({
  path,
  pathType: fc.constantFrom('Exact', 'Prefix', 'ImplementationSpecific', 'Other'),
  backend,
});
const ingress = fc.record({
  metadata: fc.record({
    name: fc.constantFrom('one', 'two', 'th.ree'),
    namespace: fc.constantFrom('default', 'other'),
    annotations,
  }),
  spec: fc.record(
    {
      ingressClassName: fc.constantFrom('haproxy', 'haproxy', 'other'),
      defaultBackend: backend,
      tls: fc.array(tls, { maxLength: 2 }),
      rules: fc.array(
        fc.record({ host, http: fc.record({ paths: fc.array(paths, { maxLength: 3 }) }) }, { requiredKeys: ['host'] }),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ['ingressClassName'] },
  ),
});
const request: fc.Arbitrary<Request> = fc.record({
  scheme: fc.constantFrom('http' as const, 'https' as const),
  host: fc.oneof(fc.constantFrom('foo.com', 'FOO.com:80', 'a.foo.com', 'bar.com', '', '[::1]:80'), fc.string()),
  method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD', 'a b'),
  path: fc.oneof(path, fc.string(), fc.constantFrom('/a/x?y=1', '/a%2Fb', '/%00', '*', '')),
  headers: fc.dictionary(fc.constantFrom('Origin', 'Cookie', 'X-Forwarded-For'), fc.string(), { maxKeys: 2 }),
});
const config = fc.dictionary(key, text, { maxKeys: 4 });
const services = fc.array(fc.record({ metadata: fc.record({ name: fc.constantFrom('a', 'b'), annotations }) }), {
  maxLength: 2,
});
const assumptions: Partial<HaproxytechInput> = { assumeServicesExist: true, assumeSecretsExist: true };

describe('the haproxytech model', () => {
  it('answers whatever the objects look like', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.anything({ withDate: true }), ingress), { maxLength: 4 }),
        fc.array(fc.anything(), { maxLength: 2 }),
        services,
        config,
        request,
        fc.boolean(),
        (ingresses, others, known, controllerConfig, asked, certain) => {
          const model = createHaproxytechModel({
            ...(certain ? assumptions : {}),
            ingresses,
            services: certain ? known : others,
            secrets: others,
            configmaps: others,
            ingressClasses: certain ? undefined : others,
            controllerConfig,
          });
          const outcome = model.answer(asked);
          expect(Number.isInteger(outcome.status)).toBe(true);
          expect(model.nearest(asked).length).toBeLessThanOrEqual(3);
          const sum = outcome.backends.reduce((total, { weight }) => total + weight, 0);
          expect(outcome.backends.length === 0 || Math.abs(sum - 1) < 1e-9).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('answers the same for the same objects in any order', () => {
    const distinct = fc.uniqueArray(ingress, {
      minLength: 2,
      maxLength: 5,
      selector: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    });
    fc.assert(
      fc.property(
        distinct.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        config,
        fc.array(request, { minLength: 1, maxLength: 4 }),
        ([ordered, shuffled], controllerConfig, requests) => {
          const first = createHaproxytechModel({ ...assumptions, ingresses: ordered, controllerConfig });
          const second = createHaproxytechModel({ ...assumptions, ingresses: shuffled, controllerConfig });
          for (const field of ['configErrors', 'unmodelled', 'messages', 'ignoredIngresses'] as const)
            expect(second[field]).toEqual(first[field]);
          for (const asked of requests) expect(second.answer(asked)).toEqual(first.answer(asked));
        },
      ),
      { numRuns: 600 },
    );
  });
});
