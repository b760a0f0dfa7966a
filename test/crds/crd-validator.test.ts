import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from './cel-engine.js';
import { crdFolders, loadCrds } from './crd-validator.js';
import { complaints, EVERYWHERE, folderDir, SINCE_1_5, STANDARD } from './rule-cases.js';
import {
  gateway,
  httpFilters,
  httpListener,
  httpPath,
  httpRoute,
  httpRule,
  l4Route,
  listenerSet,
  service,
  times,
} from './sample-objects.js';
import type { StructuralSchema } from './structural-schema.js';

const LATEST = '1.6.1 standard';
const hasCrds = crdFolders().length > 0;
const metadata = (fields: object) => ({ ...httpRoute({}), metadata: { name: 'a', ...fields } });
const headerRule = (value: string) => httpRule({ matches: [{ headers: [{ name: 'x', value }] }] });

describe.skipIf(!hasCrds)('the CRD folders (needs ../shared/crds)', () => {
  it('are found with version and channel', () => {
    expect(crdFolders().map(({ version, channel }) => `${version} ${channel}`)).toEqual(
      expect.arrayContaining([...EVERYWHERE]),
    );
  });

  it.each(crdFolders())('of $version $channel have no rule that cannot be evaluated', ({ dir }) => {
    const rules = new Set(
      loadCrds(dir)
        .schemas()
        .flatMap(({ schema }) => rulesBelow(schema)),
    );
    expect(rules.size).toBeGreaterThan(50);
    const transitions = [...rules].filter((rule) => compileRule(rule) === undefined);
    expect(transitions).toEqual(['self == oldSelf']);
  });
});

