import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './freshness.mjs';

/*
 * npm runs this after every install, and above all where the package is installed from its repository, which holds no build:
 * `npm install git+https://…`, and pre-commit. Without the tools for it nothing is built.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
if (hasTools() && !isBuilt(root)) await import('./build.mjs');

function hasTools() {
  const { resolve } = createRequire(import.meta.url);
  try {
    return ['rolldown', 'typescript/package.json'].every((name) => resolve(name));
  } catch {
    return false;
  }
}
