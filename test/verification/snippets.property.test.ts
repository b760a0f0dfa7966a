import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { read } from '../properties/arbitraries.js';
import { differenceText } from './difference-text.js';

const RUNS = Number(process.env.VERIFY_RUNS ?? 400);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);
vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 200) });

const TESTDATA = fileURLToPath(new URL('../../testdata', import.meta.url));
const TARGETS: readonly ConvertOptions[] = (['gateway-api', 'openshift-route'] as const).map((to) => ({
  ...DEFAULT_OPTIONS,
  to,
}));

describe('the snippets of the test data', () => {
  const folders = readdirSync(TESTDATA).filter((name) =>
    /^snippets(?:-(?:headers|answers|server|nginx-inc|haproxy-ingress|haproxytech))?$/.test(name),
  );

  it.each(folders)('%s: every difference is told', (name) => {
    const file = join(TESTDATA, name, 'input.yaml');
    const { manifests, problems } = parseText({ file, text: readFileSync(file, 'utf8') });
    const from =
      (['nginx-inc', 'haproxy-ingress', 'haproxytech'] as const).find((one) => name === `snippets-${one}`) ??
      'ingress-nginx';
    for (const target of TARGETS) {
      const options: ConvertOptions = { ...target, from };
      const conversion = convert({ manifests, problems, inputs: 1 }, options);
      const { differences } = verify(manifests, conversion, options);
      expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
    }
  });
});

const HEADER_LINES = [
  'more_set_headers "X-A: b" "X-B: c";',
  'more_set_headers "X-A: d";',
  'more_clear_headers X-A Server;',
  'add_header X-A e always;',
  'add_header X-A f;',
  'add_header X-C "$host";',
  'proxy_hide_header X-A;',
  'proxy_set_header X-R v;',
  'proxy_set_header X-R "";',
  'proxy_set_header Host inner.example.com;',
  'more_set_input_headers "X-R: w";',
  'more_clear_input_headers X-R;',
];
const ANSWER_LINES = [
  'return 403;',
  'return 404;',
  'return 301 https://new.example.org$request_uri;',
  'return 302 /elsewhere;',
  'return 302 https://$host/x$is_args$args;',
  'rewrite ^ https://new.example.org$request_uri? permanent;',
  'rewrite ^/(.*)$ https://new.example.org/$1 redirect;',
  'rewrite ^/old/?$ /new permanent;',
  'rewrite ^/a/(.*)$ /b/$1 permanent;',
  'if ($host = a.example.com) { return 301 https://b.example.com$request_uri; }',
  'if ($host != "a.example.com") { return 308 $scheme://a.example.com$request_uri; }',
  'if ($host ~ ^b\\.(.*)$) { return 301 https://$1$request_uri; }',
  'if ($host = x.wild.example.com) { return 403; }',
  'if ($scheme = http) { return 301 https://$host$request_uri; }',
  'if ($http_x_token != "t") { return 401; }',
  'set $x y;',
  'break;',
];
const ACCESS_LINES = ['deny 10.1.0.0/16;', 'allow 10.0.0.0/8;', 'deny all;', 'allow all;', 'deny 2001:db8::/32;'];
const SERVER_LINES = [
  'location = /exact { return 404; }',
  'location /in { deny all; }',
  'location ^~ /final { return 200; }',
  'location ~ /\\.git { deny all; }',
  'location /moved { return 301 https://new.example.org$request_uri; }',
];

const anyLine = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HEADER_LINES) },
  { weight: 3, arbitrary: fc.constantFrom(...ANSWER_LINES) },
  { weight: 2, arbitrary: fc.constantFrom(...ACCESS_LINES) },
);
const serverLine = fc.oneof(anyLine, fc.constantFrom(...SERVER_LINES));
const textOf = (line: fc.Arbitrary<string>) => fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));

const ingress = fc
  .record({
    hosts: fc.uniqueArray(fc.constantFrom('a.example.com', 'b.example.com', '*.wild.example.com', ''), {
      minLength: 1,
      maxLength: 2,
    }),
    path: fc.constantFrom('/', '/in', '/old', '/exact'),
    pathType: fc.constantFrom('Prefix', 'Exact', 'ImplementationSpecific'),
    tls: fc.boolean(),
    location: fc.option(textOf(anyLine), { nil: undefined }),
    server: fc.option(textOf(serverLine), { nil: undefined, freq: 3 }),
    further: fc.constantFrom(
      {},
      {},
      { 'use-regex': 'true' },
      { 'server-alias': 'alias.example.com' },
      { 'denylist-source-range': '192.0.2.0/24' },
      { 'whitelist-source-range': '192.0.2.0/24' },
      { 'permanent-redirect': 'https://fixed.example.org' },
      { 'app-root': '/app' },
      { 'auth-type': 'basic', 'auth-secret': 'users', satisfy: 'any' },
      { 'rewrite-target': '/r' },
    ),
  })
  .map(({ hosts, path, pathType, tls, location, server, further }) => {
    const annotations = {
      ...further,
      ...(location === undefined ? {} : { 'configuration-snippet': location }),
      ...(server === undefined ? {} : { 'server-snippet': server }),
    };
    const named = hosts.filter((host) => host !== '');
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        namespace: 'default',
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
        ),
      },
      spec: {
        ingressClassName: 'nginx',
        ...(tls && named.length > 0 ? { tls: [{ hosts: named, secretName: 'tls' }] } : {}),
        rules: hosts.map((host) => ({
          ...(host === '' ? {} : { host }),
          http: { paths: [{ path, pathType, backend: { service: { name: 'web', port: { number: 80 } } } }] },
        })),
      },
    };
  });

describe('whatever snippets ingress-nginx reads', () => {
  it('every difference between the two data planes is told by a finding', () => {
    fc.assert(
      fc.property(fc.array(ingress, { minLength: 1, maxLength: 2 }), fc.constantFrom(...TARGETS), (drafts, options) => {
        const objects = drafts.map((draft, i) => ({ ...draft, metadata: { ...draft.metadata, name: `i${i}` } }));
        const input = read(objects);
        const conversion = convert(input, options);
        expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
        const { differences } = verify(input.manifests, conversion, options);
        expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
