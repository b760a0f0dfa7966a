import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made of. */
const INPUTS = ['src', 'mappings', 'build', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Whether dist is there and younger than everything it is made of. */
export function isBuilt(root) {
  const built = ['dist/cli.js', 'dist/index.js', 'dist/types/index.d.ts'].map((file) => modified(join(root, file)));
  return Math.min(...built) > Math.max(...INPUTS.map((input) => newest(join(root, input))));
}

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // The directory's own time tells of files that were removed.
  return readdirSync(path).reduce((latest, entry) => Math.max(latest, newest(join(path, entry))), stats.mtimeMs);
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
