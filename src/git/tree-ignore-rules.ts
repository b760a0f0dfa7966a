import { posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** What the ignore files of a revision leave out; they have the say that those of a work tree have there. */
export class TreeIgnoreRules {
  /** By the directory that the files stand in, '' for the top. */
  readonly #rules = new Map<string, Ignore>();
  /** Directories that the user named: what stands above them cannot leave them out. */
  readonly #top: string;

  /** @param texts the texts of ignore files by their paths */
  constructor(texts: ReadonlyMap<string, string>, top: string) {
    this.#top = top;
    for (const [path, text] of texts) {
      const directory = directoryOf(path);
      const known = this.#rules.get(directory) ?? ignore();
      this.#rules.set(directory, known.add(text));
    }
    for (const [directory, rules] of this.#rules)
      if (top !== '' && isAbove(directory, top) && rules.ignores(`${nameIn(directory, top)}/`))
        this.#rules.delete(directory);
  }

  /** Whether a file below the named directory is left out, by itself or with a directory that holds it. */
  ignores(path: string): boolean {
    const start = this.#top === '' ? 0 : this.#top.length + 1;
    for (let at = path.indexOf('/', start); at !== -1; at = path.indexOf('/', at + 1))
      if (this.#isIgnored(path.slice(0, at), true)) return true;
    return this.#isIgnored(path, false);
  }

  #isIgnored(path: string, isDirectory: boolean): boolean {
    for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
      const rules = this.#rules.get(directory);
      const { ignored, unignored } = rules?.test(nameIn(directory, path) + (isDirectory ? '/' : '')) ?? {};
      if (ignored === true) return true;
      if (unignored === true || directory === '') return false;
    }
  }
}

function directoryOf(path: string): string {
  const directory = posix.dirname(path);
  return directory === '.' ? '' : directory;
}

function nameIn(directory: string, path: string): string {
  return directory === '' ? path : path.slice(directory.length + 1);
}

function isAbove(directory: string, path: string): boolean {
  return directory === '' || path.startsWith(`${directory}/`);
}