describe.skipIf(folderDir(LATEST) === undefined)('an object is refused (needs ../shared/crds)', () => {
  it.each([
    ['no object', 'text', /^not an object$/],
    ['of no kind', { apiVersion: 'v1' }, /apiVersion and kind must be strings/],
    ['of a kind without CRD', { apiVersion: 'v1', kind: 'Service' }, /no CRD serves v1 Service/],
    [
      'in a version that is not served',
      { ...httpRoute({}), apiVersion: 'gateway.networking.k8s.io/v1alpha2' },
      /no CRD serves/,
    ],
    ['without spec', { ...httpRoute({}), spec: undefined }, /^spec is required$/],
    ['with an unknown field', httpRule({ filter: [] }), /^spec\.rules\[0\]: unknown field "filter"$/],
    ['with an unknown field at the root', { ...httpRoute({}), data: {} }, /^unknown field "data"$/],
    [
      'with a value of the wrong type',
      httpRule({ backendRefs: [service({ port: '80' })] }),
      /port: must be integer, not string/,
    ],
    ['with a fraction for an integer', httpRule({ backendRefs: [service({ port: 80.5 })] }), /port: must be integer/],
    [
      'with a number beyond its bounds',
      httpRule({ backendRefs: [service({ port: 65_536 })] }),
      /65536 must be at most 65535/,
    ],
    [
      'with a list too long',
      httpRoute({ rules: times(17, () => ({})) }),
      /^spec\.rules: must have at most 16 items, has 17/,
    ],
    ['with a list too short', httpRoute({ rules: [] }), /^spec\.rules: must have at least 1 items/],
    [
      'with a host in upper case',
      httpRoute({ hostnames: ['A.example.com'] }),
      /^spec\.hostnames\[0\]: "A\.example\.com" must match/,
    ],
    ['with a decimal duration', httpRule({ timeouts: { request: '1.5s' } }), /timeouts\.request: "1\.5s" must match/],
    [
      'with a repeated element of a set',
      httpFilters({ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['a', 'a'] } }),
      /remove\[1\]: duplicates/,
    ],
    [
      'with a repeated key of a list by key',
      httpRule({
        matches: [
          {
            headers: [
              { name: 'a', value: '1' },
              { name: 'a', value: '2' },
            ],
          },
        ],
      }),
      /headers\[1\]: duplicates an earlier item/,
    ],
    ['without a name', { ...httpRoute({}), metadata: {} }, /^metadata: name is required$/],
    ['without metadata', { ...httpRoute({}), metadata: undefined }, /^metadata: is required$/],
    ['with a name that is no DNS name', metadata({ name: 'A_b' }), /metadata: name "A_b" is no DNS subdomain/],
    ['with a name too long', metadata({ name: 'a'.repeat(254) }), /no DNS subdomain of at most 253/],
    ['with a namespace that is no label', metadata({ namespace: 'a.b' }), /namespace "a\.b" is no DNS label/],
    ['with a bad label key', metadata({ labels: { 'a/b/c': 'd' } }), /label key "a\/b\/c" is no qualified name/],
    ['with a label value too long', metadata({ labels: { a: 'b'.repeat(64) } }), /label a has the invalid value/],
    ['with a label value of a bad form', metadata({ labels: { a: 'b c' } }), /label a has the invalid value "b c"/],
    ['with an annotation that is no text', metadata({ annotations: { a: 1 } }), /annotations\["a"\] must be a string/],
    [
      'with annotations too large',
      metadata({ annotations: { a: 'b'.repeat(256 * 1024) } }),
      /annotations take 262145 bytes/,
    ],
    ['with unknown metadata', metadata({ label: {} }), /^metadata: unknown field "label"$/],
  ])('%s', (_case, object, complaint) => {
    const said = complaints(LATEST, object);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(complaint);
  });

  it('with listeners of one name, twice over: by key and by rule (W5)', () => {
    const said = complaints(LATEST, gateway({ listeners: [httpListener(), httpListener({ port: 81 })] }));
    expect(said).toEqual([
      expect.stringMatching(/^spec\.listeners\[1\]: duplicates an earlier item/),
      'spec.listeners: Listener name must be unique within the Gateway',
    ]);
  });

  it('with two client certificate settings for one port (W12)', () => {
    const tls = { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] } };
    const perPort = times(2, () => ({ port: 443, tls }));
    const said = complaints(LATEST, gateway({ tls: { frontend: { default: {}, perPort } } }));
    expect(said).toContainEqual(
      expect.stringMatching(/^spec\.tls\.frontend\.perPort: Port for TLS configuration must be unique/),
    );
  });

  it.each([
    ['*.*.example.com', /^spec\.hostnames: Wildcards on hostnames must be the first label/],
    ['a.*.example.com', /^spec\.hostnames: Wildcards on hostnames must be the first label/],
    ['A.example.com', /^spec\.hostnames: Hostnames must be valid based on RFC-1123/],
  ])('with the TLSRoute hostname %s, by pattern and by rule (O2, O3)', (hostname, complaint) => {
    const said = complaints(LATEST, l4Route('TLSRoute', { hostnames: [hostname] }));
    expect(said).toEqual([
      expect.stringMatching(/^spec\.hostnames\[0\]: ".*" must match/),
      expect.stringMatching(complaint),
    ]);
  });

  it('with a fragment in a path, by two rules (H22, H24)', () => {
    expect(complaints(LATEST, httpPath('Exact', '/a#b'))).toEqual([
      expect.stringMatching(/^spec\.rules\[0\]\.matches\[0\]\.path: must not contain '#'/),
      expect.stringMatching(/^spec\.rules\[0\]\.matches\[0\]\.path: must only contain valid characters/),
    ]);
  });

  it('without evaluating the rules when its shape is broken', () => {
    const said = complaints(LATEST, httpRule({ matches: 'all', filters: [{ type: 'URLRewrite' }] }));
    expect(said).toEqual(['spec.rules[0].matches: must be array, not string']);
  });
});

