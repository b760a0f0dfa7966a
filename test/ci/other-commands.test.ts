import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../built.js';
import { commit, hook, install, shim } from './hooks.js';
import { gitEnvironment, ingress, Repository } from './repository.js';
import { runAction } from './run-action.js';

/** What the action, the hooks, the component and the page use beside convert: diff, the other reports, baselines, shards. */

beforeAll(ensureBuilt);

const root = resolve(import.meta.dirname, '../..');
const SLOW = { 'proxy-read-timeout': '30' };
const GUARDED = { 'auth-type': 'basic', 'auth-secret': 'users' };

/** A repository whose main has one Ingress, and a branch in which it is another one. */
function pullRequest(after: Readonly<Record<string, string>>): Repository {
  const repository = new Repository({ 'manifests/web.yaml': ingress('web') });
  repository.git('checkout', '--quiet', '-b', 'change');
  repository.commit(after);
  return repository;
}

describe('the action in a pull request', () => {
  it('tells what is merged changes, against what it is merged into', () => {
    using repository = pullRequest({ 'manifests/web.yaml': ingress('web', SLOW) });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'manifests/other.yaml': ingress('other') });
    repository.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'change');
    const { path: workspace, scratch } = repository;
    // The event may name an older base: then everything that happened since would look like the author's.
    const sha = repository.git('rev-list', '--max-parents=0', 'HEAD').trim();
    const github = { event_name: 'pull_request', event: { pull_request: { base: { sha } } } };
    const run = runAction({ paths: 'manifests/', annotate: 'false' }, { workspace, scratch, github });
    expect(run.log).not.toContain('error:');
    expect(run).toMatchObject({ isSuccess: true, outputs: { status: '0', changed: 'true' } });
    expect(run.outputs['comment-body']).toContain('web');
    expect(run.outputs['comment-body']).not.toContain('other');
    expect(run.summary).toContain('web');
    expect(run.outputs['comment-body']?.length).toBeLessThan(65_536);
  });

  it('works in a clone of one commit, and fetches the base', () => {
    using repository = pullRequest({ 'manifests/web.yaml': ingress('web', SLOW) });
    const sha = repository.git('rev-parse', 'main').trim();
    repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const workspace = join(repository.base, 'shallow');
    const from = `file://${repository.path}`;
    execFileSync('git', ['clone', '--quiet', '--depth=1', '--branch=change', from, workspace], {
      env: gitEnvironment(),
    });
    const github = { event_name: 'pull_request', event: { pull_request: { base: { sha } } } };
    const inputs = { paths: 'manifests/', annotate: 'false', 'fail-on-difference': 'true' };
    const run = runAction(inputs, { workspace, scratch: repository.scratch, github });
    expect(run).toMatchObject({ isSuccess: false, outputs: { status: '0', changed: 'true' } });
  });

  it('says so where nothing changes', () => {
    using repository = pullRequest({ 'manifests/web.yaml': `# A comment.\n${ingress('web')}`, 'README.md': 'x\n' });
    const { path: workspace, scratch } = repository;
    const inputs = { paths: 'manifests/', base: 'main', annotate: 'false', 'fail-on-difference': 'true' };
    const run = runAction(inputs, { workspace, scratch });
    expect(run).toMatchObject({ isSuccess: true, outputs: { changed: 'false' } });
    expect(run.outputs['comment-body']).toContain('has not changed');
  });
});

describe('the reports of the action', () => {
  it('show findings at their lines, as SARIF too, and only new ones beside a baseline', () => {
    using repository = new Repository({ 'web.yaml': ingress('web', GUARDED) });
    const { path: workspace, scratch } = repository;
    const run = runAction({ base: 'none', sarif: 'found.sarif' }, { workspace, scratch });
    expect(run.isSuccess).toBe(false);
    expect(run.log).toMatch(/^::error .*file=web\.yaml,line=\d+/m);
    const sarif = JSON.parse(readFileSync(join(workspace, 'found.sarif'), 'utf8'));
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'routeshift' } } }] });
    const cli = join(root, 'dist/cli.js');
    const write = ['convert', 'web.yaml', '--check', '--write-baseline', 'known.json', '--fail-on', 'never'];
    execFileSync(process.execPath, [cli, ...write], { cwd: workspace, stdio: 'pipe' });
    const known = runAction({ base: 'none', baseline: 'known.json', paths: 'web.yaml' }, { workspace, scratch });
    expect(known.isSuccess).toBe(true);
  });
});

describe('the hook routeshift-diff', () => {
  it('shows what a commit would change, and fails for it', () => {
    using repository = new Repository({ 'web.yaml': ingress('web') });
    install(repository, hook('routeshift-diff'));
    repository.write({ 'README.md': 'x\n' });
    expect(commit(repository)).toMatchObject({ isDone: true });
    repository.write({ 'web.yaml': ingress('web', SLOW) });
    const { isDone, said } = commit(repository);
    expect(isDone).toBe(false);
    expect(said).toContain('web');
  });
});

describe('the jobs of the component for GitLab', () => {
  /** Runs a job's script as the runner does. */
  function runJob(name: string, repository: Repository, variables: Readonly<Record<string, string>>) {
    const [header, jobs] = loadAll(readFileSync(join(root, 'templates/routeshift.yml'), 'utf8')) as unknown as [
      { readonly spec: { readonly inputs: Readonly<Record<string, { readonly default: string }>> } },
      Readonly<Record<string, { readonly script: readonly string[] }>>,
    ];
    const script = (jobs[name]?.script ?? []).join('\n');
    const given = script.replace(
      /\$\[\[ inputs\.(\w+) \]\]/g,
      (_whole, input: string) => header.spec.inputs[input]?.default ?? '',
    );
    const PATH = `${shim(repository)}:${process.env.PATH}`;
    return spawnSync('bash', ['-eo', 'pipefail', '-c', given], {
      cwd: repository.path,
      encoding: 'utf8',
      env: { ...gitEnvironment(), PATH, ...variables },
    });
  }

  it('write what the artifacts name', () => {
    using repository = new Repository({ 'web.yaml': ingress('web', GUARDED) });
    const { status } = runJob('routeshift', repository, {});
    expect(status).toBe(2);
    const quality = JSON.parse(readFileSync(join(repository.path, 'gl-code-quality-report.json'), 'utf8'));
    expect(quality).toContainEqual(
      expect.objectContaining({ location: expect.objectContaining({ path: 'web.yaml' }) }),
    );
    expect(readFileSync(join(repository.path, 'routeshift/junit.xml'), 'utf8')).toContain('<testsuite');
    expect(existsSync(join(repository.path, 'routeshift/report.md'))).toBe(true);
  });

  it('compare with what a merge request began at', () => {
    using repository = pullRequest({ 'manifests/web.yaml': ingress('web', SLOW) });
    const variables = { CI_MERGE_REQUEST_DIFF_BASE_SHA: repository.git('rev-parse', 'main').trim() };
    const { status, stdout, stderr } = runJob('routeshift-diff', repository, variables);
    expect(status, stderr).toBe(3);
    expect(stdout + stderr).toContain('web');
    expect(existsSync(join(repository.path, 'routeshift/diff.md'))).toBe(true);
  });
});

describe('the page about CI', () => {
  it('names commands and flags that there are', () => {
    const cli = join(root, 'dist/cli.js');
    const help = (...words: readonly string[]): string =>
      execFileSync(process.execPath, [cli, ...words, '--help'], { encoding: 'utf8' });
    expect(help('convert')).toContain('--shard');
    expect(help('report', 'merge')).toContain('merge');
  });
});
