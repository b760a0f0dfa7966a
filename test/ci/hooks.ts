import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { gitEnvironment, type Repository } from './repository.js';

const root = resolve(import.meta.dirname, '../..');

export interface Hook {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly entry: string;
  readonly args?: readonly string[];
  readonly language: string;
  readonly types: readonly string[];
  readonly pass_filenames?: boolean;
  readonly stages?: readonly string[];
}

export const hooks = load(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Hook[];
/** The hook of a name. */
export const hook = (id: string): Hook => {
  const found = hooks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no hook ${id}`);
  return found;
};

/** A folder in which `routeshift` is the program of this repository. */
export function shim({ scratch }: Repository): string {
  const bin = join(scratch, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'routeshift'), `#!/bin/sh\nexec '${process.execPath}' '${root}/dist/cli.js' "$@"\n`);
  chmodSync(join(bin, 'routeshift'), 0o755);
  return bin;
}

/** Makes git itself run the hook before each commit, as pre-commit would: the entry, its arguments, the changed files. */
export function install(repository: Repository, { entry, args = [], pass_filenames: passes = true }: Hook): void {
  const words = args.map((word) => `'${word}'`).join(' ');
  const files = passes ? "git diff --cached --name-only -z --diff-filter=ACM -- '*.yaml' '*.yml' | xargs -0 -r" : '';
  const file = join(repository.path, '.git/hooks/pre-commit');
  writeFileSync(file, `#!/bin/sh\nPATH='${shim(repository)}':$PATH\n${files} ${entry} ${words}\n`);
  chmodSync(file, 0o755);
}

/** Commits everything as somebody at a terminal does, hooks and all. */
export function commit(repository: Repository): { readonly isDone: boolean; readonly said: string } {
  repository.git('add', '--all');
  const { status, stdout, stderr } = spawnSync('git', ['commit', '--quiet', '--message', 'Change'], {
    cwd: repository.path,
    encoding: 'utf8',
    env: gitEnvironment(),
  });
  return { isDone: status === 0, said: stdout + stderr };
}
