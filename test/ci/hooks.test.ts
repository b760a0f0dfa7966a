import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../built.js';
import { commit, hook, hooks, install } from './hooks.js';
import { ingress, Repository } from './repository.js';

beforeAll(ensureBuilt);

const GUARDED = { 'auth-type': 'basic', 'auth-secret': 'users' };

describe('the hooks', () => {
  it('are what pre-commit asks for', () => {
    expect(hooks.map(({ id }) => id)).toEqual(['routeshift-check', 'routeshift-diff']);
    for (const { name, description, entry, language } of hooks) {
      expect(`${name} ${description}`).not.toContain('undefined');
      expect(language).toBe('node');
      // The command of the package.
      const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
      expect(Object.keys(bin)).toContain(entry.split(' ')[0]);
    }
  });

  it('check lets a commit pass that converts, and prints no manifests', () => {
    using repository = new Repository({ 'README.md': 'x\n' });
    install(repository, hook('routeshift-check'));
    repository.write({ 'web.yaml': ingress('web'), '-odd name.yaml': ingress('odd') });
    const { isDone, said } = commit(repository);
    expect(said).not.toContain('kind: HTTPRoute');
    expect(said).toContain('2 inputs read');
    expect(isDone).toBe(true);
  });

  it('check refuses a commit with a finding that is an error, and looks at nothing else', () => {
    using repository = new Repository({ 'old.yaml': ingress('old', GUARDED) });
    install(repository, hook('routeshift-check'));
    repository.write({ 'web.yaml': ingress('web', GUARDED) });
    const { isDone, said } = commit(repository);
    expect(isDone).toBe(false);
    expect(said).toContain('web.yaml');
    expect(said).not.toContain('old.yaml');
    repository.write({ 'web.yaml': ingress('web') });
    expect(commit(repository).isDone).toBe(true);
  });

  it('check passes over YAML that is no Ingress', () => {
    using repository = new Repository({ 'README.md': 'x\n' });
    install(repository, hook('routeshift-check'));
    repository.write({ 'values.yaml': 'replicas: 2\n', 'list.yml': '- a\n- b\n' });
    expect(commit(repository)).toMatchObject({ isDone: true });
  });

  it('check takes flags before the files', () => {
    using repository = new Repository({ 'README.md': 'x\n' });
    install(repository, { ...hook('routeshift-check'), args: ['--from', 'nginx-inc', '--'] });
    repository.write({ '-web.yaml': ingress('web', GUARDED) });
    const { isDone, said } = commit(repository);
    expect(said).not.toContain('auth-type publishes');
    expect(isDone).toBe(true);
  });
});
