import picomatch from 'picomatch';

/** Globs that say which of the files found in directories, or by globs, are read. */
export interface PathGlobs {
  /** Only files that one of these matches; all files when there are none. */
  readonly include?: readonly string[] | undefined;
  /** Never files that one of these matches, nor what is in directories that one matches. */
  readonly exclude?: readonly string[] | undefined;
}

/** Whether something is among what is to be read. It goes by several names, each of which a glob may match. */
export interface PathFilter {
  takesFile(names: readonly string[]): boolean;
  /** Whether anything below a directory may be among them. */
  takesDirectory(names: readonly string[]): boolean;
}

/**
 * A filter of names as they are reported. A glob without a slash matches the last part of a name, as in `.gitignore`; any
 * other one is matched from the beginning of the name, or from the directory that was named on the command line.
 */
export function pathFilter({ include = [], exclude = [] }: PathGlobs): PathFilter | undefined {
  if (include.length === 0 && exclude.length === 0) return undefined;
  const included = include.map(matcher);
  const excluded = exclude.map(matcher);
  const isExcluded = (names: readonly string[]) => names.some((name) => excluded.some((matches) => matches(name)));
  const isIncluded = (names: readonly string[]) => names.some((name) => included.some((matches) => matches(name)));
  return {
    takesFile: (names) => (included.length === 0 || isIncluded(names)) && !isExcluded(names),
    takesDirectory: (names) => !isExcluded(names),
  };
}

function matcher(glob: string): (name: string) => boolean {
  const plain = glob.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  const options = { dot: true, matchBase: !plain.includes('/') };
  const itself = picomatch(plain, options);
  // `apps` and `apps/` mean what is below, too.
  const below = picomatch(plain.includes('/') ? `${plain}/**` : `**/${plain}/**`, { dot: true });
  return (name) => itself(name) || below(name);
}
