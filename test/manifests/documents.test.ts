import { describe, expect, it } from 'vitest';
import { MAX_INPUT_LENGTH } from '../../src/kubernetes/input-problem.js';
import { type ParseOptions, parseText } from '../../src/manifests/documents.js';

function ingress(name: string, more = ''): string {
  return `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: ${name}\n${more}`;
}

function parse(text: string, options?: ParseOptions) {
  return parseText({ file: 'in.yaml', text }, options);
}

function names(text: string): string[] {
  return parse(text).manifests.map(({ ref }) => `${ref.kind}/${ref.name}`);
}

/** `code line:column` of every problem. */
function problems(text: string): string[] {
  return parse(text).problems.map(({ code, source }) => `${code} ${source.line}:${source.column}`);
}

describe('documents in', () => {
  it('are found between markers, comments, carriage returns and a byte order mark', () => {
    const text = `\ufeff# top\n---\n${ingress('a')}---   # second\n${ingress('b')}...\n%YAML 1.2\n---\n${ingress('c')}---\n# nothing\n---\n`;
    for (const variant of [text, text.replaceAll('\n', '\r\n')]) {
      const { manifests, problems } = parse(variant);
      expect(manifests.map(({ ref, source }) => [ref.name, source.line, source.column])).toEqual([
        ['a', 3, 1],
        ['b', 8, 1],
        ['c', 15, 1],
      ]);
      expect(problems).toEqual([]);
    }
  });

  it('are JSON as well: one object, a stream of objects, a List', () => {
    const a = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'a', annotations: { x: '\u00e9' } },
    };
    const list = { apiVersion: 'v1', kind: 'List', items: [a, { ...a, metadata: { name: 'b' } }] };
    expect(names(JSON.stringify(a))).toEqual(['Ingress/a']);
    expect(names(`{"kind": "Ingress" 1\n}\n${JSON.stringify(a)}`)).toEqual(['Ingress/a']);
    expect(names(`${JSON.stringify(a)}\n${JSON.stringify(list, null, '\t')}`)).toEqual([
      'Ingress/a',
      'Ingress/a',
      'Ingress/b',
    ]);
    const { manifests } = parse(JSON.stringify(list, null, 2));
    expect(manifests.map(({ source }) => [source.line, source.column])).toEqual([
      [5, 5],
      [15, 5],
    ]);
    expect(manifests[0]?.locate(['metadata', 'annotations', 'x'])).toEqual({ file: 'in.yaml', line: 11, column: 11 });
  });

  it('unwraps lists, nested lists, and lists of the API whose items carry no type', () => {
    const text = [
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- apiVersion: v1',
      '  kind: List',
      '  items:',
      '  - apiVersion: v1',
      '    kind: Service',
      '    metadata: {name: s}',
      '- apiVersion: networking.k8s.io/v1',
      '  kind: IngressList',
      '  items:',
      '  - metadata:',
      '      name: i',
      '      annotations:',
      '        k: v',
      '- apiVersion: apps/v1',
      '  kind: Deployment',
      '  metadata: {name: d}',
    ].join('\n');
    const { manifests, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(manifests.map(({ ref }) => ref)).toEqual([
      { apiVersion: 'v1', kind: 'Service', name: 's' },
      { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'i' },
    ]);
    expect(manifests[1]?.source).toMatchObject({ line: 13, column: 5 });
    expect(manifests[1]?.locate(['metadata', 'annotations', 'k'])).toMatchObject({ line: 16, column: 9 });
  });

  it('keep their values through anchors, aliases and merge keys, and their places too', () => {
    const text = [
      'apiVersion: networking.k8s.io/v1',
      'kind: Ingress',
      'metadata:',
      '  name: a',
      '  labels: &l',
      '    one: x',
      '  annotations:',
      '    <<: *l',
      '    two: &v w',
      '    three: *v',
    ].join('\n');
    const [manifest] = parse(text).manifests;
    expect(manifest?.content.metadata).toEqual({
      name: 'a',
      labels: { one: 'x' },
      annotations: { one: 'x', two: 'w', three: 'w' },
    });
    expect(manifest?.locate(['metadata', 'annotations', 'one'])).toMatchObject({ line: 6, column: 5 });
    expect(manifest?.locate(['metadata', 'annotations', 'three'])).toMatchObject({ line: 10, column: 5 });
  });

  it('answer the nearest ancestor for a field that is not in the text', () => {
    const [manifest] = parse(ingress('a', 'spec:\n  rules:\n  - host: x\n')).manifests;
    expect(manifest?.locate(['spec', 'rules', 0, 'http', 'paths'])).toMatchObject({ line: 6 + 1, column: 5 });
    expect(manifest?.locate(['status'])).toMatchObject({ line: 1, column: 1 });
    expect(manifest?.locate(['spec', 'rules', 7])).toMatchObject({ line: 6, column: 3 });
  });

  it('are read by the rules of Kubernetes: octal, yes and no, timestamps as text', () => {
    const [manifest] = parse(
      `${ingress('a')}  creationTimestamp: 2024-01-02T03:04:05Z\nspec:\n  a: 0755\n  b: yes\n  c: Off\n  d: 1_000\n  e: 12:30:45\n  f: "yes"\n  g: !!str 1\n`,
    ).manifests;
    expect(manifest?.content.metadata).toEqual({ name: 'a', creationTimestamp: '2024-01-02T03:04:05Z' });
    expect(manifest?.content.spec).toEqual({ a: 493, b: true, c: false, d: 1000, e: '12:30:45', f: 'yes', g: '1' });
  });

  it('do no harm with __proto__', () => {
    const text = ingress('a', 'spec:\n  __proto__:\n    polluted: true\n');
    for (const variant of [text, `${text}  x: &a {__proto__: {polluted: true}}\n  <<: *a\n`]) {
      const [manifest] = parse(variant).manifests;
      const spec = manifest?.content.spec;
      expect(spec).not.toHaveProperty('polluted');
      expect(Object.getPrototypeOf(spec)).toBe(Object.prototype);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    }
  });

  it('are not ours because of the kind alone', () => {
    const foreign = [
      'config.openshift.io/v1 Ingress',
      'serving.knative.dev/v1 Service',
      'networking.istio.io/v1 Gateway',
      'kyverno.io/v1 Policy',
    ];
    for (const type of foreign) {
      const [apiVersion, kind] = type.split(' ');
      const read = parse(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\n`);
      expect(read).toMatchObject({ manifests: [], problems: [] });
    }
    expect(names('apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\n')).toEqual(['Route/r']);
  });

  it('keep the fields that a cluster adds', () => {
    const text = ingress(
      'a',
      '  managedFields:\n  - manager: kubectl\n    fieldsV1:\n      f:spec: {f:rules: {}}\nstatus:\n  loadBalancer: {}\n',
    );
    expect(parse(text).problems).toEqual([]);
    expect(parse(text).manifests[0]?.content).toHaveProperty('status', { loadBalancer: {} });
  });
});

describe('what cannot be read', () => {
  it('a broken document is reported where it breaks and costs nothing but itself', () => {
    const text = `${ingress('a')}---\n${ingress('b', 'spec: [1, 2\n')}---\n${ingress('c')}`;
    expect(names(text)).toEqual(['Ingress/a', 'Ingress/c']);
    const [problem] = parse(text).problems;
    expect(problem).toMatchObject({ code: 'RS0104', severity: 'error' });
    expect(problem?.source.line).toBeGreaterThanOrEqual(10);
    expect(problem?.source.line).toBeLessThanOrEqual(11);
  });

  it('a template is called a template, once, at its first placeholder', () => {
    const text = `{{- if .Values.ingress.enabled }}\n${ingress('{{ .Release.Name }}')}{{- end }}\n---\n${ingress('{{ x }}')}`;
    expect(problems(text)).toEqual(['RS0105 1:1']);
    expect(parse(text).problems[0]?.next).toContain('helm template');
    expect(problems(ingress('x', 'spec:\n  rules:\n    {% for x in y %}\n'))).toEqual(['RS0105 7:5']);
  });

  it('JSON with a fault is reported as JSON', () => {
    expect(problems('{\n  "kind": "Ingress",\n  "a" 1\n}\n')).toEqual(['RS0109 3:7']);
    expect(problems('{"kind": "Ingress", "a": [1, 2}')).toEqual(['RS0109 1:31']);
    expect(problems('{"kind": "Ingress"')).toEqual(['RS0109 1:19']);
    expect(problems('{kind: Ingress')).toEqual(['RS0104 1:15']);
  });

  it('an object without what makes it one is reported', () => {
    expect(problems('kind: Ingress\nmetadata:\n  name: a\n')).toEqual(['RS0107 1:1']);
    expect(problems('apiVersion: v1\nkind: Ingress\nmetadata:\n  name: a\n')).toEqual(['RS0107 1:1']);
    expect(problems('apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  namespace: a\n')).toEqual([
      'RS0107 3:1',
    ]);
    expect(problems('apiVersion: v1\nkind: List\nitems: 3\n')).toEqual(['RS0108 3:1']);
  });

  it('annotations and labels that are no text are reported and read as they are written', () => {
    const text = ingress(
      '1.10',
      '  labels:\n    v: 1.0\n  annotations:\n    a: true\n    b: yes # on\n    c: 0755\n    d:\n    e: &x 1e3\n    f: [1]\n    "g": 5\n    ok: "true"\n',
    );
    const { manifests, problems } = parse(text);
    expect(manifests[0]?.ref.name).toBe('1.10');
    expect(manifests[0]?.content.metadata).toEqual({
      name: '1.10',
      labels: { v: '1.0' },
      annotations: { a: 'true', b: 'yes', c: '0755', d: '', e: '1e3', g: '5', ok: 'true' },
    });
    expect(problems.map(({ code, field, source }) => `${code} ${field} ${source.line}:${source.column}`)).toEqual([
      'RS0108 metadata.name 4:3',
      'RS0108 metadata.labels.v 6:5',
      'RS0108 metadata.annotations.a 8:5',
      'RS0108 metadata.annotations.b 9:5',
      'RS0108 metadata.annotations.c 10:5',
      'RS0108 metadata.annotations.d 11:5',
      'RS0108 metadata.annotations.e 12:5',
      'RS0108 metadata.annotations.f 13:5',
      'RS0108 metadata.annotations.g 14:5',
    ]);
  });

  it('a key that stands twice is reported; the last one counts', () => {
    const text = ingress('a', 'spec:\n  x: 1\n  x: 2\n');
    expect(problems(text)).toEqual(['RS0110 7:3']);
    expect(parse(text).manifests[0]?.content.spec).toEqual({ x: 2 });
    expect(problems('{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"kind":"Service"}')).toEqual([
      'RS0110 1:61',
    ]);
  });

  it('binary and oversized texts are refused', () => {
    expect(problems(`${ingress('a')}\0`)).toEqual(['RS0102 5:1']);
    expect(problems('x'.repeat(MAX_INPUT_LENGTH + 1))).toEqual(['RS0103 1:1']);
  });

  it('alias bombs, cycles and deep nesting are refused at once', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 12; level++) {
      const [before, name] = ['abcdefghijkl'[level - 1], 'abcdefghijkl'[level]];
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`);
    }
    const cases = [
      ingress('a', `spec:\n  ${bomb.join('\n  ')}\n`),
      ingress('a', 'spec: &a [*a]\n'),
      ingress('a', 'spec: &a\n  <<: *a\n'),
      ingress('a', `spec: ${'['.repeat(5000)}${']'.repeat(5000)}\n`),
      ingress('a', `spec:\n${Array.from({ length: 500 }, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`),
      ingress(
        'a',
        `spec:\n${Array.from({ length: 500 }, (_, i) => `  a${i}: &a${i} [${i === 0 ? '' : `*a${i - 1}`}]\n`).join('')}`,
      ),
      `{"kind": "Ingress", "a": ${'['.repeat(100_000)}`,
      `{"kind":"Ingress","a":${'{"a":'.repeat(100_000)}`,
    ];
    for (const text of cases) {
      const started = performance.now();
      expect(parse(text).problems.map(({ code }) => code)).toEqual(['RS0106']);
      expect(parse(text).manifests).toEqual([]);
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });

  it('texts whose values would fill the memory are refused, and what fits is read all the same', () => {
    const read = parse(`${ingress('a', `spec: {${'a,'.repeat(3_000_000)}}`)}\n---\n${ingress('b')}`);
    expect(read.problems.map(({ code, source }) => `${code} ${source.line}`)).toEqual(['RS0103 1']);
    expect(read.manifests.map(({ ref }) => ref.name)).toEqual(['b']);
    expect(problems('---\nkind: List\n'.repeat(200_003))).toEqual(['RS0103 400001:1']);
  });

  it("text that is no manifest is nobody's fault when a directory held it", () => {
    const json = '// settings\n{"a": 1,}\n{';
    expect(parseText({ file: 'tsconfig.json', text: json, incidental: true }).problems).toEqual([]);
    const yaml = 'a: [1\n';
    expect(parseText({ file: 'a.yaml', text: yaml, incidental: true }).problems).toMatchObject([
      { code: 'RS0104', severity: 'warning' },
    ]);
    expect(parseText({ file: 'a.yaml', text: yaml }).problems).toMatchObject([{ code: 'RS0104', severity: 'error' }]);
  });
});

