import { readFile, symlink } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ingress, Tree } from './tree.js';

const AUTH = ['nginx.ingress.kubernetes.io/auth-type: basic', 'nginx.ingress.kubernetes.io/auth-secret: users'];
const UNKNOWN = 'nginx.ingress.kubernetes.io/nosuchkey: x';

afterEach(() => vi.unstubAllEnvs());

describe('routeshift.yaml', () => {
  it('is found above the inputs, and flags win over it', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': 'gateway: infra/public\nfailOn: never\ncomments: false\nreports: json=out/report.json\n',
      'out/keep': '',
      'teams/a/web.yaml': ingress('web', 'a.example.com', AUTH),
    });
    const { status, out } = await tree.run('convert', '@teams/a');
    expect(status).toBe(0);
    expect(out).not.toContain('kind: Gateway');
    expect(out).not.toContain('#');
    expect(JSON.parse(await readFile(tree.at('out/report.json'), 'utf8')).items.length).toBeGreaterThan(0);
    expect((await tree.run('convert', '@teams/a', '--fail-on', 'error')).status).toBe(2);
    expect((await tree.run('convert', '@teams/a', '--gateway-name', 'mine', '--accept', 'auth-type')).out).toContain(
      'name: mine',
    );
    expect((await tree.run('convert', '@teams/a', '--no-config', '--accept', 'auth-type')).out).toContain(
      'kind: Gateway\n',
    );
  });

  it('is the nearest one, of the folder that all inputs share', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': 'gateway: infra/outer\n',
      'a/routeshift.yaml': 'gateway: infra/inner\n',
      'a/web.yaml': ingress('web', 'a.example.com'),
      'b/web.yaml': ingress('web', 'b.example.com'),
    });
    expect((await tree.run('convert', '@a/web.yaml')).out).toContain('name: inner');
    const both = await tree.run('convert', '@a', '@b/*.yaml');
    expect(both.out).toContain('name: outer');
    expect(both.out).not.toContain('name: inner');
    expect((await tree.run('convert', '@b', '--config', '@a/routeshift.yaml')).out).toContain('name: inner');
  });

  it('is not looked for above the repository', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': 'nonsense: 1\n',
      'repo/.git': 'gitdir: elsewhere\n',
      'repo/web.yaml': ingress('web', 'a.example.com'),
    });
    expect((await tree.run('convert', '@repo')).status).toBe(0);
    expect((await tree.run('convert', '@routeshift.yaml')).status).toBe(1);
  });

  it('is no usable one with any error, all of which are told', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': `fron: ingress-nginx
to: gateway
failOn: [error]
overrides:
  - paths: a/**
    gatewayname: x
  - gateway: public
suppressions:
  - code: RS171
    until: 2026-02-30
output: ../elsewhere
`,
      'web.yaml': ingress('web', 'a.example.com'),
    });
    const { status, out, err } = await tree.run('convert', '@web.yaml');
    expect([status, out]).toEqual([1, '']);
    expect(err).toBe(`error: @routeshift.yaml cannot be used:
  @routeshift.yaml:1:1: fron: is not a field: did you mean "from"?
  @routeshift.yaml:2:1: to: "gateway" is not known here: known are gateway-api, openshift-route
  @routeshift.yaml:3:1: failOn: expected a text, found a list
  @routeshift.yaml:6:5: overrides[0].gatewayname: is not a field: did you mean "gatewayName"?
  @routeshift.yaml:7:5: overrides[1].paths: is missing
  @routeshift.yaml:7:5: overrides[1].gateway: expected NAMESPACE/NAME, found "public"
  @routeshift.yaml:9:5: suppressions[0].code: expected the code of a finding, such as RS1711, found "RS171"
  @routeshift.yaml:9:5: suppressions[0].reason: is missing
  @routeshift.yaml:11:1: output: expected a path below the folder of this file (relative, without ..), found "../elsewhere"
`);
  });

  it('does not lead out of its folder by links', async () => {
    await using tree = await Tree.of({ 'repo/routeshift.yaml': 'output: link/gateway\n', 'other/file': '' });
    await tree.write('repo/web.yaml', ingress('web', 'a.example.com'));
    await symlink(tree.at('other'), tree.at('repo/link'));
    const { status, err } = await tree.run('convert', '@repo/web.yaml');
    expect([status, err]).toEqual([1, 'error: link/gateway: a link leads out of the folder of the configuration\n']);
  });

  it('does not count further down, which is told', async () => {
    await using tree = await Tree.of({
      'web.yaml': ingress('web', 'a.example.com'),
      'b/routeshift.yaml': 'gateway: infra/inner\n',
      'b/web.yaml': ingress('web', 'b.example.com'),
    });
    const { out, err } = await tree.run('convert', '@.', '--report', 'json');
    expect(out).not.toContain('name: inner');
    expect(JSON.parse(err).items).toContainEqual(
      expect.objectContaining({ code: 'RS2339', source: { file: '@b/routeshift.yaml', line: 1, column: 1 } }),
    );
    expect((await tree.run('convert', '@.', '--no-config', '--report', 'json')).err).not.toContain('RS2339');
  });

  it('includes and excludes', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': 'include: apps/**\nexclude: [apps/old, "*.broken.yaml"]\n',
      'apps/web.yaml': ingress('web', 'a.example.com'),
      'apps/x.broken.yaml': 'kind: [',
      'apps/old/web.yaml': ingress('web', 'old.example.com'),
      'web.yaml': ingress('web', 'other.example.com'),
    });
    const { status, out } = await tree.run('convert', '@.');
    expect(status).toBe(0);
    expect(out.match(/\w+\.example\.com/g)).toContain('a.example.com');
    expect(out).not.toMatch(/(?:old|other)\.example\.com/);
  });

  it('counts when a tree is written, and its own files are left alone', async () => {
    await using tree = await Tree.of({
      'repo/routeshift.yaml': 'gateway: infra/public\nexclude: old\noverrides: [{ paths: eu, gateway: eu/public }]\n',
      'repo/us/web.yaml': ingress('us', 'us.example.com'),
      'repo/eu/web.yaml': ingress('eu', 'eu.example.com'),
      'repo/old/web.yaml': ingress('old', 'old.example.com'),
    });
    const { status, err } = await tree.run('convert', '@repo', '--write', 'beside', '--allow-dirty');
    expect([status, err.split('\n').at(-2)]).toEqual([0, 'routeshift: 2 files created']);
    expect(await readFile(tree.at('repo/us/web.gateway.yaml'), 'utf8')).toContain('namespace: infra');
    expect(await readFile(tree.at('repo/eu/web.gateway.yaml'), 'utf8')).toContain('namespace: eu');
    await tree.write('repo/routeshift.yaml', 'overrides: [{ paths: eu, from: openshift-route }]\n');
    expect(await tree.run('convert', '@repo', '--write', 'beside', '--allow-dirty')).toMatchObject({
      status: 1,
      err: 'error: the files are read in one way here, and overrides change from; name their folders in runs of their own\n',
    });
  });

  it('knows Gateways by class and host, and tells which are of no use', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': `gateways:
  classes: { nginx: infra/public, nginz: infra/typo }
  hosts:
    '*.internal.example.com': { gateway: infra/internal, httpListener: web }
`,
      'web.yaml': `${ingress('web', 'a.example.com')}---\n${ingress('api', 'a.internal.example.com')}`,
    });
    const { out, err } = await tree.run('convert', '@web.yaml', '--verify', '--report', 'json');
    expect(out).not.toContain('kind: Gateway\n');
    expect(out).toMatch(/name: internal\n\s+namespace: infra\n\s+sectionName: web\n/);
    expect(out).toMatch(/name: public\n\s+namespace: infra\n\s+sectionName: http\n/);
    const { items, verification } = JSON.parse(err);
    expect(verification.unexplained).toBe(0);
    expect(items).toContainEqual(
      expect.objectContaining({
        code: 'RS2337',
        source: { file: '@routeshift.yaml', line: 2, column: 35 },
        message: 'no route attaches to Gateway infra/typo',
      }),
    );
  });
});

describe('overrides', () => {
  const CONFIG = `gatewayName: shared
overrides:
  - { paths: clusters/eu, gateway: eu/public }
  - paths: ['clusters/*/legacy/**', '!clusters/us/legacy/keep.yaml']
    accept: auth-type
  - { paths: openshift/**, from: openshift-route }
`;
  const files = {
    'routeshift.yaml': CONFIG,
    'clusters/us/web.yaml': ingress('web', 'us.example.com', [], 'us'),
    'clusters/eu/web.yaml': ingress('web', 'eu.example.com', [], 'eu'),
    'clusters/eu/legacy/old.yaml': ingress('old', 'old.eu.example.com', AUTH, 'eu'),
    'clusters/us/legacy/keep.yaml': ingress('keep', 'keep.us.example.com', AUTH, 'us'),
    'openshift/route.yaml': `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: r, namespace: os }
spec: { host: r.example.com, to: { kind: Service, name: web } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: os }
spec: { ports: [{ port: 80 }] }
`,
  };

  it('are conversions of their own; the later of several wins', async () => {
    await using tree = await Tree.of(files);
    const { status, out, err } = await tree.run('convert', '@.', '--report', 'json', '--verify');
    expect(status).toBe(2);
    const parentOf = (host: string) =>
      out
        .split('---\n')
        .filter((one) => one.includes(`- ${host}`) && one.includes('kind: HTTPRoute'))
        .flatMap((one) =>
          [...one.matchAll(/name: (\w+)\n(?:\s+namespace: \w+\n)?\s+sectionName: http\n/g)].map(([, name]) => name),
        );
    expect(parentOf('us.example.com')).toEqual(['shared']);
    expect(parentOf('eu.example.com')).toEqual(['public']);
    expect(parentOf('old.eu.example.com')).toEqual(['public']);
    expect(parentOf('r.example.com')).toEqual(['shared']);
    expect(parentOf('keep.us.example.com')).toEqual([]);
    const report = JSON.parse(err);
    expect(report.summary).toMatchObject({ inputs: 5, withheld: 1 });
    expect(report.verification.unexplained).toBe(0);
    expect(report.withheld[0].object.name).toBe('keep');
  });

  it('give way to the command line', async () => {
    await using tree = await Tree.of(files);
    const { out } = await tree.run('convert', '@clusters', '--gateway', 'infra/all');
    expect(out.match(/name: (?:public|shared)/g)).toBeNull();
    expect(out.match(/name: all/g)?.length).toBeGreaterThan(2);
  });

  it('tell of objects that would replace each other', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': 'overrides: [{ paths: b, gatewayClass: other }]\n',
      'a/web.yaml': ingress('web', 'a.example.com'),
      'b/web.yaml': ingress('web', 'b.example.com'),
    });
    const { status, err } = await tree.run('convert', '@.', '--report', 'json');
    const collisions = JSON.parse(err).items.filter(({ code }: { code: string }) => code === 'RS2338');
    expect(collisions.map(({ field }: { field: string }) => field).sort()).toEqual(['Gateway shop/nginx']);
    expect(status).toBe(2);
  });

  it('are verified one by one', async () => {
    await using tree = await Tree.of(files);
    const { status, out } = await tree.run('verify', '@.', '--report', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(out).unexplained).toEqual(0);
  });

  it('are asked for the hosts that their files serve', async () => {
    await using tree = await Tree.of({
      ...files,
      'both/web.yaml': ingress('web', 'us.example.com', [], 'both'),
      'routeshift.yaml': CONFIG.replace('overrides:\n', 'overrides:\n  - { paths: both, gateway: both/public }\n'),
    });
    const traced = async (host: string): Promise<string[]> => {
      const { status, out } = await tree.run('trace', `GET http://${host}/`, '@.');
      expect(status).toBe(0);
      return out.split('\n').filter((line) => line.startsWith('GET '));
    };
    expect(await traced('us.example.com')).toEqual([
      'GET http://us.example.com/  (files of no override)',
      'GET http://us.example.com/  (files of both)',
    ]);
    const legacy = 'clusters/*/legacy/**, !clusters/us/legacy/keep.yaml';
    expect(await traced('old.eu.example.com')).toEqual([
      `GET http://old.eu.example.com/  (files of clusters/eu and ${legacy})`,
    ]);
    expect(await traced('r.example.com')).toEqual(['GET http://r.example.com/  (files of openshift/**)']);
    const { out } = await tree.run('trace', 'GET http://eu.example.com/', '@.', '--report', 'json');
    expect(JSON.parse(out)).toMatchObject({
      overrides: ['clusters/eu'],
      source: { backend: 'eu/web:80' },
      agree: true,
    });
    // One conversion has no name among others.
    expect((await tree.run('trace', 'GET http://us.example.com/', '@clusters/us')).out).not.toContain('override');
  });

  it('answer the requests of users for their hosts', async () => {
    await using tree = await Tree.of({
      ...files,
      'probes.json': JSON.stringify([
        { host: 'eu.example.com', path: '/', expect: { backend: 'eu/web:80' } },
        { host: 'us.example.com', path: '/', expect: { backend: 'eu/web:80' } },
      ]),
    });
    const { status, out } = await tree.run('verify', '@clusters', '--probes', '@probes.json', '--report', 'json');
    expect(status).toBe(2);
    expect(JSON.parse(out).unmet).toEqual([
      expect.objectContaining({ request: expect.objectContaining({ host: 'us.example.com' }), target: 'us/web:80' }),
    ]);
  });
});

describe('suppressions', () => {
  const CONFIG = `severities: { RS0301: error }
suppressions:
  - { code: RS0301, path: teams/a/**, reason: read by our proxy, until: 2026-11-21 }
  - { object: Ingress */nobody, reason: just in case }
