import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

interface Level {
  readonly directory: string;
  readonly rules: Ignore;
}

/** Files with rules, in the order in which they are read: what the later says of a name, in one directory, counts. */
export const RULE_FILES: readonly string[] = ['.gitignore', '.routeshiftignore'];

/**
 * The `.gitignore` and `.routeshiftignore` files that have a say in a directory: its own, and those above it up to the
 * repository's root.
 */
export class IgnoreRules {
  /** The innermost first: as for git, the nearest file that says anything decides. */
  readonly #levels: readonly Level[];

  private constructor(levels: readonly Level[]) {
    this.#levels = levels;
  }

  /**
   * The rules for a directory that the user named: files above it count if they belong to its repository and do not
   * exclude the directory itself, which the user asked for.
   */
  static above(directory: string): IgnoreRules {
    const root = repositoryRoot(directory);
    if (root === undefined) return new IgnoreRules([]);
    const levels: Level[] = [];
    for (let at = path.dirname(directory); isInside(root, at) && directory !== root; at = path.dirname(at)) {
      const rules = rulesIn(at);
      if (rules !== undefined) levels.push({ directory: at, rules });
      if (at === root) break;
    }
    return new IgnoreRules(levels.filter((level) => !isIgnoredBy(level, directory, true)));
  }

  /**
   * The rules one directory further down.
   *
   * @param names what the directory holds, so that nothing is looked for in vain
   */
  in(directory: string, names: ReadonlySet<string>): IgnoreRules {
    if (!RULE_FILES.some((file) => names.has(file))) return this;
    const rules = rulesIn(directory);
    return rules === undefined ? this : new IgnoreRules([{ directory, rules }, ...this.#levels]);
  }

  /** Whether a file or directory is left out. */
  ignores(entry: string, isDirectory: boolean): boolean {
    for (const level of this.#levels) {
      const { ignored, unignored } = level.rules.test(nameIn(level.directory, entry, isDirectory));
      if (ignored) return true;
      if (unignored) return false;
    }
    return false;
  }
}

function isIgnoredBy(level: Level, entry: string, isDirectory: boolean): boolean {
  return level.rules.ignores(nameIn(level.directory, entry, isDirectory));
}

function nameIn(directory: string, entry: string, isDirectory: boolean): string {
  const name = path.relative(directory, entry).split(path.sep).join('/');
  return isDirectory ? `${name}/` : name;
}

function rulesIn(directory: string): Ignore | undefined {
  let rules: Ignore | undefined;
  for (const file of RULE_FILES) {
    try {
      rules = (rules ?? ignore()).add(readFileSync(path.join(directory, file), 'utf8'));
    } catch {
      // None, or none that can be read: nothing is ignored.
    }
  }
  return rules;
}

function repositoryRoot(directory: string): string | undefined {
  for (let at = directory; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

function isInside(root: string, directory: string): boolean {
  const relative = path.relative(root, directory);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}
