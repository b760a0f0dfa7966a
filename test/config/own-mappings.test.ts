import { describe, expect, it } from 'vitest';
import { readMapping } from '../../src/config/mapping-file.js';
import { convert, DEFAULT_OPTIONS, parseText } from '../../src/index.js';
import type { Mapping } from '../../src/mappings/mapping.js';
import { FROM_CHOICES, type FromChoice } from '../../src/options.js';
import { verify } from '../../src/verification/verify.js';

const ENTRY = `
  - key: team
    group: bookkeeping
    kind: enum
    values: [shop, blog]
    neutral: [blog]
    default: none
    scope: ingress
    invalid: ignored
    summary: Says whose it is.
    sample: { value: shop }
    source: our wiki
    targets:
      gateway-api: { verdict: redundant, caveat: The team is known by the namespace. }
      openshift-route: { verdict: redundant, caveat: The team is known by the namespace. }`;
const GUARD = `
  - key: login
    group: access
    kind: bool
    default: 'false'
    scope: ingress
    invalid: ignored
    protects: true
    summary: Asks for a login.
    sample: { value: 'true' }
    source: our sidecar
    neutral: ['false']
    targets:
      gateway-api: { verdict: manual, caveat: The sidecar has to come along., next: Inject the sidecar. }
      openshift-route: { verdict: manual, caveat: The sidecar has to come along., next: Inject the sidecar. }`;
const FILE = `controller: platform
prefix: platform.example.com
version: '1'
annotations:${ENTRY}${GUARD}
obsolete:
  - { key: owner, summary: It named a person., instead: team }
settings: []
`;

