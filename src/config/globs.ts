import picomatch from 'picomatch';

/**
 * Whether a path (with forward slashes) is meant by one of the globs; those that begin with `!` take away from what the
 * others match. A glob that names a folder means everything below it, and one without a slash matches the last part of a
 * name, as in `.gitignore`.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const options = { dot: true, windows: false };
  const compile = (wanted: readonly string[]) =>
    wanted.map((glob) => {
      const whole = glob.replace(/^\.\//, '').replace(/\/+$/, '');
      const from = whole.includes('/') ? whole : `**/${whole}`;
      return picomatch([from, `${from}/**`], options);
    });
  const taking = compile(globs.filter((glob) => !glob.startsWith('!')));
  const leaving = compile(globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)));
  return (path) => taking.some((matches) => matches(path)) && !leaving.some((matches) => matches(path));
}
