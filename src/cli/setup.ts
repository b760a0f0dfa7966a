import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config/read-config.js';
import { STDIN_NAME } from '../manifests/files.js';
import { isInside, nameOfPath } from './find-config.js';
import type { ConvertFlags } from './options.js';
import { UsageError } from './usage-error.js';

/** Files that are converted on their own, with settings that differ from the others. */
export interface Override {
  /** How it is told from the others: the globs of its files, as the configuration has them. */
  readonly name: string;
  readonly isMeant: (file: string) => boolean;
  /** Values of flags that it changes; those of the command line are not among them. */
  readonly settings: Partial<ConvertFlags>;
}

/** What the configuration says about a run that no flag says. */
export interface Setup {
  readonly config: Config;
  readonly folder: ConfigFolder;
  /** Whether a file of the input is read at all. */
  readonly isIncluded: (file: string) => boolean;
  readonly overrides: readonly Override[];
}

/** The folder of the configuration: paths and globs in it are relative to it, and nothing outside is touched. */
export class ConfigFolder {
  readonly #folder: string;
  readonly #cwd: string;

  constructor(folder: string, cwd: string) {
    this.#folder = folder;
    this.#cwd = cwd;
  }

  /** The name of an input file as globs see it; undefined for the standard input and for files elsewhere. */
  nameOf(file: string): string | undefined {
    const absolute = path.resolve(this.#cwd, file);
    if (file === STDIN_NAME || !isInside(this.#folder, absolute)) return undefined;
    return path.relative(this.#folder, absolute).split(path.sep).join('/');
  }

  /**
   * A path of the configuration as the command line would have it.
   * @throws UsageError when a link on the way leads out of the folder
   */
  async pathTo(written: string): Promise<string> {
    const absolute = path.resolve(this.#folder, written);
    const [root, target] = await Promise.all([realpath(this.#folder), nearestReal(absolute)]);
    if (!isInside(root, target))
      throw new UsageError(`${written}: a link leads out of the folder of the configuration`);
    return nameOfPath(absolute, this.#cwd);
  }
}

/** Where the innermost part of a path that exists really is. */
async function nearestReal(absolute: string): Promise<string> {
  for (let at = absolute; ; at = path.dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real !== undefined || at === path.dirname(at)) return real ?? at;
  }
}
