import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './freshness.mjs';

/*
 * npm runs this after every install, and above all where the package is installed from its repository, which holds no build:
 * `npm install git+https://…`, and pre-commit. Without the tools for it nothing is built.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
if (!isBuilt(root)) {
  // For `npm install --global git+https://…` npm clones the repository and leaves its tools out.
  if (!hasTools() && process.env.npm_config_global === 'true') installTools();
  if (hasTools()) await import('./build.mjs');
}

function hasTools() {
  const { resolve } = createRequire(import.meta.url);
  try {
    return ['rolldown', 'typescript/package.json'].every((name) => resolve(name));
  } catch {
    return false;
  }
}

function installTools() {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_config_(global|location|prefix)$/i.test(name));
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { npm_execpath: npm } = process.env;
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: Object.fromEntries(own),
  });
  if (status !== 0) process.exit(status ?? 1);
}
