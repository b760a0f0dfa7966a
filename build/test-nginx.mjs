import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * npm run test:nginx: asks a real nginx whether it reads names, locations and rewrites as the model of ingress-nginx does.
 * Installs nothing; arguments go to vitest.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

const nginx = findNginx();
if (nginx === undefined) {
  process.stderr.write(
    'npm run test:nginx needs nginx, and there is none in PATH or /usr/sbin.\n' +
      'On Debian 12 or newer and Ubuntu 24.04 or newer: apt-get install --no-install-recommends nginx\n' +
      '(on older ones: nginx-light). It need not run as a service.\n',
  );
  process.exit(1);
}
const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs');
const args = [vitest, 'run', '--config', 'vitest.nginx.config.ts', ...process.argv.slice(2)];
const env = { ...process.env, NGINX_BINARY: nginx };
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;

/** The first nginx in PATH; Debian keeps it where only root looks. */
function findNginx() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, '/usr/sbin'].map((folder) => join(folder, 'nginx')).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
