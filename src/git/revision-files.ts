import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { MAX_INPUT_LENGTH } from '../kubernetes/input-problem.js';
import { ChartTemplates } from '../manifests/chart-templates.js';
import { tooLarge } from '../manifests/documents.js';
import { type ReadResult, understood } from '../manifests/files.js';
import type { PathGlobs } from '../manifests/path-filter.js';
import { contentsOf } from './contents.js';
import { EntryFinder } from './find-entries.js';
import { mergeBaseOf, openRevision, type Revision } from './revision.js';
import { readTree, type Tree } from './tree-entries.js';

/** The files of a repository as they were at a revision, held in memory only. */
export class RevisionFiles {
  readonly revision: Revision;
  readonly #cwd: string;
  readonly #tree: Tree;

  private constructor(cwd: string, revision: Revision, tree: Tree) {
    this.#cwd = cwd;
    this.revision = revision;
    this.#tree = tree;
  }

  /**
   * @param isBranch whether the commit is meant where the work tree's branch left the revision
   * @throws GitFailure when there is no Git, no repository around `cwd`, or no such commit
   */
  static async open(cwd: string, name: string, isBranch = false): Promise<RevisionFiles> {
    const named = await openRevision(cwd, name);
    const revision = isBranch ? await mergeBaseOf(named) : named;
    return new RevisionFiles(cwd, revision, await readTree(revision));
  }

  /**
   * The texts that paths stand for, as `inputTexts` reads them from the work tree and in the same order.
   * @throws GitFailure for a path outside the repository
   */
  async texts(
    paths: readonly string[],
    globs: PathGlobs = {},
  ): Promise<{ texts: AsyncIterable<ReadResult>; missing: readonly string[] }> {
    const finder = new EntryFinder(this.#cwd, this.revision, this.#tree, globs);
    for (const argument of new Set(paths)) await finder.add(argument);
    return { texts: this.#read(finder), missing: finder.missing };
  }

  /** The text of one file; undefined where the revision has none, or where it lies outside the repository. */
  async text(file: string): Promise<string | undefined> {
    const finder = new EntryFinder(this.#cwd, this.revision, this.#tree);
    const at = await finder.pathOf(file).catch(() => undefined);
    const entry = at === undefined ? undefined : this.#tree.entries.get(at);
    if (entry?.kind !== 'file') return undefined;
    for await (const { bytes } of contentsOf(this.revision, [entry])) return bytes.toString('utf8');
    return undefined;
  }

  /**
   * Whether a revision can hold a file of the work tree at all: one of another repository inside this one, or one that a
   * link leads out to, it cannot.
   */
  async couldHold(name: string): Promise<boolean> {
    const absolute = path.resolve(this.#cwd, name);
    const real = await realpath(absolute).catch(() => absolute);
    const relative = path.relative(this.revision.root, real).split(path.sep).join('/');
    if (relative.startsWith('../') || path.isAbsolute(relative)) return false;
    for (const submodule of this.#tree.submodules) if (relative.startsWith(`${submodule}/`)) return false;
    return true;
  }

  async *#read(finder: EntryFinder): AsyncGenerator<ReadResult> {
    const found = finder.found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const readable = found.filter(({ entry }) => entry.size <= MAX_INPUT_LENGTH);
    for (const { entry, name } of found) if (entry.size > MAX_INPUT_LENGTH) yield { problem: tooLarge(name) };
    const charts = new ChartTemplates();
    let at = 0;
    for await (const { bytes } of contentsOf(
      this.revision,
      readable.map(({ entry }) => entry),
    )) {
      const file = readable[at++];
      const result = file === undefined ? undefined : understood(file, bytes, charts);
      if (result !== undefined) yield result;
    }
    for (const problem of charts.problems()) yield { problem };
  }
}
