import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * npm run test:nginx and test:haproxy: ask a real server whether it reads what controllers write as the models of them do.
 * Installs nothing; arguments after the server's name go to vitest.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

/** How each server is installed, where it is missing. */
const INSTALLING = {
  nginx:
    'On Debian 12 or newer and Ubuntu 24.04 or newer: apt-get install --no-install-recommends nginx\n' +
    '(on older ones: nginx-light). It need not run as a service.\n',
  haproxy: 'On Debian and Ubuntu: apt-get install --no-install-recommends haproxy\nIt need not run as a service.\n',
};

const [server, ...rest] = process.argv.slice(2);
const installing = INSTALLING[server];
if (installing === undefined) {
  process.stderr.write(
    `usage: node build/test-server.mjs ${Object.keys(INSTALLING).join('|')} [ARGUMENT OF VITEST...]\n`,
  );
  process.exit(1);
}
const binary = find(server);
if (binary === undefined) {
  process.stderr.write(
    `npm run test:${server} needs ${server}, and there is none in PATH or /usr/sbin.\n${installing}`,
  );
  process.exit(1);
}
const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs');
const args = [vitest, 'run', '--config', 'vitest.server.config.ts', ...rest];
const env = { ...process.env, TESTED_SERVER: server, SERVER_BINARY: binary };
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;

/** The first one in PATH; Debian keeps servers where only root looks. */
function find(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, '/usr/sbin'].map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
