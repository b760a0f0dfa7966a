import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestKey } from '../../src/behaviour/probes/probe.js';
import { regexSamples } from '../../src/behaviour/probes/regex-samples.js';
import { defaultLimitPerHost, deriveProbes, type ProbeSet } from '../../src/behaviour/probes.js';
import { compilePcre, toBytes } from '../../src/behaviour/regex/pcre.js';

const prefix = 'nginx.ingress.kubernetes.io';

/** Pieces of patterns that Ingresses hold, and odd ones. */
const piece = fc.constantFrom(
  ...['/', 'a', 'api', 'v1', '.', '\\.', '.*', '.+', '[a-z]+', '[^/]*', '[0-9]{1,3}', '\\d+', '\\w', '(/|$)', '(.*)'],
  ...[
    '(a|bc|)',
    '(?:x|y)?',
    '(?!no)',
    '(?=yes)',
    '$',
    '^',
    '(?<id>[a-f]+)',
    '\\1',
    '(?>a)',
    'b++',
    '(?i)',
    '[[:alpha:]]',
  ],
  ...['(', ')', '[', '*', '{2}', '?', '|', '%20', ' ', 'ü', '\\Qa.b\\E', '\\', '\u0000', '\ud800'],
);
const path = fc.array(piece, { maxLength: 6 }).map((pieces) => `/${pieces.join('')}`);
const host = fc.constantFrom(
  '',
  '*',
  'a.example',
  'A.example',
  '*.a.example',
  'b.a.example',
  'www.c.example',
  'a..b',
  '*.example',
);
const value = fc.oneof(
  fc.constantFrom('', 'true', 'false', 'cookie', 'GRPC', 'x', '^b[0-9]+$', '/new/$1', 'd.example,~^e[0-9]$', '*'),
  fc.constantFrom('10.0.0.0/8,::/0', '255.255.255.255', 'https://*.x.example:8443', '~(', '__proto__'),
  fc.string({ maxLength: 8 }),
);
const key = fc.constantFrom(
  ...['canary', 'canary-by-header', 'canary-by-header-value', 'canary-by-header-pattern', 'canary-by-cookie'],
  ...['enable-cors', 'cors-allow-origin', 'whitelist-source-range', 'denylist-source-range', 'affinity'],
  ...['session-cookie-name', 'use-regex', 'rewrite-target', 'app-root', 'server-alias', 'from-to-www-redirect'],
  ...['force-ssl-redirect', 'backend-protocol'],
);
const service = fc.constantFrom('one', 'two').map((name) => ({ service: { name, port: { number: 80 } } }));
const ingress = fc.record({
  metadata: fc.record({
    name: fc.constantFrom('a', 'b'),
    annotations: fc
      .dictionary(key, value, { maxKeys: 5 })
      .map((given) => Object.fromEntries(Object.entries(given).map(([name, text]) => [`${prefix}/${name}`, text]))),
  }),
  spec: fc.record(
    {
      defaultBackend: service,
      tls: fc.array(fc.record({ hosts: fc.array(host, { maxLength: 2 }) }), { maxLength: 1 }),
      rules: fc.array(
        fc.record({
          host,
          http: fc.record({ paths: fc.array(fc.record({ path, backend: service }), { maxLength: 3 }) }),
        }),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ['rules'] },
  ),
});
const type = fc.constantFrom('Exact', 'PathPrefix', 'RegularExpression', undefined);
const named = fc.record({ name: fc.constantFrom('x-a', 'v', ''), type, value }, { requiredKeys: ['name', 'value'] });
const match = fc.record(
  {
    path: fc.record({ type, value: path }),
    method: fc.constantFrom(
      'GET',
      'PUT',
      { service: 's.S', method: 'M' },
      { type: 'RegularExpression', service: 's.+' },
    ),
    headers: fc.array(named, { maxLength: 2 }),
    queryParams: fc.array(named, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const emitted = fc.record({
  apiVersion: fc.constant('gateway.networking.k8s.io/v1'),
  kind: fc.constantFrom('Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'Other'),
  metadata: fc.record({ name: fc.constantFrom('a', 'b') }),
  spec: fc.record(
    {
      hostnames: fc.array(host, { maxLength: 2 }),
      listeners: fc.array(
        fc.record({ name: fc.constantFrom('l', 'm'), hostname: host, protocol: fc.constantFrom('HTTP', 'HTTPS') }),
        { maxLength: 2 },
      ),
      parentRefs: fc.array(fc.record({ name: fc.constantFrom('a', 'b') }), { maxLength: 1 }),
      rules: fc.array(fc.record({ matches: fc.array(match, { maxLength: 2 }) }), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
});
/** The same shapes with anything in the place of anything. */
const broken = fc
  .tuple(fc.oneof(ingress, emitted), fc.nat(), fc.anything())
  .map(([object, place, junk]) => withJunk(object, place, junk) as object);

function withJunk(object: object, place: number, junk: unknown): unknown {
  let at = 0;
  const target = place % 24;
  return JSON.parse(JSON.stringify(object), (_key, inner: unknown) => (at++ === target ? junk : inner)) as unknown;
}

const runs = { numRuns: 100 };

function perHost({ probes }: ProbeSet): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { request } of probes) {
    const name = request.host.toLowerCase().replace(/:\d+$/, '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** No YAML text has a list with holes, but a program may make one. */
const holes: unknown[] = Object.assign([], { length: 2 });
const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' };

describe('deriving probes', () => {
  it('never throws, whatever the objects look like', () => {
    const anything = fc.array(fc.oneof(broken, fc.anything()), { maxLength: 4 });
    fc.assert(
      fc.property(anything, anything, (ingresses, objects) => {
        deriveProbes(ingresses, objects as object[]);
      }),
      { numRuns: 500, examples: [[[{ spec: { rules: holes } }], [{ ...gateway, spec: { listeners: holes } }]]] },
    );
  });

  it('gives the same bytes for objects in another order', () => {
    const inAnyOrder = <T>(list: fc.Arbitrary<T[]>) =>
      list.chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })));
    fc.assert(
      fc.property(
        inAnyOrder(fc.array(ingress, { maxLength: 4 })),
        inAnyOrder(fc.array(emitted, { maxLength: 3 })),
        ([ingresses, otherIngresses], [objects, otherObjects]) => {
          const set = deriveProbes(ingresses, objects, { limitPerHost: 40 });
          const other = deriveProbes(otherIngresses, otherObjects, { limitPerHost: 40 });
          expect(JSON.stringify(other)).toBe(JSON.stringify(set));
        },
      ),
      runs,
    );
  });

  it('makes no request twice, keeps the limit, and counts what it leaves out', () => {
    fc.assert(
      fc.property(
        fc.array(ingress, { maxLength: 4 }),
        fc.array(emitted, { maxLength: 3 }),
        fc.integer({ min: 1, max: 60 }),
        (ingresses, objects, limitPerHost) => {
          const all = deriveProbes(ingresses, objects, { limitPerHost: Number.POSITIVE_INFINITY });
          expect(new Set(all.probes.map(({ request }) => requestKey(request))).size).toBe(all.probes.length);
          const set = deriveProbes(ingresses, objects, { limitPerHost });
          const kept = perHost(set);
          const left = new Map(set.leftOut.map(({ host: name, count }) => [name, count]));
          for (const [name, count] of perHost(all)) {
            expect(kept.get(name)).toBe(Math.min(count, limitPerHost));
            expect((kept.get(name) ?? 0) + (left.get(name) ?? 0)).toBe(count);
          }
          expect(Math.max(0, ...perHost(deriveProbes(ingresses, objects)).values())).toBeLessThanOrEqual(
            defaultLimitPerHost,
          );
        },
      ),
      runs,
    );
  });

  it('makes requests that a client can send', () => {
    fc.assert(
      fc.property(fc.array(ingress, { maxLength: 3 }), fc.array(emitted, { maxLength: 3 }), (ingresses, objects) => {
        for (const { request } of deriveProbes(ingresses, objects).probes) {
          expect(request.path).toMatch(/^\/[A-Za-z0-9\-._~!$&'()*+,;=:@/%?]*$/);
          expect(request.host).toMatch(/^[A-Za-z0-9._-]+(?::\d+)?$/);
        }
      }),
      runs,
    );
  });

  it('takes well below a second for a thousand hosts', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      metadata: { name: `i${index}`, annotations: { [`${prefix}/rewrite-target`]: '/$2' } },
      spec: { rules: [{ host: `h${index}.example`, http: { paths: [{ path: `/api${index}(/|$)(.*)` }] } }] },
    }));
    const start = performance.now();
    deriveProbes(many, []);
    // Some 0.3 s on one core; the bound leaves room for a machine that does other things too.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('regex samples', () => {
  it('match where they say so, and do not where they say that', () => {
    let matching = 0;
    fc.assert(
      fc.property(path, fc.boolean(), fc.constantFrom('path' as const, 'value' as const), (pattern, caseless, kind) => {
        const compiled = compilePcre(`^${pattern}`, caseless);
        for (const sample of regexSamples({ pattern: `^${pattern}`, caseless, whole: false, kind })) {
          if (sample.matches === undefined) continue;
          expect(compiled.kind).toBe('compiled');
          if (compiled.kind === 'compiled') expect(compiled.regex.test(sample.text)).toBe(sample.matches);
          if (sample.matches) matching++;
        }
      }),
      { numRuns: 500 },
    );
    expect(matching).toBeGreaterThan(500);
  });

  it('reach the pattern when they are sent as a path', () => {
    fc.assert(
      fc.property(path, (pattern) => {
        const compiled = compilePcre(`^${pattern}`, true);
        const rule = { host: 'a.example', http: { paths: [{ path: pattern }] } };
        const rewriting = { metadata: { annotations: { [`${prefix}/use-regex`]: 'true' } }, spec: { rules: [rule] } };
        for (const { request, why } of deriveProbes([rewriting], []).probes) {
          if (request.host !== 'a.example' || !why.startsWith(`regex ${pattern}, `)) continue;
          const decoded = request.path.replace(/%(..)/g, (_whole, code: string) =>
            String.fromCharCode(Number.parseInt(code, 16)),
          );
          if (compiled.kind === 'compiled') expect(compiled.regex.test(decoded)).toBe(why.endsWith(', matching'));
        }
      }),
      runs,
    );
  });

  it('hold each alternative of any list of words', () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(words, (list) => {
        const samples = regexSamples({
          pattern: `^/(${list.join('|')})$`,
          caseless: false,
          whole: false,
          kind: 'path',
        });
        const matching = samples.filter(({ matches }) => matches).map(({ text }) => text);
        expect(matching).toEqual(expect.arrayContaining(list.map((word) => toBytes(`/${word}`))));
      }),
      { numRuns: 30 },
    );
  });
});