`;
  const files = {
    'routeshift.yaml': CONFIG,
    'teams/a/web.yaml': ingress('web', 'a.example.com', [UNKNOWN]),
    'teams/b/web.yaml': ingress('web', 'b.example.com', [
      UNKNOWN,
      "routeshift.dev/accept: 'RS0301 a typo that we keep'",
    ]),
  };
  const NOON = String(Date.UTC(2026, 10, 21, 12) / 1000);

  it('do not count, until the day after their last', async () => {
    await using tree = await Tree.of(files);
    vi.stubEnv('SOURCE_DATE_EPOCH', NOON);
    expect((await tree.run('convert', '@teams', '-q')).status).toBe(0);
    expect((await tree.run('convert', '@teams', '-q', '--no-config', '--fail-on', 'warning')).status).toBe(2);
    vi.stubEnv('SOURCE_DATE_EPOCH', String(Number(NOON) + 24 * 3600));
    const { status, err } = await tree.run('convert', '@teams', '--report', 'json');
    expect(status).toBe(2);
    const told = JSON.parse(err).items.filter(({ code }: { code: string }) => /RS233[23]/.test(code));
    expect(told.map(({ code, source }: { code: string; source: object }) => [code, source])).toEqual([
      ['RS2332', { file: '@routeshift.yaml', line: 3, column: 5 }],
      ['RS2333', { file: '@routeshift.yaml', line: 4, column: 5 }],
    ]);
  });

  it('need a day that can be read', async () => {
    await using tree = await Tree.of(files);
    vi.stubEnv('SOURCE_DATE_EPOCH', 'yesterday');
    expect(await tree.run('convert', '@teams')).toMatchObject({
      status: 1,
      err: 'error: SOURCE_DATE_EPOCH is "yesterday", no number of seconds\n',
    });
  });
});

describe('a baseline', () => {
  it('is written, read, and written again without what is gone', async () => {
    await using tree = await Tree.of({ 'web.yaml': ingress('web', 'a.example.com', [...AUTH, UNKNOWN]) });
    const run = (...flags: string[]) => tree.run('convert', '@web.yaml', '--fail-on', 'warning', ...flags);
    expect((await run()).status).toBe(2);
    const written = await run('--write-baseline', '@known.json');
    expect(written.status).toBe(0);
    expect(written.err).toMatch(/^routeshift: wrote \d+ findings to @known\.json$/m);
    const first = await readFile(tree.at('known.json'), 'utf8');
    expect((await run('--baseline', '@known.json')).status).toBe(0);
    await tree.write('web.yaml', ingress('web', 'a.example.com', [...AUTH, 'nginx.ingress.kubernetes.io/other: x']));
    expect((await run('--baseline', '@known.json')).status).toBe(2);
    const again = await run('--baseline', '@known.json', '--write-baseline', '@known.json');
    expect(again.status).toBe(0);
    expect(again.err).toMatch(/^routeshift: wrote \d+ findings to @known\.json: 1 new, 1 gone$/m);
    const second = await readFile(tree.at('known.json'), 'utf8');
    expect(second).not.toBe(first);
    await run('--baseline', '@known.json', '--write-baseline', '@known.json');
    expect(await readFile(tree.at('known.json'), 'utf8')).toBe(second);
  });

  it('has to be one that can be read', async () => {
    await using tree = await Tree.of({ 'web.yaml': ingress('web', 'a.example.com'), 'known.json': '<<<<<<< HEAD\n' });
    expect(await tree.run('convert', '@web.yaml', '--baseline', '@known.json')).toMatchObject({
      status: 1,
      out: '',
      err: 'error: --baseline @known.json: it is no JSON; write it again with --write-baseline\n',
    });
    expect(await tree.run('convert', '@web.yaml', '--baseline', '@absent.json')).toMatchObject({
      status: 1,
      err: 'error: --baseline @absent.json: no such file or directory\n',
    });
  });
});

describe('mappings', () => {
  const MAPPING = `controller: platform
