import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MARKER } from '../../src/writing/write-files.js';
import { routeshift } from '../cli/captured.js';
import { commit, git, type MadeFile, makeRepository } from './repository.js';

let base = '';
let repository = '';
let files: MadeFile[] = [];

beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'routeshift-repository-'));
  repository = path.join(base, 'repository');
  files = makeRepository(repository);
  git(repository, 'tag', 'made');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));
afterEach(() => {
  git(repository, 'reset', '-q', '--hard', 'made');
  git(repository, 'clean', '-qfd');
});

/** What Git sees: `M`, `D` or `??`, and the file. */
function changes(): string[] {
  const output = git(repository, 'status', '--porcelain', '--untracked-files=all');
  return output.split('\n').filter((line) => line !== '');
}

function textOf(file: string): string {
  return readFileSync(path.join(repository, file), 'utf8');
}

const write = (mode: string, ...more: readonly string[]) => routeshift('convert', repository, '--write', mode, ...more);

describe('a repository of 300 files', () => {
  it('is as large as that', () => {
    expect(git(repository, 'ls-files').trim().split('\n').length).toBeGreaterThanOrEqual(300);
  });

  it('beside: changes no file but kustomizations, by added lines alone, and then nothing', async () => {
    const { status, err } = await write('beside');
    // There are withheld rules: that is what the status says, more loudly than what could not be read.
    expect(status).toBe(2);
    expect(err).toContain('created');
    for (const change of changes())
      expect(change).toMatch(/^ M .*kustomization\.yaml$|^\?\? .*\.gateway\.yaml$|^\?\? gateway-shop-nginx\.yaml$/);
    const stat = git(repository, 'diff', '--numstat').trim().split('\n');
    expect(stat.length).toBeGreaterThan(20);
    for (const line of stat) expect(line).toMatch(/^1\t0\t/);
    expect(textOf('apps/app-3/base/kustomization.yaml')).toContain('  - web.yaml\n  - web.gateway.yaml\n  # last\n');
    commit(repository);
    expect((await write('beside')).err).toContain('routeshift: nothing to change');
    expect(changes()).toEqual([]);
  });

  it('replace: changes converted documents alone, and then nothing', async () => {
    const { status } = await write('replace');
    expect(status).toBe(2);
    const edited = files.filter(({ replaced }) => replaced.length > 0);
    expect(edited.length).toBeGreaterThan(20);
    for (const { file, text, replaced } of edited) {
      let left = textOf(file);
      // All that stood around the documents is there, in its order.
      const around = replaced.reduce((rest, one) => rest.replace(one, '\0'), String(text)).split('\0');
      for (const piece of around) {
        const at = left.indexOf(piece);
        expect(at, `${file}: ${piece}`).not.toBe(-1);
        left = left.slice(at + piece.length);
      }
      for (const one of replaced) expect(textOf(file)).not.toContain(one);
      expect(textOf(file).endsWith('\n')).toBe(String(text).endsWith('\n'));
    }
    const names = edited.map(({ file }) => ` M ${file}`);
    const expected = [...names, ' M patched/base/web.yaml', '?? odd/list.gateway.yaml', '?? odd/wide.gateway.yaml'];
    expect(changes().sort()).toEqual([...expected, '?? odd/link.gateway.yaml', '?? gateway-shop-nginx.yaml'].sort());
    expect(lstatSync(path.join(repository, 'odd/link.yaml')).isSymbolicLink()).toBe(true);
    commit(repository);
    expect((await write('replace')).err).toContain('routeshift: nothing to change');
    expect(changes()).toEqual([]);
  });

  it('mirror: writes elsewhere and leaves the repository as it is', async () => {
    const mirror = path.join(base, 'mirror');
    expect((await write('mirror', '-o', mirror)).status).toBe(2);
    expect(changes()).toEqual([]);
    expect(readFileSync(path.join(mirror, 'apps/app-0/base/web.yaml'), 'utf8')).toMatch(new RegExp(`^${MARKER}`));
    expect(existsSync(path.join(mirror, 'apps/app-0/base/config.yaml'))).toBe(false);
    expect((await write('mirror', '-o', mirror)).err).toContain('nothing to change');
    mkdirSync(path.join(mirror, 'gone'));
    writeFileSync(path.join(mirror, 'gone/web.yaml'), `${MARKER}\n`);
    symlinkSync('..', path.join(mirror, 'gone/up'));
    const { err } = await write('mirror', '-o', mirror);
    expect(err).toContain(`${mirror}/gone/web.yaml\n  warning  manual, RS2309`);
    expect(err.match(/RS2309/g)).toHaveLength(1);
  });

  it('is not written into while Git has changes that are not committed', async () => {
    const { file } = files.find(({ replaced }) => replaced.length > 0) ?? { file: '' };
    rmSync(path.join(repository, 'chart/values.yaml'));
    const refused = await write('replace');
    expect(refused.status).toBe(1);
    expect(refused.err).toMatch(/^error: chart\/values.yaml is not committed; nothing was written/);
    expect(changes()).toEqual([' D chart/values.yaml']);
    expect((await write('replace', '--allow-dirty')).status).toBe(2);
    expect(changes()).toContain(` M ${file}`);
  });

  it('has its chart told once, with the command that renders it', async () => {
    const { err, status } = await write('beside', '--fail-on', 'never');
    expect(status).toBe(4);
    expect(err.match(/a Helm chart/g)).toHaveLength(1);
    expect(err.replace(/\s+/g, ' ')).toContain(`helm template ${repository}/chart | routeshift convert -`);
  });

  it('is read as far as .routeshiftignore, --include and --exclude say', async () => {
    await write('beside', '--exclude', 'apps/app-1*', '--exclude', 'patched');
    const created = changes().filter((line) => line.startsWith('??'));
    expect(created.some((line) => /vendor|ignored|patched|app-1/.test(line))).toBe(false);
    expect(created).toContain('?? apps/app-2/base/web.gateway.yaml');
    git(repository, 'clean', '-qfd');
    git(repository, 'checkout', '-q', '.');
    await write('beside', '--include', 'apps/app-2/**');
    expect(changes().sort()).toEqual([' M apps/app-2/base/kustomization.yaml', '?? apps/app-2/base/web.gateway.yaml']);
  });

  it('is no mirror of itself', async () => {
    const { status, err } = await write('mirror', '-o', `${repository}/apps/..`, '--force');
    expect([status, err]).toEqual([1, expect.stringContaining('cannot be the directory itself')]);
    expect(changes()).toEqual([]);
  });

  it.each([
    [['--write', 'mirror'], 'needs a directory'],
    [['--write', 'beside', '-o', 'x'], 'goes with --write mirror'],
    [['odd', '--write', 'beside'], 'one directory at a time'],
    [['--write', 'beside', '--force', '--write', 'sideways'], 'Allowed choices'],
  ])('refuses %j', async (args, words) => {
    const { status, err } = await routeshift('convert', repository, ...args);
    expect(status).toBe(1);
    expect(err).toContain(words);
    expect(changes()).toEqual([]);
  });
});
