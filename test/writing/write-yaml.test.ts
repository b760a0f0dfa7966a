import fc from 'fast-check';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { EmittedObject } from '../../src/conversion.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { mappingText } from '../../src/writing/yaml-text.js';

const route = (spec: object): EmittedObject['object'] => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web', namespace: 'shop' },
  spec,
});

const emitted = (changes: Partial<EmittedObject>): EmittedObject => ({
  object: route({ rules: [] }),
  sources: [],
  origins: [],
  comments: [],
  ruleComments: new Map(),
  ...changes,
});

function text(emitted: readonly EmittedObject[], noComments = false, closingComments: readonly string[] = []): string {
  return [...yamlStream({ emitted, closingComments }, { noComments })].join('');
}

/** Strings that YAML readers like to take for something else. */
const treacherous = fc.constantFrom(
  ...[
    'yes',
    'No',
    'on',
    'null',
    '~',
    '',
    ' ',
    'y',
    '1e3',
    'e0',
    'E+5',
    '0o7',
    '0x1f',
    '1_000',
    '12:30',
    '.inf',
    '-.5',
    '<<',
    '=',
    '!a',
  ],
  ...[
    '&a',
    '*.example.com',
    '- a',
    '? a',
    'a: b',
    'a #b',
    '#a',
    "it's",
    '"',
    '\\d+',
    '{}',
    '[a]',
    '@x',
    '`',
    '%a',
    '---',
  ],
  ...[
    '...',
    'a\nb\n',
    '\ta',
    'a ',
    '\u0085',
    '\u2028',
    '\ufeff',
    '/api(/|$)(.*)',
    'x:',
    'http://x:80/',
    'é',
    '2024-01-01',
  ],
);
const string = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), treacherous);
const scalar = fc.oneof(
  string,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const key = fc.oneof(string, fc.string({ minLength: 1000, maxLength: 1100 })).filter((k) => k !== '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

describe('YAML output', () => {
  it('writes certificates line by line', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\nAA==\n-----END CERTIFICATE-----';
    const map = { a: { certificate: `${pem}\n`, key: pem, odd: `${pem}\n\n` } };
    const written = mappingText(map, '');
    expect(written).toContain('  certificate: |\n    -----BEGIN CERTIFICATE-----\n    MIIB\n');
    expect(written).toContain('  key: |-\n    -----BEGIN CERTIFICATE-----\n    MIIB\n');
    expect(load(written)).toEqual(map);
    expect(parseAllDocuments(written).map((document) => document.toJS() as unknown)).toEqual([map]);
  });

  it('writes directives line by line, unless something in them is not safe there', () => {
    const map = {
      a: { value: 'allow 10.0.0.0/8;\nmap $a $b {\n    1 "";\n}', odd: 'a \nb', tab: 'a\n\tb', first: ' a\nb' },
    };
    const written = mappingText(map, '');
    expect(written).toContain('  value: |-\n    allow 10.0.0.0/8;\n    map $a $b {\n        1 "";\n    }\n');
    expect(written).toContain('  odd: "a \\nb"\n  tab: "a\\n\\tb"\n  first: " a\\nb"\n');
    expect(load(written)).toEqual(map);
    expect(parseAllDocuments(written).map((document) => document.toJS() as unknown)).toEqual([map]);
  });

  it('reads as people write it', () => {
    const object = route({
      parentRefs: [{ name: 'nginx', sectionName: 'https' }],
      hostnames: ['*.example.com'],
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web', port: 80 }] },
        { matches: [], backendRefs: [{ name: 'api', port: 8080, weight: 0 }] },
      ],
    });
    const ruleComments = new Map([
      [1, ['second rule']],
      [2, ['withheld: /admin']],
    ]);
    expect(
      text([emitted({ object, sources: ['web.yaml:1 Ingress shop/web'], comments: ['note'], ruleComments })]),
    ).toBe(`# web.yaml:1 Ingress shop/web
# note
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
  namespace: shop
spec:
  parentRefs:
    - name: nginx
      sectionName: https
  hostnames:
    - '*.example.com'
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /
      backendRefs:
        - name: web
          port: 80
    # second rule
    - matches: []
      backendRefs:
        - name: api
          port: 8080
          weight: 0
    # withheld: /admin
`);
  });

  it('ends with the comments that belong to no object, without beginning a document for them', () => {
    const out = text([emitted({})], false, ['withheld: admin.example.com/']);
    expect(out).toMatch(/\n\n# withheld: admin\.example\.com\/\n$/);
    expect(loadAll(out)).toHaveLength(1);
    expect(text([], false, ['withheld: all'])).toBe('# withheld: all\n');
  });

  it('leaves out every comment when asked', () => {
    const ruleComments = new Map([[0, ['gone']]]);
    const object = route({ rules: [{ name: 'a' }] });
    expect(text([emitted({ object, sources: ['a'], comments: ['b'], ruleComments })], true, ['c'])).not.toContain('#');
  });

  it('says what was withheld even when no rule is left', () => {
    for (const spec of [{ rules: [] }, {}, { hostnames: ['a'] }]) {
      const out = text([emitted({ object: route(spec), ruleComments: new Map([[0, ['withheld: /']]]) })]);
      expect(out).toMatch(/^ +# withheld: \/$/m);
      expect(load(out)).toEqual(route(spec));
    }
  });

  it('gives back the same value, whatever it is, to readers of YAML 1.2 and 1.1', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (map) => {
        const written = mappingText(map, '');
        const expected = JSON.parse(JSON.stringify(map));
        if (written === '') return;
        expect(load(written)).toEqual(expected);
        for (const version of ['1.1', '1.2'] as const) {
          const [document] = parseAllDocuments(written, { version });
          expect(document && 'errors' in document ? document.errors : []).toEqual([]);
          expect(document?.toJS()).toEqual(expected);
        }
      }),
    );
  });

  it('gives back the same objects whatever the comments hold', () => {
    const words = fc.array(fc.oneof(string, fc.constantFrom('a\n---\nb: c', '\r\nkind: X', '\u0085x: y')), {
      maxLength: 3,
    });
    const spec = fc.record(
      {
        hostnames: fc.array(string),
        rules: fc.array(fc.dictionary(key, value, { noNullPrototype: true }), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    const object = fc
      .record({ spec, sources: words, comments: words, rules: fc.array(fc.tuple(fc.nat(4), words), { maxLength: 3 }) })
      .map((r) => emitted({ ...r, object: route(r.spec), ruleComments: new Map(r.rules) }));
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), words, (objects, closing) => {
        const expected = JSON.parse(JSON.stringify(objects.map((o) => o.object)));
        expect(loadAll(text(objects, false, closing))).toEqual(expected);
        expect(loadAll(text(objects, true, closing))).toEqual(expected);
      }),
    );
  });

  it('writes half a surrogate pair as the replacement character', () => {
    expect(load(mappingText({ a: 'x\ud800y' }, ''))).toEqual({ a: 'x\ufffdy' });
  });
});
