import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { git, makeRepository } from '../tree/repository.js';
import { routeshift } from './captured.js';

const home = process.cwd();
let base = '';
let repository = '';

beforeAll(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'routeshift-diff-')));
  repository = path.join(base, 'repository');
  makeRepository(repository);
  git(repository, 'tag', 'made');
  process.chdir(repository);
});
afterAll(() => {
  process.chdir(home);
  rmSync(base, { recursive: true, force: true });
});
afterEach(() => {
  git(repository, 'reset', '-q', '--hard', 'made');
  git(repository, 'clean', '-qfd');
});

/** Everything that differs from the commit, in Git's own words. */
function state(): string {
  git(repository, 'add', '-A');
  return git(repository, 'diff', '--cached', '--binary', 'made');
}

describe('a repository of 300 files', () => {
  it('has no difference to its own commit; what is broken is broken on both sides', async () => {
    const { status, out } = await routeshift('diff', '--base', 'made', '.');
    expect([status, out]).toEqual([4, expect.stringContaining('): no difference\n')]);
    expect(out).toContain('not compared odd/broken.yaml');
  });

  it('shows a changed annotation with the behaviour that it changes, and nothing else', async () => {
    const file = 'apps/app-5/base/web.yaml';
    const text = readFileSync(file, 'utf8');
    const key = 'metadata:\r\n  name: app-5\r\n';
    expect(text).toContain(key);
    const annotated = `${key}  annotations:\r\n    nginx.ingress.kubernetes.io/app-root: /home\r\n`;
    writeFileSync(file, `# moved\r\n${text.replace(key, annotated)}`);
    const { status, out } = await routeshift('diff', '--base', 'made', '.', '--report', 'json');
    expect(status).toBe(3);
    const { objects, findings, behaviour, withheld } = JSON.parse(out);
    expect(objects.changed.map(({ name }: { name: string }) => name)).toEqual([expect.stringMatching(/^app-5-/)]);
    expect([objects.added, objects.removed, withheld.appeared, withheld.vanished]).toEqual([[], [], [], []]);
    for (const { annotation } of findings.appeared) expect(annotation).toBe('nginx.ingress.kubernetes.io/app-root');
    const hosts = new Set(behaviour.groups.map(({ host }: { host: string }) => host));
    expect([...hosts]).toEqual([expect.stringMatching(/^app-5\./)]);
    expect(behaviour.groups.map(({ controller }: { controller: string }) => controller)).toContain('alike');
    const { out: comment } = await routeshift('diff', '--base', 'made', '.', '--report', 'markdown', '--check');
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toContain('/home');
  });

  it.each(['beside', 'replace'])('has a patch with which git apply does what --write %s does', async (mode) => {
    const { status, out } = await routeshift('diff', '.', '--write', mode);
    expect(status).toBe(3);
    expect(git(repository, 'status', '--porcelain')).toBe('');
    const patch = path.join(base, 'patch');
    writeFileSync(patch, out);
    git(repository, 'apply', '--whitespace=nowarn', patch);
    const patched = state();
    git(repository, 'reset', '-q', '--hard', 'made');
    await routeshift('convert', '.', '--write', mode, '-q');
    expect(patched).toBe(state());
    expect(patched.length).toBeGreaterThan(10_000);
    expect((await routeshift('diff', '.', '--write', mode)).out).toBe('');
  });
});
