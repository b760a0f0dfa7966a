import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

export const CONFIG_NAME = 'routeshift.yaml';

export function isConfigName(file: string): boolean {
  return file.endsWith(CONFIG_NAME) && path.basename(file) === CONFIG_NAME;
}

/**
 * The configuration of a run: `routeshift.yaml` in the folder that all inputs have in common, or in the nearest one above
 * it, up to the root of the Git repository.
 */
export function findConfig(inputs: readonly string[], cwd: string): string | undefined {
  for (const file of configPlaces(inputs, cwd)) if (existsSync(file)) return file;
  return undefined;
}

/** Where the configuration of a run may be, the nearest first. */
export function* configPlaces(inputs: readonly string[], cwd: string): Generator<string> {
  for (let at = commonFolder(inputs, cwd); ; at = path.dirname(at)) {
    yield path.join(at, CONFIG_NAME);
    // In a worktree or a submodule .git is a file.
    if (existsSync(path.join(at, '.git')) || at === path.dirname(at)) return;
  }
}

/** The innermost folder that holds all inputs; the working directory where there are none but the standard input. */
export function commonFolder(inputs: readonly string[], cwd: string): string {
  const folders = inputs.filter((input) => input !== '-').map((input) => folderOf(input, cwd));
  const [first = cwd, ...others] = folders;
  return others.reduce(commonAncestor, first);
}

function folderOf(input: string, cwd: string): string {
  const absolute = path.resolve(cwd, input);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats !== undefined) return stats.isDirectory() ? absolute : path.dirname(absolute);
  // A glob: what stands before its first wildcard; a path that is not there has a folder all the same.
  const steps = input.split(/[\\/]/);
  const wild = steps.findIndex((step) => /[*?[\]{}!()]/.test(step));
  const fixed = steps.slice(0, wild === -1 ? steps.length - 1 : wild).join('/');
  return path.resolve(cwd, fixed === '' && input.startsWith('/') ? '/' : fixed);
}

function commonAncestor(a: string, b: string): string {
  let at = a;
  while (!isInside(at, b) && at !== path.dirname(at)) at = path.dirname(at);
  return at;
}

/** How a path is called: as seen from the working directory where it lies below that, else as a whole. */
export function nameOfPath(absolute: string, cwd: string): string {
  const name = isInside(cwd, absolute) ? path.relative(cwd, absolute) : absolute;
  return name.split(path.sep).join('/');
}

/** Whether a path is a folder, or lies below it. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}
