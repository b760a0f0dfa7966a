import { type Dirent, readdirSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { InputProblem } from '../kubernetes/input-problem.js';
import { IgnoreRules } from './ignore-rules.js';
import { type PathFilter, type PathGlobs, pathFilter } from './path-filter.js';

/** A file to read. */
export interface FoundFile {
  /** Where it is. */
  readonly path: string;
  /** How it is called in reports: as the user would type it, with forward slashes. */
  readonly name: string;
  /** True when a directory held it, false when the user named it (or a glob did). */
  readonly incidental: boolean;
  /** True when it is known to be a plain file: no link, pipe or device. */
  readonly isPlain?: boolean | undefined;
  /** The directory of the Helm chart among whose templates the file is. */
  readonly chart?: string | undefined;
}

/** Directories that never hold manifests of their own. */
export const SKIPPED_DIRECTORIES: ReadonlySet<string> = new Set(['.git', 'node_modules']);
/** What is read of a directory. */
export const MANIFEST_FILE = /\.(?:ya?ml|json)$/;
/** What makes a directory a Helm chart, and where its templates are. */
export const CHART_FILE = 'Chart.yaml';
export const TEMPLATES = 'templates';
/** What makes a pattern of a path that does not exist. */
export const GLOB_CHARACTER = /[*?[\]{}!()]/;

/** Finds the files that paths stand for, each once, and says which paths stand for nothing. */
export class FileFinder {
  readonly files: FoundFile[] = [];
  readonly problems: InputProblem[] = [];
  readonly #cwd: string;
  readonly #filter: PathFilter | undefined;
  readonly #seen = new Set<string>();
  /** Whether there are only plain files of one directory so far, which are distinct without being looked up. */
  #isDistinct = true;

  /** @param globs which files of directories and globs are taken; those that the user names are taken in any case */
  constructor(cwd: string, globs: PathGlobs = {}) {
    this.#cwd = cwd;
    this.#filter = pathFilter(globs);
  }

  /** Takes a file, a directory or a glob. */
  async add(argument: string): Promise<void> {
    if (this.files.length > 0) this.#lookUp();
    const absolute = path.resolve(this.#cwd, argument);
    try {
      const isDirectory = (await stat(absolute)).isDirectory();
      if (isDirectory) await this.#directory(absolute, argument);
      else await this.#file(absolute, argument, false);
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.problems.push(unreadable(displayName(argument), code));
      else if (GLOB_CHARACTER.test(argument)) await this.#glob(argument);
      else this.problems.push(nothingThere(argument, 'there is no such file or directory'));
    }
  }

  async #glob(pattern: string): Promise<void> {
    const { glob } = await import('tinyglobby');
    const names = await glob(pattern.split(path.sep).join('/'), {
      cwd: this.#cwd,
      expandDirectories: false,
      ignore: [...SKIPPED_DIRECTORIES].map((directory) => `**/${directory}/**`),
    });
    if (names.length === 0) this.problems.push(nothingThere(pattern, 'the pattern matches no file'));
    const isAbsolute = path.isAbsolute(pattern);
    for (const name of names.sort()) {
      const absolute = path.resolve(this.#cwd, name);
      if (this.#filter?.takesFile([displayName(isAbsolute ? absolute : name)]) === false) continue;
      await this.#file(absolute, isAbsolute ? absolute : name, false);
    }
  }

  async #directory(absolute: string, typed: string): Promise<void> {
    const root = await realpath(absolute);
    await this.#walk({ root, at: root, typed: displayName(typed), rules: IgnoreRules.above(root), isTemplates: false });
  }

  async #walk(place: Walk): Promise<void> {
    let entries: Dirent[];
    try {
      // In one go: a large tree has thousands of directories, and waiting for each costs more than reading it.
      entries = readdirSync(place.at, { withFileTypes: true });
    } catch (error) {
      this.problems.push(unreadable(place.typed, codeOf(error)));
      return;
    }
    const names = new Set(entries.map(({ name }) => name));
    const rules = place.rules.in(place.at, names);
    const isChart = names.has(CHART_FILE);
    // What a chart brings along is rendered with it.
    const chart = place.chart ?? (isChart ? place.typed : undefined);
    // Links come last, so that a file which is found under its own name keeps it.
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const links = entries.filter((entry) => entry.isSymbolicLink());
    const ordered = links.length === 0 ? entries : [...entries.filter((entry) => !entry.isSymbolicLink()), ...links];
    for (const entry of ordered) {
      const isDirectory = entry.isDirectory();
      if (isDirectory ? SKIPPED_DIRECTORIES.has(entry.name) : !MANIFEST_FILE.test(entry.name)) continue;
      const at = below(place.at, path.sep, entry.name);
      const typed = place.typed === '.' ? entry.name : below(place.typed, '/', entry.name);
      if (rules.ignores(at, isDirectory) || !this.#takes(at, typed, place.root, isDirectory)) continue;
      if (isDirectory) {
        const isTemplates = place.isTemplates || (isChart && entry.name === TEMPLATES);
        await this.#walk({ root: place.root, at, typed, rules, chart, isTemplates });
      } else {
        // Below a root without links, a file's own path has none.
        if (entry.isFile()) this.#plain(at, typed, place.isTemplates ? place.chart : undefined);
        else if (entry.isSymbolicLink()) await this.#link(at, typed, place.root);
      }
    }
  }

  #takes(at: string, typed: string, root: string, isDirectory: boolean): boolean {
    if (this.#filter === undefined) return true;
    const names = [typed, path.relative(root, at).split(path.sep).join('/')];
    return isDirectory ? this.#filter.takesDirectory(names) : this.#filter.takesFile(names);
  }

  /** Follows a link to a file inside the directory that the user named, and nowhere else. */
  async #link(at: string, typed: string, root: string): Promise<void> {
    try {
      const target = await realpath(at);
      if (target.startsWith(root + path.sep) && (await stat(target)).isFile()) await this.#file(at, typed, true);
    } catch (error) {
      this.problems.push(unreadable(displayName(typed), codeOf(error)));
    }
  }

  async #file(absolute: string, typed: string, incidental: boolean): Promise<void> {
    this.#known(await realpath(absolute), absolute, typed, incidental);
  }

  /** Takes a file below a root without links: its own path has none, and its name is as it is shown. */
  #plain(at: string, name: string, chart: string | undefined): void {
    if (!this.#isDistinct) {
      if (this.#seen.has(at)) return;
      this.#seen.add(at);
    }
    this.files.push({ path: at, name, incidental: true, isPlain: true, chart });
  }

  #known(real: string, absolute: string, typed: string, incidental: boolean): void {
    this.#lookUp();
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    this.files.push({ path: absolute, name: displayName(typed), incidental });
  }

  /** From here on a file may be one that is known. */
  #lookUp(): void {
    if (!this.#isDistinct) return;
    this.#isDistinct = false;
    for (const file of this.files) this.#seen.add(file.path);
  }
}

