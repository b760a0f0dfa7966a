import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from './captured.js';

const PLAIN = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
`;
const GUARDED = PLAIN.replace(
  '  namespace: shop\n',
  `  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/auth-type: basic
    nginx.ingress.kubernetes.io/auth-secret: users
`,
);

let base: string;
const at = (name: string) => join(base, name);

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-cli-'));
  await writeFile(at('plain.yaml'), PLAIN);
  await writeFile(at('guarded.yaml'), GUARDED);
  await writeFile(at('broken.yaml'), 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: [\n');
  await mkdir(at('mixed'));
  await writeFile(at('mixed/plain.yaml'), PLAIN);
  await writeFile(at('mixed/broken.yaml'), 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: [\n');
});
afterAll(() => rm(base, { recursive: true }));

describe('routeshift convert', () => {
  it('prints manifests on stdout and the report on stderr', async () => {
    const { status, out, err } = await routeshift('convert', at('plain.yaml'));
    expect(status).toBe(0);
    const kinds = loadAll(out).map((object) => (object as { kind: string }).kind);
    expect(kinds).toContain('Gateway');
    expect(kinds).toContain('HTTPRoute');
    expect(out).toMatch(/^# .*plain\.yaml:1 /m);
    expect(err).toContain('Ingress shop/web');
    expect(err).toContain('Summary');
  });

  it('leaves comments out with --no-comments', async () => {
    expect((await routeshift('convert', at('guarded.yaml'), '--no-comments')).out).not.toMatch(/^\s*#/m);
  });

  it('says nothing on stderr with -q', async () => {
    expect((await routeshift('convert', '-q', at('plain.yaml'))).err).toBe('');
  });

  it('answers 2 for a withheld rule, 0 when it is accepted or --fail-on never', async () => {
    const refused = await routeshift('convert', at('guarded.yaml'));
    expect(refused.status).toBe(2);
    const flags = /--accept [^ ]+(?: --accept [^ ]+)*/.exec(refused.err)?.[0].split(' ') ?? [];
    expect(flags).not.toEqual([]);
    expect((await routeshift('convert', at('guarded.yaml'), ...flags)).status).toBe(0);
    expect((await routeshift('convert', at('guarded.yaml'), '--fail-on', 'never')).status).toBe(0);
  });

  it('answers 4 for an unreadable input and converts the rest', async () => {
    const { status, out } = await routeshift('convert', at('mixed'));
    expect(status).toBe(4);
    expect(out).toContain('shop.example.com');
  });

  it('writes every report that is asked for, and then only a line on stderr', async () => {
    const reports = [
      '--report',
      `json=${at('r.json')}`,
      '--report',
      `markdown=${at('r.md')}`,
      '--report',
      `text=${at('r')}`,
    ];
    const { err } = await routeshift('convert', at('guarded.yaml'), ...reports);
    expect(JSON.parse(await readFile(at('r.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
      summary: { withheld: 1 },
    });
    expect(await readFile(at('r.md'), 'utf8')).toMatch(/^# Conversion to Gateway API 1\.5/);
    expect(await readFile(at('r'), 'utf8')).toContain('Summary');
    expect(err).toMatch(/^routeshift: .* 1 rule withheld, .*\n$/);
  });

  it('prints a report on stderr, not on stdout, when it names no file', async () => {
    const { out, err } = await routeshift('convert', at('plain.yaml'), '--report', 'json');
    expect(JSON.parse(err)).toMatchObject({ tool: { name: 'routeshift' } });
    expect(out).not.toContain('schemaVersion');
  });

  it('writes files with -o, and stdout then carries nothing', async () => {
    const directory = at('out');
    const { status, out } = await routeshift('convert', at('plain.yaml'), '-o', directory, '-q');
    expect({ status, out }).toEqual({ status: 0, out: '' });
    const files = await readdir(directory);
    expect(files.some((file) => /^httproute-shop-.*\.yaml$/.test(file))).toBe(true);
  });

  it('replaces foreign files only with --force', async () => {
    const directory = at('taken');
    await routeshift('convert', at('plain.yaml'), '-o', directory);
    const [file] = await readdir(directory);
    await writeFile(join(directory, String(file)), 'mine: true\n');
    const refused = await routeshift('convert', at('plain.yaml'), '-o', directory);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain(String(file));
    expect((await routeshift('convert', at('plain.yaml'), '-o', directory, '--force')).status).toBe(0);
  });

  it('reads the settings of the controller from a ConfigMap, and says what is wrong with anything else', async () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: controller\ndata:\n  ssl-redirect: "false"\n';
    await writeFile(at('config.yaml'), map);
    expect((await routeshift('convert', at('plain.yaml'), '--controller-config', at('config.yaml'))).status).toBe(0);
    const none = await routeshift('convert', at('plain.yaml'), '--controller-config', at('plain.yaml'));
    expect(none).toMatchObject({ status: 1, out: '' });
    expect(none.err).toContain('0 ConfigMaps');
    expect((await routeshift('convert', at('plain.yaml'), '--controller-config', at('absent.yaml'))).err).toContain(
      'no such file',
    );
  });
});

describe('wrong usage', () => {
  it.each([
    [['convert']],
    [['convert', 'x', '--report', 'pdf']],
    [['convert', 'x', '--report', 'json=']],
    [['convert', 'x', '--fail-on', 'everything']],
    [['convert', 'x', '--http-listener', 'web']],
    [['convert', 'x', '--frobnicate']],
    [['frobnicate']],
    [[]],
  ])('%j answers 1, with words on stderr only', async (args) => {
    const { status, out, err } = await routeshift(...args);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).not.toBe('');
    expect(err).not.toContain('internal error');
  });

  it('an output that cannot be written answers 1 with the place and the reason', async () => {
    const { status, err } = await routeshift(
      'convert',
      at('plain.yaml'),
      '--report',
      `json=${at('no/such/dir/r.json')}`,
    );
    expect(status).toBe(1);
    expect(err).toMatch(/^error: .*no\/such\/dir\/r\.json: no such file or directory$/m);
  });
});

describe('--help and --version', () => {
  it('are data on stdout', async () => {
    expect(await routeshift('--version')).toMatchObject({ status: 0, out: '0.1.0\n', err: '' });
    const help = await routeshift('--help');
    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain('Examples:');
  });

  it('convert --help names every exit status', async () => {
    const { out } = await routeshift('convert', '--help');
    for (const status of ['0', '1', '2', '4']) expect(out).toMatch(new RegExp(`^ {2}${status} {2}\\w`, 'm'));
  });
});

describe('routeshift explain', () => {
  it.each(['auth-type', 'nginx.ingress.kubernetes.io/auth-type', 'example.com/auth-type'])('%s', async (key) => {
    const { status, out } = await routeshift('explain', key);
    expect(status).toBe(0);
    expect(out).toContain('nginx.ingress.kubernetes.io/auth-type');
    expect(out).toContain('--accept auth-type');
  });

  it('knows older names, keys of old releases and finding codes', async () => {
    expect((await routeshift('explain', 'whitelist-source-range')).out).toMatch(
      /^whitelist-source-range is an older name/,
    );
    expect((await routeshift('explain', 'secure-backends')).out).toContain('does not read it');
    expect((await routeshift('explain', 'rs0001')).out).toMatch(/^RS0001: /);
  });

  it('suggests what was meant', async () => {
    const { status, out, err } = await routeshift('explain', 'auth-tpye');
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('did you mean auth-type?');
    expect((await routeshift('explain', 'RS9999')).status).toBe(1);
  });
});

describe('routeshift list', () => {
  it('names every annotation and finding, as text and as JSON', async () => {
    const json = JSON.parse((await routeshift('list', '--json')).out);
    const { out } = await routeshift('list');
    expect(json.annotations.length).toBeGreaterThan(100);
    for (const { key } of json.annotations) expect(out).toContain(key);
    for (const { code } of json.findings) expect(out).toContain(code);
    expect(json.annotations[0]).not.toHaveProperty('sample');
  });
});
