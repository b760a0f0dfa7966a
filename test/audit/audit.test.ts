import { describe, expect, it } from 'vitest';
import { type Audit, audit } from '../../src/audit/audit.js';
import type { Grouping } from '../../src/audit/groups.js';
import type { InputProblem } from '../../src/kubernetes/input-problem.js';
import type { Manifest } from '../../src/kubernetes/object.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, type RunOptions } from '../../src/options.js';

const P = 'nginx.ingress.kubernetes.io';

function ingress(name: string, annotations: Record<string, string> = {}, more = '', className = 'nginx'): string {
  const lines = Object.entries(annotations).map(([key, value]) => `    ${P}/${key}: ${JSON.stringify(value)}\n`);
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: ${name}-space
${more}${lines.length === 0 ? '' : `  annotations:\n${lines.join('')}`}
spec:
  ingressClassName: ${className}
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
`;
}

const ESTATE: Readonly<Record<string, string>> = {
  'repo/shop/ready.yaml': ingress('ready', {}, '  labels: { team: web }\n'),
  'repo/shop/check.yaml': ingress('check', { 'proxy-body-size': '8m' }),
  'repo/pay/deep/blocked.yaml': ingress('blocked', { 'auth-type': 'basic', 'auth-secret': 'users' }),
  'repo/class.yaml':
    'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: edge }\nspec: { controller: traefik.io/ingress-controller }\n',
  'repo/other.yaml': ingress('other', {}, '', 'edge'),
  'repo/broken.yaml': 'kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: [\n',
};

function estate(texts = ESTATE) {
  const manifests: Manifest[] = [];
  const problems: InputProblem[] = [];
  for (const [file, text] of Object.entries(texts)) {
    const parsed = parseText({ file, text }, { router: true });
    manifests.push(...parsed.manifests);
    problems.push(...parsed.problems);
  }
  return { manifests, problems, inputs: Object.keys(texts).length };
}

function of(grouping: Grouping = { by: 'folder' }, options: Partial<RunOptions> = {}): Audit {
  return audit([{ input: estate(), options: { ...DEFAULT_OPTIONS, ...options } }], grouping);
}

describe('an audit', () => {
  it('says of each object how ready it is, the worst first', () => {
    expect(of().objects.map(({ object, readiness, withheld }) => [object.name, readiness, withheld])).toEqual([
      ['blocked', 'blocked', 1],
      ['check', 'check', 0],
      ['other', 'elsewhere', 0],
      ['ready', 'ready', 0],
    ]);
    expect(of().total.readiness).toEqual({ ready: 1, check: 1, blocked: 1, elsewhere: 1 });
  });

  it('tells what could not be read instead of counting it', () => {
    expect(of()).toMatchObject({ inputs: 6, unreadable: 1, total: { objects: 4 } });
  });

  it.each(['ingress-nginx', 'auto'] as const)('names the controllers, with --from %s', (from) => {
    const { controllers } = of({ by: 'folder' }, { from });
    expect(controllers.map(({ name, objects }) => `${name}: ${objects}`)).toEqual([
      'ingress-nginx: 3',
      'traefik.io/ingress-controller (class edge): 1',
    ]);
  });

  it('counts for each controller what it serves', () => {
    const texts = {
      'a.yaml': ingress('one'),
      'b.yaml': ingress('two', {}, '', 'openshift-default'),
      'c.yaml':
        'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: { name: r }\nspec: { host: r.com, to: { kind: Service, name: web } }\n',
    };
    const { controllers } = audit([{ input: estate(texts), options: { ...DEFAULT_OPTIONS, from: 'auto' } }], {
      by: 'folder',
    });
    expect(controllers.map(({ name }) => name).sort()).toEqual([
      'ingress-nginx',
      'openshift-ingress',
      'openshift-route',
    ]);
  });

  it.each([
    [{ by: 'folder' } as const, ['pay 1', 'shop 2', '. 1']],
    [{ by: 'namespace' } as const, ['blocked-space 1', 'check-space 1', 'other-space 1', 'ready-space 1']],
    [{ by: 'label', key: 'team' } as const, ['(none) 3', 'web 1']],
    [{ by: 'label', key: 'constructor' } as const, ['(none) 4']],
  ])('gathers objects by %j', (grouping, expected) => {
    expect(of(grouping).groups.map(({ name, objects }) => `${name} ${objects}`)).toEqual(expected);
  });

  it('counts annotations, and says what becomes of them for each target', () => {
    const { annotations, comparedTargets } = of();
    expect(comparedTargets).toEqual(['Gateway API 1.5 standard', 'Gateway API 1.5 experimental', 'OpenShift Routes']);
    const body = annotations.find(({ annotation }) => annotation === `${P}/proxy-body-size`);
    expect(body?.uses).toBe(1);
    expect(body?.verdicts.map(({ unsupported }) => unsupported)).toEqual([1, 1, 1]);
  });

  it('puts the target first that loses least', () => {
    const cors = ingress('cors', { 'enable-cors': 'true', 'cors-allow-origin': 'https://a.com' });
    const { targets } = audit(
      [{ input: estate({ 'a.yaml': cors }), options: { ...DEFAULT_OPTIONS, to: 'openshift-route' } }],
      { by: 'folder' },
    );
    const apis = targets.map(({ name }) => name).filter((name) => /^Gateway API |^OpenShift /.test(name));
    expect(apis).toHaveLength(3);
    expect(apis.at(-1)).toBe('OpenShift Routes');
    const lists = ingress('list', { 'whitelist-source-range': '10.0.0.0/8' });
    expect(
      audit([{ input: estate({ 'a.yaml': lists }), options: DEFAULT_OPTIONS }], { by: 'folder' }).targets[0],
    ).toMatchObject({
      name: 'OpenShift Routes',
      withheld: 0,
    });
  });

  it('is about the target that the options name', () => {
    expect(of({ by: 'folder' }, { to: 'openshift-route' }).target).toBe('OpenShift Routes');
    expect(of({ by: 'folder' }, { channel: 'experimental' }).target).toBe('Gateway API 1.5 experimental');
    expect(of({ by: 'folder' }, { openshiftVersion: '4.22' }).comparedTargets).toEqual([
      'Gateway API of OpenShift 4.22',
      'OpenShift Routes',
    ]);
    expect(of({ by: 'folder' }, { from: 'openshift-route' }).comparedTargets).not.toContain('OpenShift Routes');
  });

  it('writes references to parameters of Templates as they are written', () => {
    const text = `apiVersion: template.openshift.io/v1
kind: Template
metadata: { name: t }
parameters: [{ name: NAME }]
objects:
  - apiVersion: route.openshift.io/v1
    kind: Route
    metadata: { name: '\${NAME}' }
    spec: { host: a.com, to: { kind: Service, name: '\${NAME}' } }
`;
    const { manifests, problems } = parseText(
      { file: 't.yaml', text },
      { router: true, templateParameters: new Map() },
    );
    const result = audit(
      [{ input: { manifests, problems, inputs: 1 }, options: { ...DEFAULT_OPTIONS, from: 'openshift-route' } }],
      { by: 'folder' },
    );
    expect(result.objects.map(({ object }) => object.name)).toEqual([`\${NAME}`]);
    const { verdicts } = result.objects[0] ?? {};
    expect(Object.values(verdicts ?? {}).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(1);
  });
});
