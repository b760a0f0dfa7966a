import { realpath } from 'node:fs/promises';
import path, { posix } from 'node:path';
import {
  CHART_FILE,
  displayName,
  GLOB_CHARACTER,
  MANIFEST_FILE,
  SKIPPED_DIRECTORIES,
  TEMPLATES,
} from '../manifests/find-files.js';
import { RULE_FILES } from '../manifests/ignore-rules.js';
import { type PathFilter, type PathGlobs, pathFilter } from '../manifests/path-filter.js';
import { contentsOf } from './contents.js';
import { GitFailure } from './git.js';
import type { Revision } from './revision.js';
import type { Tree, TreeEntry } from './tree-entries.js';
import { TreeIgnoreRules } from './tree-ignore-rules.js';

/** A file of a revision that has to be read. */
export interface FoundEntry {
  readonly entry: TreeEntry;
  /** How the file of the work tree would be called in reports. */
  readonly name: string;
  /** True when a directory held it. */
  readonly incidental: boolean;
  /** The directory of the Helm chart among whose templates the file is. */
  readonly chart?: string | undefined;
}

/** Links that lead to links; more is a circle. */
const MOST_LINKS = 8;

/**
 * Finds the files that paths stand for in a revision, as `FileFinder` does in the work tree, so that the two can be
 * compared. Links are followed only to files that the revision holds below the same directory.
 */
export class EntryFinder {
  readonly found: FoundEntry[] = [];
  /** Paths that stand for nothing in the revision. */
  readonly missing: string[] = [];
  readonly #cwd: string;
  readonly #revision: Revision;
  readonly #tree: Tree;
  readonly #filter: PathFilter | undefined;
  readonly #seen = new Set<string>();
  #ignoreTexts: ReadonlyMap<string, string> | undefined;
  #linkTexts: ReadonlyMap<string, string> | undefined;

  constructor(cwd: string, revision: Revision, tree: Tree, globs: PathGlobs = {}) {
    this.#cwd = cwd;
    this.#revision = revision;
    this.#tree = tree;
    this.#filter = pathFilter(globs);
  }

