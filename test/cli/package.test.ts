import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SOURCES, TARGETS } from '../../src/options.js';
import { PROFILES } from '../../src/profile.js';
import { ensureBuilt } from '../built.js';

const call = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec: { rules: [{ host: shop.example.com }] }
`;

let base: string;
let unpacked: string;
let cli: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-package-'));
  await ensureBuilt();
  await call('npm', ['pack', '--ignore-scripts', '--pack-destination', base], { cwd: root });
  const [tarball] = await readdir(base);
  await call('tar', ['-xzf', String(tarball)], { cwd: base });
  unpacked = join(base, 'package');
  cli = join(unpacked, 'dist/cli.js');
});
afterAll(() => rm(base, { recursive: true }));

describe('the packed package', () => {
  it('holds what it needs and nothing else', async () => {
    expect((await readdir(unpacked)).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'mappings',
      'package.json',
    ]);
    const docs = await readdir(join(unpacked, 'docs'));
    expect(docs.filter((name) => !name.endsWith('.md'))).toEqual(['rbac.yaml']);
    expect((await readdir(join(unpacked, 'dist'))).sort()).toEqual([
      'THIRD_PARTY_LICENSES.txt',
      'chunks',
      'cli.js',
      'config.schema.json',
      'diff.schema.json',
      'index.js',
      'report.schema.json',
      'types',
      'verification.js',
    ]);
  });

  it('prints the help of every command', async () => {
    const { stdout } = await call(process.execPath, [cli, '--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<| )/gm)].map(([, name = '']) => name);
    expect(commands).toEqual(expect.arrayContaining(['convert', 'diff', 'verify', 'trace', 'audit', 'completion']));
    for (const command of commands)
      expect((await call(process.execPath, [cli, command, '--help'])).stdout).toContain(`Usage: routeshift ${command}`);
  });

  it.each([
    ...SOURCES.flatMap((from) => TARGETS.map((to) => `--from ${from} --to ${to}`)),
    ...PROFILES.map((profile) => `--profile ${profile}`),
    '--from auto --verify',
  ])('finds the code for %s', async (flags) => {
    await writeFile(join(base, 'shop.yaml'), INGRESS);
    const { stdout, stderr } = await call(
      process.execPath,
      [cli, 'convert', 'shop.yaml', '--fail-on', 'never', ...flags.split(' ')],
      { cwd: base },
    );
    expect(stdout + stderr).not.toContain('internal error');
    expect(stderr).toContain('shop');
  });

  it('has no dependencies', async () => {
    const manifest = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('peerDependencies');
  });

  it('names the licence of every package that it contains', async () => {
    const text = await readFile(join(unpacked, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
    for (const name of ['@eslint-community/regexpp', 'commander', 'js-yaml', 'picocolors', 're2js'])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  it('converts the sample from another folder', async () => {
    const args = ['convert', join(root, 'testdata/sample'), '--fail-on', 'never'];
    const { stdout, stderr } = await call(cli, args, { cwd: base });
    expect(stdout).toContain('kind: HTTPRoute');
    expect(stderr).toContain('Summary');
  });

  it('verifies and traces the sample', async () => {
    const sample = join(root, 'testdata/sample');
    const verified = await call(cli, ['verify', sample], { cwd: base });
    expect(verified.stdout).toContain('0 unexplained');
    const traced = await call(cli, ['trace', 'GET https://shop.example.com/cart', sample], { cwd: base });
    expect(traced.stdout).toContain('before  forwarded to shop/web:80');
  });

  it('reads standard input', async () => {
    const child = spawn(process.execPath, [cli, 'convert', '-', '-q', '--fail-on', 'never'], { cwd: base });
    child.stdin.end(await readFile(join(root, 'testdata/sample/api.yaml')));
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    expect(await new Promise((done) => child.on('close', done))).toBe(0);
    expect(out).toContain('api.shop.example.com');
  });

  it('is silent when the reader of its output goes away', async () => {
    const one = await readFile(join(root, 'testdata/sample/api.yaml'), 'utf8');
    const many = Array.from({ length: 500 }, (_, i) => one.replaceAll('api', `api-${i}`)).join('---\n');
    await writeFile(join(base, 'many.yaml'), many);
    const child = spawn(process.execPath, [cli, 'convert', '-q', 'many.yaml', '--fail-on', 'never'], { cwd: base });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (data) => {
      err += data;
    });
    expect(await new Promise((done) => child.on('close', done))).toBe(0);
    expect(err).toBe('');
  });

  it('is a library that runs without any module of Node', async () => {
    const refuse = `import { isBuiltin } from 'node:module';
      export const resolve = (name, context, next) => {
        if (isBuiltin(name)) throw new Error('imports ' + name);
        return next(name, context);
      };`;
    const script = `import { register } from 'node:module';
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(refuse)}));
      const { convert } = await import(${JSON.stringify(pathToFileURL(join(unpacked, 'dist/index.js')).href)});
      process.stdout.write(typeof convert);`;
    const { stdout } = await call(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout).toBe('function');
  });
});
