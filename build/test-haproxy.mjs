import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * npm run test:haproxy: asks a real HAProxy whether it reads maps, rules and backends as the models of the OpenShift router and
 * of HAProxy Technologies' controller do.
 * Installs nothing; arguments go to vitest.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

const haproxy = findHaproxy();
if (haproxy === undefined) {
  process.stderr.write(
    'npm run test:haproxy needs HAProxy, and there is none in PATH or /usr/sbin.\n' +
      'On Debian and Ubuntu: apt-get install --no-install-recommends haproxy\n' +
      'It need not run as a service.\n',
  );
  process.exit(1);
}
const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs');
const args = [vitest, 'run', '--config', 'vitest.haproxy.config.ts', ...process.argv.slice(2)];
const env = { ...process.env, HAPROXY_BINARY: haproxy };
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;

/** The first haproxy in PATH; Debian keeps it where only root looks. */
function findHaproxy() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, '/usr/sbin'].map((folder) => join(folder, 'haproxy')).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
