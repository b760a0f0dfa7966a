import picomatch from 'picomatch';

/** Globs that were compiled before: each object of the input asks with the same. */
const compiled = new WeakMap<readonly string[], (key: string) => boolean>();

/**
 * Whether a key is meant by one of the globs: `example.com/*` takes the keys of a prefix, as `example.com` does, `*` takes all
 * keys, and a glob with `!` in front takes keys out again.
 */
export function isWanted(key: string, globs: readonly string[] | undefined): boolean {
  if (globs === undefined || globs.length === 0) return false;
  const known = compiled.get(globs) ?? compile(globs);
  compiled.set(globs, known);
  return known(key);
}

function compile(globs: readonly string[]): (key: string) => boolean {
  const matcher = (some: readonly string[]) =>
    some.length === 0
      ? () => false
      : picomatch(
          some.flatMap((glob) => (glob.includes('/') ? [glob] : [glob, `${glob}/*`])),
          { dot: true },
        );
  const takes = matcher(globs.filter((glob) => !glob.startsWith('!')));
  const leaves = matcher(globs.flatMap((glob) => (glob.startsWith('!') ? [glob.slice(1)] : [])));
  return (key) => takes(key) && !leaves(key);
}