interface Walk {
  readonly root: string;
  readonly at: string;
  /** As it is shown. */
  readonly typed: string;
  readonly rules: IgnoreRules;
  /** The Helm chart that the directory is a part of. */
  readonly chart?: string | undefined;
  /** Whether it is below the templates of a chart. */
  readonly isTemplates: boolean;
}

/** What joining does, of parts that are in order. */
function below(directory: string, separator: string, name: string): string {
  return directory.endsWith(separator) ? directory + name : directory + separator + name;
}

/** `./apps//web.yaml` is `apps/web.yaml`. */
export function displayName(typed: string): string {
  return path.normalize(typed).split(path.sep).join('/');
}

/** The problem of a path that stands for nothing. */
export function nothingThere(argument: string, message: string): InputProblem {
  return {
    code: 'RS0111',
    severity: 'error',
    source: { file: argument, line: 1, column: 1 },
    message,
    next: 'Check the spelling and the directory that the command is started in.',
  };
}

/** The problem of a file or directory that exists and cannot be read. */
export function unreadable(file: string, code: string): InputProblem {
  return {
    code: 'RS0101',
    severity: 'error',
    source: { file, line: 1, column: 1 },
    message: `cannot be read (${code})`,
    next: `${code === 'ENOENT' || code === 'ELOOP' ? 'Check where it leads, if it is a link' : 'Check its permissions'}; everything else was read.`,
  };
}

/** The system's name of an error, such as `EACCES`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}
