import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../../src/behaviour/outcome.js';
import { createIngressNginxModel, type IngressNginxInput } from '../../../src/behaviour/sources/ingress-nginx.js';

const prefix = 'nginx.ingress.kubernetes.io';
const text = fc.oneof(
  fc.constantFrom('', 'true', 'off', '/x', '/$1', 'cookie', 'http://a.b/c', '10.0.0.0/8', '5'),
  fc.string(),
);
const key = fc.constantFrom(
  'rewrite-target',
  'use-regex',
  'app-root',
  'canary',
  'canary-weight',
  'canary-by-header',
  'canary-by-header-pattern',
  'permanent-redirect',
  'temporal-redirect',
  'from-to-www-redirect',
  'server-alias',
  'ssl-redirect',
  'force-ssl-redirect',
  'auth-type',
  'auth-secret',
  'auth-url',
  'auth-signin',
  'auth-tls-secret',
  'enable-cors',
  'cors-allow-origin',
  'allowlist-source-range',
  'denylist-source-range',
  'limit-rps',
  'affinity',
  'upstream-vhost',
  'custom-http-errors',
  'default-backend',
  'proxy-buffer-size',
  'ssl-passthrough',
);
const annotations = fc
  .dictionary(key, text, { maxKeys: 4 })
  .map((map) => Object.fromEntries(Object.entries(map).map(([name, value]) => [`${prefix}/${name}`, value])));
const host = fc.constantFrom('', 'foo.com', 'www.foo.com', 'bar.com', '*.foo.com', '*');
const path = fc.oneof(
  fc.constantFrom('', '/', '/a', '/a/', '/a/b', '/a(/|$)(.*)', '/[a-z]+', '/a.b', '/(', '/é'),
  fc.string({ maxLength: 6 }).map((part) => `/${part}`),
);
const backend = fc.record({
  service: fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    port: fc.constantFrom({ number: 80 }, { name: 'http' }, {}),
  }),
});
const ingress = fc.record(
  {
    metadata: fc.record({
      name: fc.constantFrom('one', 'two', 'three'),
      namespace: fc.constantFrom('default', 'other'),
      creationTimestamp: fc.constantFrom('2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z', 'never'),
      annotations,
    }),
    spec: fc.record(
      {
        ingressClassName: fc.constantFrom('nginx', 'nginx', 'other'),
        defaultBackend: backend,
        tls: fc.array(fc.record({ hosts: fc.array(host, { maxLength: 2 }), secretName: fc.constantFrom('', 's') }), {
          maxLength: 2,
        }),
        rules: fc.array(
          fc.record(
            {
              host,
              http: fc.record({
                paths: fc.array(
                  fc.record({ path, pathType: fc.constantFrom('Exact', 'Prefix', 'ImplementationSpecific'), backend }),
                  { maxLength: 3 },
                ),
              }),
            },
            { requiredKeys: ['host'] },
          ),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: ['ingressClassName'] },
    ),
  },
  { requiredKeys: ['metadata', 'spec'] },
);
const request: fc.Arbitrary<Request> = fc.record({
  scheme: fc.constantFrom('http' as const, 'https' as const),
  host: fc.oneof(
    fc.constantFrom('foo.com', 'FOO.com:80', 'a.foo.com', 'www.foo.com', 'bar.com', '', '[::1]:80'),
    fc.string(),
  ),
  method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD', 'TRACE'),
  path: fc.oneof(path, fc.string(), fc.constantFrom('/a/x?y=1', '/a%2Fb', '/a/../..', '/%00', '*', '')),
  headers: fc.dictionary(fc.constantFrom('Origin', 'Cookie', 'X-Canary', 'X-Forwarded-For'), fc.string(), {
    maxKeys: 2,
  }),
});
const assumptions: Partial<IngressNginxInput> = { assumeServicesExist: true, assumeSecretsExist: true };

describe('the ingress-nginx model', () => {
  it('answers whatever the objects look like', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.anything({ withDate: true }), ingress), { maxLength: 4 }),
        fc.array(fc.anything(), { maxLength: 2 }),
        request,
        fc.boolean(),
        (ingresses, others, asked, certain) => {
          const model = createIngressNginxModel({
            ...(certain ? assumptions : {}),
            ingresses,
            services: others,
            secrets: others,
            configmaps: others,
            ingressClasses: certain ? undefined : others,
          });
          const outcome = model.exchange(asked, () => ({ status: 200 })).outcome;
          expect(Number.isInteger(outcome.status)).toBe(true);
          const sum = outcome.backends.reduce((total, { weight }) => total + weight, 0);
          expect(outcome.backends.length === 0 || Math.abs(sum - 1) < 1e-9).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('answers the same for the same objects in any order', () => {
    fc.assert(
      fc.property(
        fc
          .array(ingress, { minLength: 2, maxLength: 5 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        fc.array(request, { minLength: 1, maxLength: 4 }),
        ([ordered, shuffled], requests) => {
          const first = createIngressNginxModel({ ...assumptions, ingresses: ordered });
          const second = createIngressNginxModel({ ...assumptions, ingresses: shuffled });
          expect(second.configErrors).toEqual(first.configErrors);
          expect(second.ignoredIngresses).toEqual(first.ignoredIngresses);
          for (const asked of requests) expect(second.answer(asked)).toEqual(first.answer(asked));
        },
      ),
      { numRuns: 600 },
    );
  });
});
