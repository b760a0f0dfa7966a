import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './freshness.mjs';

/*
 * npm start: installs and builds what is missing, then converts the bundled sample. `npm start -- ARGS` runs routeshift
 * with other arguments instead.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const SAMPLE = ['convert', 'testdata/sample'];

await import('./ensure-installed.mjs');
if (!isBuilt(root)) {
  process.stderr.write('Building\n');
  // A process of its own: the bundler may have been installed a moment ago.
  const built = spawnSync(process.execPath, [join(root, 'build/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

const given = process.argv.slice(2);
const isSample = given.length === 0;
const args = [join(root, 'dist/cli.js'), ...(isSample ? SAMPLE : given)];
// npm runs scripts in the package's folder; paths that the user gives are meant from where the user is.
const cwd = isSample ? root : (process.env.INIT_CWD ?? process.cwd());
const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
if (isSample && status === 2) {
  process.stderr.write('\nExit status 2: the sample holds a rule that has to be withheld. That is what it shows.\n');
} else {
  process.exitCode = status ?? 1;
}
