/** A path without the slashes at its end. By hand: an expression would look at every run of slashes as often as it is long. */
export function withoutFinalSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