function mappingOf(text: string): Mapping {
  const read = readMapping('mappings/platform.yaml', text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.mapping;
}

function problemsOf(text: string): string[] {
  const read = readMapping('own.yaml', text);
  if (!('problems' in read)) return [];
  return read.problems.map(({ source, message }) => `${source.file}:${source.line}:${source.column}: ${message}`);
}

const CLASSES: Readonly<Record<FromChoice, string>> = {
  'ingress-nginx': 'nginx',
  'nginx-inc': 'nginx',
  'haproxy-ingress': 'haproxy',
  haproxytech: 'haproxy',
  'openshift-ingress': 'openshift-default',
  'openshift-route': '',
  auto: 'nginx',
};

function objectOf(from: FromChoice, annotations: string): string {
  if (from === 'openshift-route') {
    return `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: web, namespace: shop, annotations: { ${annotations} } }
spec: { host: a.example.com, to: { kind: Service, name: web } }
`;
  }
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { ${annotations} } }
spec:
  ingressClassName: ${CLASSES[from]}
  tls: ${from === 'openshift-ingress' ? '[{}]' : '[]'}
  rules:
    - host: a.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
`;
}

const SERVICE = `---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80, targetPort: 8080 }] }
`;

function run(from: FromChoice, annotations: string, accept: readonly string[] = [], file = FILE) {
  const { manifests, problems } = parseText({ file: 'web.yaml', text: objectOf(from, annotations) + SERVICE });
  const options = { ...DEFAULT_OPTIONS, from, accept };
  const conversion = convert({ manifests, problems, inputs: 1, mappings: [mappingOf(file)] }, options);
  const own = conversion.items.filter(({ annotation }) => annotation?.startsWith('platform.example.com/') === true);
  return {
    conversion,
    verification: verify(manifests, conversion, options),
    said: own.map(({ code, verdict, message }) => `${code} ${verdict}: ${message}`),
  };
}

describe.each(FROM_CHOICES)("users' own annotations (%s)", (from) => {
  it.each([
    ['team: shop', ['RS0322 redundant: The team is known by the namespace.']],
    ['team: blog', ['RS0308 redundant: asks for what happens anyway']],
    ['team: ""', ['RS0311 redundant: an empty value counts as absent']],
    ['team: bistro', [expect.stringMatching(/^RS0304 invalid: .*: it is ignored$/)]],
    ['owner: Ann', [expect.stringMatching(/^RS0302 redundant: .*It named a person\.$/)]],
    ['other: x', [expect.stringMatching(/^RS03/)]],
  ])('%s has the declared verdict', (annotation, said) => {
    expect(run(from, `platform.example.com/${annotation}`).said).toEqual(said);
  });

  it('withhold what they protect, until the loss is accepted', () => {
    const annotation = 'platform.example.com/login: "true"';
    const { conversion, verification, said } = run(from, annotation);
    expect(said).toEqual([expect.stringMatching(/^RS2260 /)]);
    expect(conversion.emitted.map(({ object }) => object.kind)).not.toContain('HTTPRoute');
    expect(conversion.withheld.map(({ blockedBy }) => blockedBy)).toContainEqual(['login']);
    expect(verification.unexplained).toBe(0);
    const accepted = run(from, annotation, ['login']);
    expect(accepted.conversion.emitted.map(({ object }) => object.kind)).toContain('HTTPRoute');
    expect(accepted.said).toEqual([expect.stringMatching(/^RS1702 /)]);
    expect(run(from, 'platform.example.com/login: "false"').conversion.withheld).toEqual([]);
  });
});

describe('a mapping of users', () => {
  it('that is about a controller adds to that controller alone', () => {
    const file = FILE.replace('controller: platform', 'controller: haproxytech');
    const annotation = 'platform.example.com/team: shop';
    expect(run('haproxytech', annotation, [], file).said[0]).toMatch(/^RS0322/);
    expect(run('ingress-nginx', annotation, [], file).said[0]).toMatch(/^RS0303/);
  });

  it.each([
    [
      FILE.replace('kind: enum', 'kind: enumm'),
      'own.yaml:7:5: annotations[0].kind: "enumm" is not known here: did you mean "enum"?',
    ],
    [FILE.replace('obsolete:', 'obsolet:'), /^own\.yaml:33:1: obsolet: is not a field: did you mean "obsolete"\?$/],
    [
      FILE.replace('settings: []', 'settings: [{ key: a, kind: int, default: "0", summary: x }]'),
      /^own\.yaml:\d+:1: settings: settings of other/,
    ],
    [
      FILE.replace('prefix: platform.example.com', 'prefix: nginx.ingress.kubernetes.io')
        .replace('key: team', 'key: auth-type')
        .replace('instead: team', 'instead: login'),
      'own.yaml:5:5: annotations[0].key: nginx.ingress.kubernetes.io/auth-type is an annotation of ingress-nginx, which routeshift explains itself',
    ],
    [
      FILE.replace('prefix: platform.example.com', 'prefix: routeshift.dev'),
      /routeshift\.dev\/team is a word to routeshift$/,
    ],
    [
      FILE.replace('    group: access', '    group: access\n    concern: cors'),
      /concern: is for annotations that code reads/,
    ],
    ['a: [', /^own\.yaml:1:\d+: this is no YAML/],
  ])('is refused with file, line and column (%#)', (text, problem) => {
    const problems = problemsOf(text);
    expect(problems).toContainEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
  });
});

describe('a TCP port of an Ingress that a user guards', () => {
  const text = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: db
  namespace: shop
  annotations: { haproxy-ingress.github.io/tcp-service-port: '5432', platform.example.com/login: 'true' }
spec:
  ingressClassName: haproxy
  defaultBackend: { service: { name: postgres, port: { number: 5432 } } }
`;

  it.each([
    [[], [], ['*:5432']],
    [['login'], ['Gateway', 'TCPRoute'], []],
  ])('with %j accepted gives %j', (accept, kinds, withheld) => {
    const { manifests, problems } = parseText({ file: 'db.yaml', text });
    const options = { ...DEFAULT_OPTIONS, from: 'haproxy-ingress', gatewayApiVersion: '1.6', accept } as const;
    const conversion = convert({ manifests, problems, inputs: 1, mappings: [mappingOf(FILE)] }, options);
    expect(conversion.emitted.map(({ object }) => object.kind)).toEqual(kinds);
    expect(conversion.withheld.map(({ hostname }) => hostname)).toEqual(withheld);
    expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
  });
});
