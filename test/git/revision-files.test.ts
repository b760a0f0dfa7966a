import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RevisionFiles } from '../../src/git/revision-files.js';
import { readInputs } from '../../src/manifests/files.js';
import { Repository } from './repository.js';

const INGRESS = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n';
let repository: Repository;

beforeEach(() => {
  repository = new Repository();
});
afterEach(() => repository.remove());

async function at(revision: string, paths: readonly string[], cwd = repository.root) {
  const files = await RevisionFiles.open(cwd, revision);
  const { texts, missing } = await files.texts(paths);
  const read: string[] = [];
  const problems: string[] = [];
  for await (const { text, problem } of texts) {
    if (text !== undefined) read.push(`${text.file}${text.incidental === true ? '' : ' (named)'}`);
    else problems.push(`${problem.code} ${problem.source.file}`);
  }
  return { read, problems, missing };
}

async function inWorkTree(paths: readonly string[], cwd = repository.root): Promise<string[]> {
  const { texts } = await readInputs(paths, { cwd });
  // Links out of the repository lead to nothing that a revision has.
  const inside = texts.filter(({ file }) => !file.endsWith('outside.yaml'));
  return inside.map(({ file, incidental }) => `${file}${incidental === true ? '' : ' (named)'}`);
}

/** A tree with all that makes reading a directory more than listing it. */
function fill(): void {
  symlinkSync('web.tmpl', join(repository.root, 'current.yaml'));
  symlinkSync('apps/b.yaml', join(repository.root, 'again.yaml'));
  symlinkSync('/etc/hostname', join(repository.root, 'outside.yaml'));
  symlinkSync('loop.yaml', join(repository.root, 'loop.yaml'));
  repository.commit({
    'web.tmpl': INGRESS,
    '.gitignore': 'out/\n*.gen.yaml\n',
    'a.yaml': INGRESS,
    'apps/b.yaml': INGRESS,
    'apps/ünï côdé.yml': INGRESS,
    'apps/.hidden/c.yaml': INGRESS,
    'apps/.gitignore': '!keep.gen.yaml\nlocal.yaml\n',
    'apps/README.md': INGRESS,
    'apps/values.json': '{"no": 1}',
    'apps/node_modules/x.yaml': INGRESS,
    'bytes.yaml': Uint8Array.from([0xff, 0xfe, 0x61, 0x00]),
  });
  repository.write({
    'out/x.yaml': INGRESS,
    'apps/keep.gen.yaml': INGRESS,
    'apps/local.yaml': INGRESS,
    'no.gen.yaml': INGRESS,
  });
  repository.git('add', '--all', '--force');
  repository.git('commit', '--quiet', '--message=x');
}

