import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../src/behaviour/outcome.js';
import { createNginxIncModel, type NginxIncInput } from '../../../../src/behaviour/sources/nginx-inc.js';

const key = fc.constantFrom(
  'nginx.org/mergeable-ingress-type',
  'nginx.org/rewrites',
  'nginx.org/rewrite-target',
  'nginx.org/path-regex',
  'nginx.org/ssl-redirect',
  'nginx.org/redirect-to-https',
  'nginx.org/http-redirect-code',
  'nginx.org/hsts',
  'nginx.org/hsts-behind-proxy',
  'nginx.org/add-header',
  'nginx.org/add-header-inherit',
  'nginx.org/proxy-set-headers',
  'nginx.org/proxy-hide-headers',
  'nginx.org/client-max-body-size',
  'nginx.org/proxy-read-timeout',
  'nginx.org/proxy-buffer-size',
  'nginx.org/proxy-buffers',
  'nginx.org/basic-auth-secret',
  'nginx.org/basic-auth-realm',
  'nginx.org/limit-req-rate',
  'nginx.org/limit-req-burst',
  'nginx.org/app-root',
  'nginx.org/listen-ports',
  'nginx.org/listen-ports-ssl',
  'nginx.org/grpc-services',
  'nginx.org/ssl-services',
  'nginx.org/websocket-services',
  'nginx.org/sticky-cookie-services',
  'nginx.org/custom-http-errors',
  'nginx.org/proxy-redirect-from',
  'nginx.org/proxy-redirect-to',
  'nginx.org/policies',
  'nginx.org/location-snippets',
);
const text = fc.oneof(
  fc.constantFrom(
    'true',
    'false',
    'master',
    'minion',
    'minion',
    'case_sensitive',
    'case_insensitive',
    'exact',
    'serviceName=a rewrite=/x/',
    'serviceName=a id expires=1h path=/',
    '/x$1',
    '/root',
    'a',
    'a,b',
    '8080',
    '10r/s',
    '10',
    '30s',
    '64k',
    'X-A:b:always,X-C',
    'merge',
    'off',
    '404,5xx',
    'limits',
    'add_header X-S y; return 403;',
  ),
  fc.string(),
);
const annotations = fc.dictionary(key, text, { maxKeys: 4 });
const host = fc.constantFrom('', 'foo.com', 'www.foo.com', 'bar.com', '*.foo.com', '*');
const path = fc.oneof(
  fc.constantFrom('', '/', '/a', '/a/', '/a/b', '/a(/|$)(.*)', '/[a-z]+', '/a{2}', '/a%20b', '/(', '/é'),
  fc.string({ maxLength: 6 }).map((part) => `/${part}`),
);
const backend = fc.record({
  service: fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    port: fc.constantFrom({ number: 80 }, { name: 'http' }, {}),
  }),
});
const rule = fc.record(
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
);
const ingress = fc.record({
  metadata: fc.record({
    name: fc.constantFrom('one', 'two', 'three', 'four'),
    namespace: fc.constantFrom('default', 'other'),
    creationTimestamp: fc.constantFrom('2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z', 'never'),
    uid: fc.constantFrom('1', '2', '3'),
    annotations,
  }),
  spec: fc.record(
    {
      ingressClassName: fc.constantFrom('nginx', 'nginx', 'nginx', 'other'),
      defaultBackend: backend,
      tls: fc.array(fc.record({ hosts: fc.array(host, { maxLength: 2 }), secretName: fc.constantFrom('', 's') }), {
        maxLength: 2,
      }),
      rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['ingressClassName', 'rules'] },
  ),
});
const customResource = fc.record({
  kind: fc.constantFrom('Policy', 'VirtualServer', 'TransportServer'),
  metadata: fc.record({ name: fc.constantFrom('a', 'limits') }),
  spec: fc.oneof(
    fc.record({ host }),
    fc.record({ accessControl: fc.record({ allow: fc.constantFrom([], ['10.0.0.0/8'], [1]) }) }),
    fc.record({ cors: fc.record({ allowOrigin: fc.constantFrom(['*'], ['https://*.foo.com', 'https://a']) }) }),
    fc.record({ externalAuth: fc.record({ authURI: fc.string(), authSigninURI: fc.string() }) }),
    fc.anything(),
  ),
});
const request: fc.Arbitrary<Request> = fc.record({
  scheme: fc.constantFrom('http' as const, 'https' as const),
  host: fc.oneof(
    fc.constantFrom('foo.com', 'FOO.com:80', 'a.b.foo.com', 'www.foo.com', 'bar.com', '', '[::1]:80'),
    fc.string(),
  ),
  method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD', 'TRACE'),
  path: fc.oneof(path, fc.string(), fc.constantFrom('/a/x?y=1', '/a%2Fb', '/a/../..', '/%00', '*', '')),
  headers: fc.dictionary(
    fc.constantFrom('Origin', 'Cookie', 'Upgrade', 'X-Forwarded-Proto', 'X-Real-IP'),
    fc.string(),
    {
      maxKeys: 2,
    },
  ),
});
const config = fc.dictionary(
  fc.constantFrom('hsts', 'http2', 'add-header', 'default-server-return', 'set-real-ip-from', 'client-max-body-size'),
  text,
);
const certain: Partial<NginxIncInput> = { assumeServicesExist: true, assumeSecretsExist: true };

describe('the model of the NGINX Ingress Controller', () => {
  it('answers whatever the objects look like', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.anything({ withDate: true }), ingress), { maxLength: 4 }),
        fc.array(fc.oneof(fc.anything(), customResource), { maxLength: 3 }),
        request,
        config,
        fc.boolean(),
        (ingresses, others, asked, controllerConfig, assumed) => {
          const model = createNginxIncModel({
            ...(assumed ? certain : {}),
            ingresses,
            services: others,
            secrets: others,
            customResources: others,
            controllerConfig,
            ingressClasses: assumed ? undefined : others,
            flags: { enableSnippets: assumed, allowEmptyIngressHost: assumed, enableTlsPassthrough: assumed },
          });
          const { outcome } = model.exchange(asked, () => ({ status: 404, headers: { Location: '/x' } }));
          expect(Number.isInteger(outcome.status)).toBe(true);
          expect(outcome.backends.map(({ weight }) => weight)).toEqual(outcome.backend === null ? [] : [1]);
          for (const { rule: other } of model.nearest(asked)) expect(other).not.toBe(outcome.rule);
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
          const first = createNginxIncModel({ ...certain, ingresses: ordered });
          const second = createNginxIncModel({ ...certain, ingresses: shuffled });
          expect(second.configErrors).toEqual(first.configErrors);
          expect(second.ignoredIngresses).toEqual(first.ignoredIngresses);
          expect(second.lostClaims).toEqual(first.lostClaims);
          for (const asked of requests) expect(second.answer(asked)).toEqual(first.answer(asked));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('gives every host to one Ingress or master', () => {
    const plain = ingress.map((one) => ({ ...one, metadata: { ...one.metadata, annotations: {} } }));
    const asked = fc.constantFrom('/', '/a', '/a/b', '/zz');
    fc.assert(
      fc.property(fc.array(plain, { minLength: 2, maxLength: 5 }), fc.array(asked, { minLength: 4 }), (all, paths) => {
        const model = createNginxIncModel({ ...certain, ingresses: all });
        const names = paths.map((target) => {
          const outcome = model.answer({ scheme: 'http', host: 'foo.com', method: 'GET', path: target });
          return /^Ingress (\S+)/.exec(outcome.rule)?.[1];
        });
        expect(new Set(names.filter((name) => name !== undefined)).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