describe('secrets', () => {
  const pem = 'PEM-OF-THE-CERTIFICATE';
  const secret = [
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    '  name: s',
    '  annotations:',
    '    kubectl.kubernetes.io/last-applied-configuration: "{hunter2}"',
    '    other: kept',
    'type: kubernetes.io/tls',
    'data:',
    `  tls.crt: ${btoa(pem)}`,
    '  tls.key: aHVudGVyMg==',
    'stringData:',
    '  password: hunter2',
  ].join('\n');

  it('leave their values behind and keep their keys', () => {
    for (const text of [secret, `apiVersion: v1\nkind: List\nitems:\n- ${secret.replaceAll('\n', '\n  ')}`]) {
      const [manifest] = parse(text).manifests;
      expect(manifest?.content).toMatchObject({
        metadata: { annotations: { other: 'kept' } },
        data: { 'tls.crt': '', 'tls.key': '' },
        stringData: { password: '' },
      });
      expect(JSON.stringify(parse(text))).not.toMatch(/hunter2|aHVudGVyMg/);
    }
  });

  it('are asked for their certificate first', () => {
    const readCertificate = (text: string) => (text === pem ? { dnsNames: ['a.example.com'] } : undefined);
    expect(parse(secret, { readCertificate }).manifests[0]?.certificate).toEqual({ dnsNames: ['a.example.com'] });
    expect(parse(secret).manifests[0]?.certificate).toBeUndefined();
  });

  it('inside a Template leave their values behind too', () => {
    const template = `apiVersion: template.openshift.io/v1\nkind: Template\nmetadata:\n  name: t\nobjects:\n- ${secret.replaceAll('\n', '\n  ')}`;
    expect(names(template)).toEqual(['Template/t']);
    expect(JSON.stringify(parse(template))).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  it('are not quoted when they are broken', () => {
    for (const broken of [
      `${secret}\n x: *hunter2`,
      `${secret}: [`,
      secret.replace('data:', 'data: !hunter2{ '),
      `${secret}\ny: *hunter2`,
    ]) {
      const read = parse(broken);
      expect(read.problems).not.toEqual([]);
      expect(JSON.stringify(read)).not.toContain('hunter2');
    }
  });
});