prefix: platform.example.com
version: '1'
annotations:
  - key: team
    group: bookkeeping
    kind: string
    default: none
    scope: ingress
    invalid: ignored
    summary: Says whose it is.
    sample: { value: shop }
    source: our wiki
    targets:
      gateway-api: { verdict: redundant, caveat: The namespace says it. }
      openshift-route: { verdict: redundant, caveat: The namespace says it. }
obsolete: []
settings: []
`;

  it('are named by flag or configuration, and explained and listed', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': 'mappings: own/platform.yaml\n',
      'own/platform.yaml': MAPPING,
      'web.yaml': ingress('web', 'a.example.com', ['platform.example.com/team: shop']),
    });
    expect((await tree.run('convert', '@web.yaml', '--report', 'json')).err).toContain('The namespace says it.');
    expect((await tree.run('convert', '@web.yaml', '--no-config', '--report', 'json')).err).not.toContain(
      'The namespace says it.',
    );
    const flags = ['--no-config', '--mappings', '@own/platform.yaml'];
    expect((await tree.run('convert', '@web.yaml', '--report', 'json', ...flags)).err).toContain(
      'The namespace says it.',
    );
    expect((await tree.run('explain', 'team', ...flags)).out).toContain('platform.example.com/team');
    expect((await tree.run('list', ...flags)).out).toContain('Annotations of platform 1 (platform.example.com/)');
    await tree.write('own/platform.yaml', MAPPING.replace('kind: string', 'kind: strng'));
    expect(await tree.run('convert', '@web.yaml')).toMatchObject({
      status: 1,
      err: 'error: @own/platform.yaml cannot be used:\n  @own/platform.yaml:7:5: annotations[0].kind: "strng" is not known here: did you mean "string"?\n',
    });
  });
});

describe('routeshift config', () => {
  it('prints what counts, and where it comes from', async () => {
    await using tree = await Tree.of({
      'routeshift.yaml': `gateway: infra/public