  /**
   * Takes a file, a directory or a glob.
   * @throws GitFailure for a path outside the repository
   */
  async add(argument: string): Promise<void> {
    const at = await this.pathOf(argument);
    const entry = this.#tree.entries.get(at);
    if (entry !== undefined) return this.#take(entry, argument, false, '');
    if (await this.#directory(at, argument)) return;
    if (!GLOB_CHARACTER.test(argument) || !(await this.#glob(argument))) this.missing.push(argument);
  }

  /** Where a path lies in the repository; '' for its top. */
  async pathOf(argument: string): Promise<string> {
    const absolute = await realpathOf(path.resolve(this.#cwd, argument));
    const relative = path.relative(this.#revision.root, absolute).split(path.sep).join('/');
    if (relative.startsWith('../') || relative === '..' || path.isAbsolute(relative))
      throw new GitFailure(`${argument} lies outside the repository ${this.#revision.root}`);
    return relative;
  }

  /** Whether there is such a directory. */
  async #directory(at: string, argument: string): Promise<boolean> {
    const prefix = at === '' ? '' : `${at}/`;
    const inside = [...this.#tree.entries.values()].filter(({ path }) => path.startsWith(prefix));
    if (inside.length === 0) return false;
    const rules = new TreeIgnoreRules(await this.#ignored(), at);
    // Links come last, so that a file which is found under its own name keeps it.
    const rank = ({ kind }: TreeEntry) => (kind === 'link' ? 1 : 0);
    for (const entry of inside.sort((a, b) => rank(a) - rank(b))) {
      const below = entry.path.slice(prefix.length);
      if (!MANIFEST_FILE.test(below) || isSkipped(below) || rules.ignores(entry.path)) continue;
      const typed = path.join(argument, below);
      if (!this.#takes(typed, below)) continue;
      const chart = entry.kind === 'file' ? this.#chartOf(below, prefix, argument) : undefined;
      await this.#take(entry, typed, true, prefix, chart);
    }
    return true;
  }

  /** Whether the globs of the user take a file, by the names that it and each of its directories go by. */
  #takes(typed: string, below: string): boolean {
    const filter = this.#filter;
    if (filter === undefined) return true;
    const name = displayName(typed);
    const above = name.slice(0, name.length - below.length);
    for (let at = below.indexOf('/'); at !== -1; at = below.indexOf('/', at + 1))
      if (!filter.takesDirectory([above + below.slice(0, at), below.slice(0, at)])) return false;
    return filter.takesFile([name, below]);
  }

  /** The outermost chart that a file is a template of, or of a chart in it. */
  #chartOf(below: string, prefix: string, argument: string): string | undefined {
    let chart: string | undefined;
    let isTemplate = false;
    const steps = below.split('/').slice(0, -1);
    for (let depth = 0; depth <= steps.length; depth++) {
      const directory = steps.slice(0, depth).join('/');
      const isChart = this.#tree.entries.has(`${prefix}${directory === '' ? '' : `${directory}/`}${CHART_FILE}`);
      if (isChart) chart ??= displayName(path.join(argument, directory));
      if (isChart && steps[depth] === TEMPLATES) isTemplate = true;
    }
    return isTemplate ? chart : undefined;
  }

  /** Whether the pattern matches anything. */
  async #glob(pattern: string): Promise<boolean> {
    const { default: picomatch } = await import('picomatch');
    const isMatch = picomatch(pattern.split(path.sep).join('/').replace(/^\.\//, ''));
    const isAbsolute = path.isAbsolute(pattern);
    const cwd = path.join(this.#revision.root, await this.pathOf('.'));
    let matches = false;
    for (const entry of this.#tree.entries.values()) {
      const absolute = path.join(this.#revision.root, entry.path);
      const typed = isAbsolute ? absolute : path.relative(cwd, absolute);
      if (isSkipped(entry.path) || !isMatch(typed.split(path.sep).join('/'))) continue;
      matches = true;
      if (this.#filter?.takesFile([displayName(typed)]) === false) continue;
      await this.#take(entry, typed, false, '');
    }
    return matches;
  }

  /** @param prefix of the directory that a link must not leave */
  async #take(
    entry: TreeEntry,
    typed: string,
    incidental: boolean,
    prefix: string,
    chart?: string | undefined,
  ): Promise<void> {
    const file = entry.kind === 'link' ? await this.#followed(entry, prefix) : entry;
    if (file === undefined || this.#seen.has(file.path)) return;
    this.#seen.add(file.path);
    this.found.push({ entry: file, name: displayName(typed), incidental, chart });
  }

  async #followed(link: TreeEntry, prefix: string): Promise<TreeEntry | undefined> {
    const texts = await this.#links();
    let at: TreeEntry | undefined = link;
    for (let i = 0; i < MOST_LINKS && at?.kind === 'link'; i++) {
      const target = posix.join(posix.dirname(at.path), texts.get(at.path) ?? '');
      at = this.#tree.entries.get(target);
    }
    return at?.kind === 'file' && at.path.startsWith(prefix) ? at : undefined;
  }

  async #ignored(): Promise<ReadonlyMap<string, string>> {
    this.#ignoreTexts ??= await this.#texts(({ path, kind }) => kind === 'file' && isIgnoreFile(path));
    return this.#ignoreTexts;
  }

  async #links(): Promise<ReadonlyMap<string, string>> {
    this.#linkTexts ??= await this.#texts(({ kind }) => kind === 'link');
    return this.#linkTexts;
  }

  async #texts(isWanted: (entry: TreeEntry) => boolean): Promise<ReadonlyMap<string, string>> {
    const wanted = [...this.#tree.entries.values()].filter(isWanted);
    const texts = new Map<string, string>();
    for await (const { entry, bytes } of contentsOf(this.#revision, wanted))
      texts.set(entry.path, bytes.toString('utf8'));
    return texts;
  }
}

function isIgnoreFile(file: string): boolean {
  return RULE_FILES.includes(posix.basename(file));
}

function isSkipped(file: string): boolean {
  return posix
    .dirname(file)
    .split('/')
    .some((directory) => SKIPPED_DIRECTORIES.has(directory));
}

/** With the links of as much of a path as exists resolved: what the revision has may be gone. */
async function realpathOf(absolute: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch {
    const parent = path.dirname(absolute);
    return parent === absolute ? absolute : path.join(await realpathOf(parent), path.basename(absolute));
  }
}