describe.skipIf(!hasCrds)('defaults come before rules (needs ../shared/crds)', () => {
  it.each(EVERYWHERE)('on %s, where an absent match is a PathPrefix and an explicit empty list is none', (folder) => {
    const rewrite = {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
    };
    expect(complaints(folder, httpRule({ filters: [rewrite] }))).toEqual([]);
    expect(complaints(folder, httpRule({ matches: [{ method: 'GET' }], filters: [rewrite] }))).toEqual([]);
    expect(complaints(folder, httpRule({ matches: [], filters: [rewrite] }))).toHaveLength(1);
  });

  it.each(EVERYWHERE)('on %s, where null and undefined mean absent', (folder) => {
    expect(complaints(folder, httpRoute({ rules: null, hostnames: null, parentRefs: undefined }))).toEqual([]);
  });

  it('and leave the object as it was', () => {
    const route = httpRule({ backendRefs: [service()] });
    const before = structuredClone(route);
    complaints(LATEST, route);
    expect(route).toEqual(before);
  });
});

describe.skipIf(folderDir('1.4.1 standard') === undefined)('what came after 1.4 (needs ../shared/crds)', () => {
  const redirect = (statusCode: number) => httpFilters({ type: 'RequestRedirect', requestRedirect: { statusCode } });

  it.each([303, 307, 308])('redirect status %i is refused on 1.4 and accepted since 1.5', (statusCode) => {
    expect(complaints('1.4.1 standard', redirect(statusCode))).toEqual([
      `spec.rules[0].filters[0].requestRedirect.statusCode: must be one of 301, 302, not ${statusCode}`,
    ]);
    for (const folder of SINCE_1_5) expect(complaints(folder, redirect(statusCode))).toEqual([]);
  });

  it('the CORS filter is refused on 1.4 standard, as type and as field', () => {
    expect(complaints('1.4.1 standard', httpFilters({ type: 'CORS', cors: { allowOrigins: ['*'] } }))).toEqual([
      expect.stringContaining('filters[0].type: must be one of'),
      expect.stringContaining('unknown field "cors"'),
    ]);
  });

  it('ListenerSet and frontend TLS are refused on 1.4 standard', () => {
    expect(complaints('1.4.1 standard', listenerSet(httpListener()))).toEqual([
      'no CRD serves gateway.networking.k8s.io/v1 ListenerSet',
    ]);
    expect(complaints('1.4.1 standard', gateway({ tls: { frontend: { default: {} } } }))).toEqual([
      'spec: unknown field "tls"',
    ]);
  });

  it.each(STANDARD)('retries and sessions are refused on %s', (folder) => {
    expect(complaints(folder, httpRule({ retry: { attempts: 2 } }))).toEqual(['spec.rules[0]: unknown field "retry"']);
    expect(complaints(folder, httpRule({ sessionPersistence: {} }))).toEqual([
      'spec.rules[0]: unknown field "sessionPersistence"',
    ]);
  });

  it('a header value with a letter beyond ASCII is refused by the experimental channel only', () => {
    expect(complaints(LATEST, headerRule('é'))).toEqual([]);
    expect(complaints('1.6.1 experimental', headerRule('é'))).toHaveLength(1);
  });
});

describe.skipIf(folderDir('1.6.1 experimental') === undefined)('the validator (needs ../shared/crds)', () => {
  it('answers in time for a text on which a backtracking engine would hang', () => {
    expect(complaints('1.6.1 experimental', headerRule(`${'a'.repeat(4000)}\u0007`))).toHaveLength(1);
  });

  it('never throws, whatever is below spec', () => {
    const anything = fc.jsonValue();
    fc.assert(
      fc.property(
        fc.constantFrom('HTTPRoute', 'Gateway', 'GRPCRoute', 'TLSRoute'),
        anything,
        anything,
        (kind, rules, meta) => {
          const object = { ...httpRoute({ rules, listeners: rules, hostnames: meta }), kind, metadata: meta };
          expect(complaints('1.6.1 experimental', object).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is fast enough for property tests: 1000 small routes in well under a second', () => {
    const start = performance.now();
    for (let i = 0; i < 1000; i++) complaints(LATEST, httpRule({ matches: [{ path: { value: `/${i}` } }] }));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

function rulesBelow(schema: StructuralSchema): string[] {
  const { additional, items, properties, rules } = schema;
  const children = [...properties.values(), items, additional === 'any' ? undefined : additional];
  return [
    ...rules.map(({ rule }) => rule),
    ...children.flatMap((child) => (child === undefined ? [] : rulesBelow(child))),
  ];
}