describe('a revision', () => {
  it.each([
    [['.']],
    [['apps']],
    [['./apps/', 'a.yaml']],
    [['apps/*.yaml', 'web.tmpl']],
    [['**/*.{yml,yaml}']],
    [['out', 'apps/../a.yaml']],
  ])('is read as the work tree is: %s', async (paths) => {
    fill();
    const { read, missing } = await at('HEAD', paths);
    expect(read).toEqual(await inWorkTree(paths));
    expect(read.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('is read from a directory below the top', async () => {
    fill();
    const cwd = join(repository.root, 'apps');
    for (const paths of [['.'], ['../a.yaml', 'b.yaml'], ['..']])
      expect((await at('HEAD', paths, cwd)).read).toEqual(await inWorkTree(paths, cwd));
  });

  it('is what was committed, not what stands in the work tree', async () => {
    const first = repository.commit({ 'apps/old.yaml': INGRESS });
    repository.commit({ 'apps/old.yaml': undefined, 'apps/new.yaml': INGRESS });
    expect((await at(first, ['apps'])).read).toEqual(['apps/old.yaml']);
    expect((await at('HEAD~1', ['apps', 'nowhere', 'no*.yaml'])).missing).toEqual(['nowhere', 'no*.yaml']);
    expect((await at('HEAD', ['apps'])).read).toEqual(['apps/new.yaml']);
  });

  it('is filtered by globs, and leaves templates of charts to Helm', async () => {
    const template = '{{ if .x }}\nkind: Ingress\n{{ end }}\n';
    repository.commit({
      'charts/a/Chart.yaml': 'name: a\n',
      'charts/a/templates/deep/web.yaml': template,
      'charts/a/charts/b/Chart.yaml': 'name: b\n',
      'charts/a/charts/b/templates/web.yaml': template,
      'charts/a/values.yaml': 'kind: x\n',
      'apps/a.yaml': INGRESS,
      'apps/test/b.yaml': INGRESS,
      'apps/c.json': '{"kind": 1}',
    });
    const cases = [
      { paths: ['.'] },
      { paths: ['charts/a', 'apps'] },
      { paths: ['.'], include: ['apps'] },
      { paths: ['.', 'charts/a'], exclude: ['test'] },
      { paths: ['apps'], include: ['*.yaml'], exclude: ['apps/test/'] },
      { paths: ['apps/**/*.yaml'], exclude: ['a.yaml'] },
      { paths: ['apps/a.yaml'], exclude: ['a.yaml'] },
    ];
    for (const { paths, ...globs } of cases) {
      const files = await RevisionFiles.open(repository.root, 'HEAD');
      const { texts } = await files.texts(paths, globs);
      const old: string[] = [];
      for await (const { text, problem } of texts) old.push(text?.file ?? JSON.stringify(problem));
      const now = await readInputs(paths, { cwd: repository.root, ...globs });
      expect(old).toEqual([...now.texts.map(({ file }) => file), ...now.problems.map((one) => JSON.stringify(one))]);
      expect(old.length).toBeGreaterThan(0);
    }
  });

  it('honours .routeshiftignore', async () => {
    repository.commit({ '.routeshiftignore': 'legacy/\n', 'legacy/a.yaml': INGRESS, 'b.yaml': INGRESS });
    expect((await at('HEAD', ['.'])).read).toEqual(['b.yaml']);
  });

  it('says which files are no text, and leaves out other repositories', async () => {
    repository.commit({ 'zero.yaml': Uint8Array.from([0x6b, 0x69, 0x6e, 0x64, 0x00]), 'a.yaml': INGRESS });
    const commit = repository.git('rev-parse', 'HEAD').trim();
    repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},other`);
    repository.write({ 'other/x.yaml': INGRESS });
    const { read, problems } = await at('HEAD', ['.']);
    expect([read, problems]).toEqual([['a.yaml'], ['RS0102 zero.yaml']]);
    const files = await RevisionFiles.open(repository.root, 'HEAD');
    symlinkSync('/etc/hostname', join(repository.root, 'outside.yaml'));
    const names = ['other/x.yaml', 'outside.yaml', 'a.yaml', 'not-yet.yaml'];
    expect(await Promise.all(names.map((name) => files.couldHold(name)))).toEqual([false, false, true, true]);
  });

  it('has many files', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `f${String(i).padStart(3, '0')}.yaml`);
    repository.commit(Object.fromEntries(names.map((name) => [name, `${INGRESS}# ${name}\n`])));
    expect((await at('HEAD', ['.'])).read).toEqual(names);
  });
});

describe('what is asked for in vain', () => {
  it.each([
    ['nonsense', /no commit nonsense/],
    ['HEAD:apps', /no commit HEAD:apps/],
    ['--output=x', /no name of a revision/],
    ['-1', /no name of a revision/],
    ['', /no name of a revision/],
    ['a b', /no name of a revision/],
    ['main\0', /no name of a revision/],
  ])('is said: %j', async (revision, words) => {
    repository.commit({ 'a.yaml': INGRESS });
    await expect(at(revision, ['.'])).rejects.toThrow(words);
  });

  it('is said of a path outside, and of a directory without repository', async () => {
    repository.commit({ 'a.yaml': INGRESS });
    await expect(at('HEAD', ['..'])).rejects.toThrow(/outside the repository/);
    await expect(at('HEAD', ['.'], '/')).rejects.toThrow(/in no Git repository/);
  });

  it('is said of an empty repository', async () => {
    await expect(at('HEAD', ['.'])).rejects.toThrow(/no commit HEAD/);
  });

  it('is said of a shallow clone', async () => {
    repository.commit({ 'a.yaml': INGRESS });
    repository.commit({ 'a.yaml': `${INGRESS}# x\n` });
    const clone = new Repository();
    try {
      clone.git('fetch', '--quiet', '--depth=1', `file://${repository.root}`, 'main:refs/heads/other');
      clone.git('checkout', '--quiet', 'other');
      await expect(at('HEAD~1', ['.'], clone.root)).rejects.toThrow(/shallow/);
    } finally {
      clone.remove();
    }
  });
});
