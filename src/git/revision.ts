import { realpath } from 'node:fs/promises';
import { GitFailure, git } from './git.js';

/** A commit of the repository around a directory. */
export interface Revision {
  /** As it was asked for. */
  readonly name: string;
  /** The commit's full hash. */
  readonly commit: string;
  /** The repository's top directory, links resolved. */
  readonly root: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNFIT = /^-|^$|[\x00-\x20\x7f]/;

/**
 * Finds a commit by any name that Git takes for one.
 *
 * @param directory somewhere in the work tree
 * @throws GitFailure when there is no Git, no repository or no such commit
 */
export async function openRevision(directory: string, name: string): Promise<Revision> {
  // What begins with a dash would be an option to Git.
  if (UNFIT.test(name)) throw new GitFailure(`'${name}' is no name of a revision`);
  const root = await git(directory, ['rev-parse', '--show-toplevel']).then(lineOf, (error: unknown) => {
    if (!(error instanceof GitFailure) || !/not a git repository/i.test(error.message)) throw error;
    throw new GitFailure('the working directory is in no Git repository');
  });
  const commit = await git(directory, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).then(
    lineOf,
    async () => {
      const isShallow = lineOf(await git(directory, ['rev-parse', '--is-shallow-repository'])) === 'true';
      const hint = isShallow ? '; the clone is shallow, fetch it first (fetch-depth: 0)' : '';
      throw new GitFailure(`the repository has no commit ${name}${hint}`);
    },
  );
  return { name, commit, root: await realpath(root) };
}

/**
 * The newest commit that a revision and the work tree's own have in common: where a branch left the other one.
 *
 * @throws GitFailure when there is none
 */
export async function mergeBaseOf({ name, commit, root }: Revision): Promise<Revision> {
  const base = await git(root, ['merge-base', commit, 'HEAD']).then(lineOf, () => {
    throw new GitFailure(`${name} and HEAD have no commit in common (in a shallow clone, fetch more of both)`);
  });
  return { name, commit: base, root };
}

function lineOf(output: Buffer): string {
  return output.toString('utf8').replace(/\r?\n$/, '');
}