accept: auth-type
severities: { RS0301: error }
overrides:
  - { paths: b, from: openshift-route }
`,
      'web.yaml': '',
    });
    const { status, out } = await tree.run('config', 'print', '@.', '--fail-on', 'warning');
    expect(status).toBe(0);
    const lines = out.split('\n').map((line) => line.replace(/ {2,}#/, ' #'));
    expect(lines).toEqual(
      expect.arrayContaining([
        'failOn: warning # command line',
        'from: ingress-nginx # default',
        'gateway: infra/public # @routeshift.yaml:1',
        'accept: ["auth-type"] # @routeshift.yaml:2',
        'severities: # @routeshift.yaml:3',
        '  - {"paths":"b","from":"openshift-route"} # @routeshift.yaml:5',
      ]),
    );
  });

  it('validates', async () => {
    await using tree = await Tree.of({ 'routeshift.yaml': 'gateway: infra/public\n', 'bad.yaml': 'gateway: 1\n' });
    expect(await tree.run('config', 'validate', '@routeshift.yaml')).toEqual({
      status: 0,
      out: '@routeshift.yaml: in order\n',
      err: '',
    });
    expect(await tree.run('config', 'validate', '@bad.yaml')).toEqual({
      status: 1,
      out: '',
      err: 'error: @bad.yaml cannot be used:\n  @bad.yaml:1:1: gateway: expected a text, found the number 1; put it in quotes\n',
    });
    await tree.write('bad.yaml', 'baseline: absent.json\n');
    expect((await tree.run('config', 'validate', '@bad.yaml')).err).toBe(
      'error: @absent.json: no such file or directory\n',
    );
  });
});
