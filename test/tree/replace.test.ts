import { describe, expect, it } from 'vitest';
import { type Files, ingress, planned, said, WITHHELD } from './memory-tree.js';

const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  ports: [{port: 80}]\n';
const GATEWAY = 'gateway-shop-nginx.yaml';

/** What stands in the place of an Ingress of `ingress`, by its first and last lines. */
function inPlaceOf(name: string): RegExp {
  return new RegExp(
    `^# routeshift: in place of Ingress shop/${name}\\n(?:[^#-].*\\n)*?kind: HTTPRoute\\n(?:[^#-].*\\n)*`,
    'm',
  );
}

describe('replace', () => {
  it('changes the text of converted documents and nothing else', () => {
    const before = `# Copyright\n---\n# service\n${SERVICE}---  # marker\n\n# about it\n${ingress('a')}# after\n  # indented\n\n---\nkind: [broken\n...\n# end\n`;
    const { files } = planned({ 'web.yaml': before }, 'replace');
    const after = files['web.yaml'] ?? '';
    expect(after).toMatch(inPlaceOf('a'));
    expect(after.replace(inPlaceOf('a'), ingress('a'))).toBe(before);
    expect(Object.keys(files)).toEqual(['web.yaml', GATEWAY]);
  });

  it('keeps line ends, a byte order mark, and the lack of a last line break', () => {
    const crlf = `\ufeff${SERVICE}---\n${ingress('a')}  # indented\n---\n${ingress('b')}`
      .replaceAll('\n', '\r\n')
      .trimEnd();
    const after = planned({ 'web.yaml': crlf }, 'replace').files['web.yaml'] ?? '';
    expect(after.startsWith(`\ufeff${SERVICE.replaceAll('\n', '\r\n')}---\r\n# routeshift: `)).toBe(true);
    expect(after).toContain('\r\n  # indented\r\n---\r\n# routeshift: in place of');
    expect(after).not.toMatch(/[^\r]\n/);
    expect(after).not.toMatch(/\n$/);
  });

  it('takes content that begins on the line of its marker', () => {
    const flow = `--- ${JSON.stringify(jsonIngress('a'))}\n--- # next\n${SERVICE}`;
    const after = planned({ 'web.yaml': flow }, 'replace').files['web.yaml'] ?? '';
    expect(after).toMatch(/^---\n# routeshift: in place of Ingress shop\/a\n/);
    expect(after.endsWith(`--- # next\n${SERVICE}`)).toBe(true);
  });

  it('finds the end of a document behind block scalars that look like comments', () => {
    const noted = ingress('a').replace('spec:', '  labels:\n    x: y\nspec:');
    const last = `${noted}status: |\n  # in\n  text\n  # in, too\n\n# out\n`;
    const after = planned({ 'web.yaml': last }, 'replace').files['web.yaml'] ?? '';
    expect(after).not.toContain('# in');
    expect(after.endsWith('\n\n# out\n')).toBe(true);
  });

  it('keeps an Ingress with a withheld rule, and its neighbours, and writes what was converted behind them', () => {
    const before = `${ingress('public', 'one.example.com')}---\n${ingress('admin', 'one.example.com', WITHHELD, '/admin')}# end\n---\n${ingress('other')}`;
    const first = planned({ 'web.yaml': before }, 'replace');
    const after = first.files['web.yaml'] ?? '';
    expect(
      after.startsWith(`${ingress('public', 'one.example.com')}---\n# routeshift: of Ingress shop/public, which`),
    ).toBe(true);
    expect(after).toContain(`${ingress('admin', 'one.example.com', WITHHELD, '/admin')}# end\n---\n# routeshift: of`);
    expect(after).toMatch(inPlaceOf('other'));
    expect(said(first.plan)).toEqual(['RS2301 web.yaml:20', 'RS2302 web.yaml:1']);
    expect(planned(first.files, 'replace').plan.changes).toEqual([]);
  });

  it('replaces what it wrote behind an Ingress when that changes, and takes it out when the Ingress can go', () => {
    const neighbours = (annotations: readonly string[]) =>
      `${ingress('public', 'one.example.com')}---\n${ingress('admin', 'one.example.com', annotations, '/admin')}`;
    const first = planned({ 'web.yaml': neighbours(WITHHELD) }, 'replace').files;
    const changed = { ...first, 'web.yaml': (first['web.yaml'] ?? '').replace('number: 80', 'number: 81') };
    const second = planned(changed, 'replace').files['web.yaml'] ?? '';
    expect(second.match(/^# routeshift: of Ingress shop\/public/gm)).toHaveLength(1);
    expect(second).toContain('port: 81');
    const whole = planned(first, 'replace', { options: { accept: ['auth-type'] } }).files['web.yaml'] ?? '';
    expect(whole).not.toContain('kind: Ingress');
    expect(whole.match(/^# routeshift: /gm)).toHaveLength(2);
    expect(whole.match(/^# routeshift: in place of /gm)).toHaveLength(2);
  });

  it('leaves Lists, JSON, links and UTF-16 alone, and writes beside them', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n  - ${ingress('a').trimEnd().replaceAll('\n', '\n    ')}\n`;
    const files = {
      'list.yaml': list,
      'one.json': JSON.stringify(jsonIngress('b')),
      'link.yaml': ingress('c'),
      'wide.yaml': ingress('d'),
    };
    const { files: after, plan } = planned(files, 'replace', {
      untouchable: { 'link.yaml': 'link', 'wide.yaml': 'utf-16' },
    });
    for (const [file, text] of Object.entries(files)) expect(after[file]).toBe(text);
    expect(Object.keys(after).sort()).toEqual(
      [
        'gateway-shop-nginx.yaml',
        ...Object.keys(files),
        'link.gateway.yaml',
        'list.gateway.yaml',
        'one.gateway.yaml',
        'wide.gateway.yaml',
      ].sort(),
    );
    expect(said(plan).filter((one) => one.startsWith('RS2303'))).toHaveLength(4);
    expect(
      planned(after, 'replace', { untouchable: { 'link.yaml': 'link', 'wide.yaml': 'utf-16' } }).plan.changes,
    ).toEqual([]);
  });

  it('adds to a Gateway that was written for sources which are gone', () => {
    const secured = (name: string) =>
      ingress(name).replace(
        '  rules:',
        `  tls:\n    - hosts: [${name}.example.com]\n      secretName: ${name}\n  rules:`,
      );
    const first = planned({ 'a/web.yaml': secured('a') }, 'replace').files;
    expect(Object.keys(first)).toEqual(['a/web.yaml', `a/${GATEWAY}`]);
    const second = planned({ ...first, 'b/web.yaml': secured('b') }, 'replace');
    const gateway = second.files[`a/${GATEWAY}`] ?? '';
    expect(gateway.match(/hostname: .*/g)).toEqual(['hostname: a.example.com', 'hostname: b.example.com']);
    expect(Object.keys(second.files)).not.toContain(GATEWAY);
    expect(planned(second.files, 'replace').plan.changes).toEqual([]);
  });

  it('puts an object of several files into one of its own, and removes what holds nothing any more', () => {
    const canary = ingress('canary', 'one.example.com', ['canary: "true"', 'canary-weight: "20"']).replace(
      'name: web',
      'name: new',
    );
    const files = {
      'a/main.yaml': ingress('main', 'one.example.com'),
      'b/canary.yaml': canary,
      'b/noted.yaml': `# mine\n`,
    };
    const { files: after, plan } = planned(files, 'replace');
    expect(Object.keys(after).sort()).toEqual([
      `a/${GATEWAY}`,
      'b/noted.yaml',
      'httproute-shop-main-one.example.com.yaml',
    ]);
    expect(said(plan)).toContain('RS2300 a/main.yaml:1');
    const noted = planned({ ...files, 'b/canary.yaml': `# mine\n${canary}` }, 'replace').files['b/canary.yaml'];
    expect(noted).toBe('# mine\n# routeshift: in place of Ingress shop/canary\n');
  });

  it('converts an Ingress that somebody wrote below a comment of ours', () => {
    const { files } = planned({ 'web.yaml': `# routeshift: in place of Ingress shop/old\n${ingress('a')}` }, 'replace');
    expect(files['web.yaml']).toMatch(inPlaceOf('a'));
  });

  it('takes out what an earlier run wrote beside', () => {
    const before = { 'web.yaml': ingress('a') };
    const beside = planned(before, 'beside').files;
    expect(Object.keys(beside)).toEqual(['web.yaml', 'web.gateway.yaml']);
    expect(Object.keys(planned(beside, 'replace').files)).toEqual(['web.yaml', GATEWAY]);
  });

  it('keeps an Ingress that a kustomization patches', () => {
    const patch =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\nspec:\n  ingressClassName: other\n';
    const files = {
      'base/kustomization.yaml': 'resources:\n- web.yaml\n',
      'base/web.yaml': `${ingress('a')}---\n${ingress('b')}`,
      'over/kustomization.yaml': 'resources:\n- ../base\npatches:\n- path: patch.yaml\n',
      'over/patch.yaml': patch,
    };
    const { files: after, plan } = planned(files, 'replace');
    expect(after['base/web.yaml']).toContain(`${ingress('a')}---\n# routeshift: of Ingress shop/a, which`);
    expect(after['base/web.yaml']).toMatch(inPlaceOf('b'));
    expect(after['over/patch.yaml']).toBe(patch);
    expect(said(plan)).toEqual([
      'RS2301 base/web.yaml:1',
      'RS2305 over/kustomization.yaml:4',
      'RS2306 base/kustomization.yaml:1',
      'RS2311 over/patch.yaml:1',
    ]);
    expect(planned(after, 'replace').plan.changes).toEqual([]);
  });

  it('lets nothing go that nothing was made of', () => {
    const other = ingress('other').replace('ingressClassName: nginx', 'ingressClassName: traefik');
    const route =
      'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r, namespace: shop}\nspec: {to: {kind: Service, name: web}}\n';
    const before = `${other}---\n${ingress('a')}---\n${route}---\n${ingress('same', 'a.example.com').replace(': nginx', ': traefik')}`;
    const { files } = planned({ 'web.yaml': before }, 'replace');
    expect(files['web.yaml']).toMatch(inPlaceOf('a'));
    expect((files['web.yaml'] ?? '').replace(inPlaceOf('a'), ingress('a'))).toBe(before);
  });

  it.each([
    ['in one file', { 'web.yaml': `${ingress('a', 'x.example.com')}---\n${ingress('b', 'x.example.com')}` }],
    ['in two files', { 'a.yaml': ingress('a', 'x.example.com'), 'b.yaml': ingress('b', 'x.example.com') }],
    ['of one name', { 'a/web.yaml': ingress('web'), 'b/web.yaml': ingress('web') }],
  ])('keeps an Ingress whose paths another one serves, and that other one: %s', (_, before: Files) => {
    const { files, plan } = planned(before, 'replace');
    for (const [file, text] of Object.entries(before)) expect(files[file]).toContain(text.split('---')[0]);
    expect(said(plan).map((one) => one.split(' ')[0])).toEqual(['RS2301', 'RS2302']);
    expect(planned(files, 'replace').plan.changes).toEqual([]);
  });

  it('keeps a Route whose certificate and key stand nowhere else', () => {
    const pem = (what: string) => `|\n      -----BEGIN ${what}-----\n      QUFB\n      -----END ${what}-----\n`;
    const route = `apiVersion: route.openshift.io/v1\nkind: Route\nmetadata:\n  name: r\n  namespace: shop\nspec:\n  host: r.example.com\n  to: {kind: Service, name: web}\n  tls:\n    termination: edge\n    key: ${pem('PRIVATE KEY')}    certificate: ${pem('CERTIFICATE')}`;
    const files = { 'r.yaml': route, 'web.yaml': SERVICE };
    const options = { from: 'openshift-route' } as const;
    const first = planned(files, 'replace', { options });
    expect(first.files['r.yaml']).toContain(route);
    expect(said(first.plan)).toEqual(['RS2301 r.yaml:1']);
    expect(planned(first.files, 'replace', { options }).plan.changes).toEqual([]);
  });

  it.each([
    ['an alias', ['server-alias: x.example.com, alias.example.com'], 'alias.example.com'],
    ['the other name of a www redirect', ['from-to-www-redirect: "true"'], 'www.a.example.com'],
  ])('keeps the owner of %s of what stays', (_what, annotations, host) => {
    const files = {
      'web.yaml': ingress('a', 'a.example.com', [...WITHHELD, ...annotations]),
      'b.yaml': ingress('b', host),
    };
    const { files: after, plan } = planned(files, 'replace');
    expect(said(plan)).toContain('RS2302 b.yaml:1');
    expect(planned(after, 'replace').plan.changes).toEqual([]);
  });

  it.each(['*.example.com', '*.a.example.com', ''])('keeps the owner of %j above withheld rules', (wildcard) => {
    const above = ingress('b', '"HOST"').replace('host: "HOST"', wildcard === '' ? 'host:' : `host: "${wildcard}"`);
    const files = { 'web.yaml': ingress('x', 'x.a.example.com', WITHHELD), 'b.yaml': above, 'c.yaml': ingress('c') };
    const { files: after, plan } = planned(files, 'replace');
    expect(said(plan)).toContain('RS2302 b.yaml:1');
    expect(after['c.yaml']).toMatch(inPlaceOf('c'));
    expect(planned(after, 'replace').plan.changes).toEqual([]);
  });

  const CANARY = ['canary: "true"', 'canary-weight: "30"'];
  const PASSTHROUGH = ['ssl-passthrough: "true"'];

  it('keeps a lone canary, which serves every host, above withheld rules: they keep their answer 500', () => {
    const files = {
      'web.yaml': ingress('x', 'x.example.com', WITHHELD),
      'canary.yaml': ingress('b', 'b.example.com', CANARY),
      'unread.yaml': ingress('main', '*.example.com'),
      'c.yaml': ingress('c'),
    };
    const { files: after, plan } = planned(files, 'replace');
    expect(said(plan)).toContain('RS2302 canary.yaml:1');
    expect(after['web.yaml']).toContain('the rules below answer 500');
    expect(planned(after, 'replace').plan.changes).toEqual([]);
  });

  it('keeps a wildcard above whatever stays, and above that: what closes their paths is written while it is known', () => {
    const files = {
      'kustomization.yaml': 'resources:\n- a.yaml\npatches:\n- path: patch.yaml\n',
      'patch.yaml':
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\nspec:\n  ingressClassName: other\n',
      'a.yaml': ingress('a', 'a.b.example.com'),
      'b.yaml': `${ingress('b', '"*.b.example.com"')}---\n${ingress('b', 'other.org').replace('name: b', 'name: o')}`,
      'e.yaml': ingress('e', '"*.example.com"').replace('/\n', '/e\n'),
      'o.yaml': ingress('org', '"*.org"'),
    };
    const { files: after, plan } = planned(files, 'replace');
    expect(said(plan)).toEqual(expect.arrayContaining(['RS2301 a.yaml:1', 'RS2302 b.yaml:1', 'RS2302 e.yaml:1']));
    expect(after['o.yaml']).toMatch(inPlaceOf('org'));
    expect(planned(after, 'replace').plan.changes).toEqual([]);
  });

  it('keeps an Ingress of which nothing was made beside one that passes the TLS of its host on, and that one', () => {
    const files = {
      'a.yaml': ingress('a', 'x.example.com', PASSTHROUGH),
      'z.yaml': ingress('z', 'x.example.com', [], '/z').replace(
        '  rules:',
        '  tls:\n    - hosts: [x.example.com]\n      secretName: s\n  rules:',
      ),
    };
    const { files: after, plan } = planned(files, 'replace');
    for (const [file, text] of Object.entries(files)) expect(after[file]).toContain(text);
    expect(said(plan)).toEqual(expect.arrayContaining(['RS2301 z.yaml:1', 'RS2302 a.yaml:1']));
    expect(planned(after, 'replace').plan.changes).toEqual([]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['a canary', CANARY, []],
    ['affinity', ['affinity: cookie'], []],
    ['a policy for backends', ['backend-protocol: HTTPS'], ['backend-protocol: HTTPS']],
  ])('keeps those that forward to a Service of %s with one that stays', (_what, first, second) => {
    const files = {
      'a.yaml': ingress('a', 'a.example.com', first),
      'b.yaml': ingress('b', 'b.example.com', second),
      'c.yaml': ingress('c', 'b.example.com', WITHHELD, '/c'),
      'd.yaml': ingress('d', 'd.example.com', second),
    };
    const { files: after, plan } = planned(files, 'replace');
    expect(said(plan)).toEqual(expect.arrayContaining(['RS2301 c.yaml:1', 'RS2302 b.yaml:1', 'RS2302 d.yaml:1']));
    expect(planned(after, 'replace').plan.changes).toEqual([]);
  });

  it('keeps the namespace of a Gateway whose other sources are gone', () => {
    const other = ingress('b').replace('namespace: shop', 'namespace: other');
    const first = planned(
      {
        'a.yaml': ingress('a', 'a.example.com', [], '/a'),
        'b.yaml': other,
        'c.yaml': `${ingress('c', 'c.example.com', WITHHELD)}---\n${ingress('d', 'c.example.com', [], '/d')}`,
      },
      'replace',
    ).files;
    expect(Object.keys(first)).toContain('gateway-gateway-system-nginx.yaml');
    expect(first['c.yaml']).toContain('namespace: gateway-system');
    expect(planned(first, 'replace').plan.changes).toEqual([]);
  });

  it('says which objects stand in the tree already', () => {
    const first = planned({ 'a.yaml': `${ingress('a')}---\n${ingress('b')}`, 'c.yaml': ingress('c') }, 'replace').files;
    const again = { ...first, 'x/a.yaml': ingress('a', 'a.example.com', [], '/x'), 'x/d.yaml': ingress('d') };
    const { plan, files } = planned(again, 'replace');
    const told = plan.items.filter(({ code }) => code === 'RS2313');
    expect(told.map(({ source, message }) => `${source.file} ${message.split(',')[0]}`)).toEqual([
      'x/a.yaml HTTPRoute shop/a-a.example.com stands in a.yaml already',
    ]);
    expect(planned(files, 'replace').plan.items).toEqual([]);
  });

  it('writes Routes that the next run does not take for new ones', () => {
    const options = { from: 'openshift-ingress', to: 'openshift-route', ingressClasses: [] } as const;
    const files = { 'web.yaml': `${SERVICE}---\n${ingress('a').replace('  ingressClassName: nginx\n', '')}` };
    const first = planned(files, 'replace', { options });
    expect(first.files['web.yaml']).toContain('kind: Route\n');
    expect(first.files['web.yaml']).not.toContain('kind: Ingress\n');
    expect(planned(first.files, 'replace', { options }).plan.changes).toEqual([]);
  });
});

function jsonIngress(name: string): object {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop' },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host: `${name}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
}
