import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaint, ServerProcess } from '../servers/server-process.js';
import type { Workplace } from '../servers/workplace.js';

const ownFolders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** The lines around the servers: everything in the folder of the test, one process, no rights needed. */
function mainFile(folder: string, servers: string): string {
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 4096; }
http {
  access_log off;
  ${ownFolders.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server_names_hash_bucket_size 1024;
  variables_hash_max_size 4096;
${servers}
}
`;
}

function written(place: Workplace, servers: readonly string[]): string[] {
  const file = join(place.folder, 'nginx.conf');
  writeFileSync(file, mainFile(place.folder, servers.join('')));
  return ['-p', place.folder, '-c', file, '-e', 'stderr'];
}

/** What `nginx -t` has against the servers; undefined if nothing. */
export function configError(place: Workplace, servers: readonly string[]): string | undefined {
  return complaint(['-t', ...written(place, servers)]);
}

/** Starts nginx with these servers and waits until `socket`, one that it listens on, answers. */
export function startNginx(
  place: Workplace,
  servers: readonly string[],
  socket: string,
  binary?: string,
): Promise<ServerProcess> {
  return ServerProcess.start(written(place, servers), socket, binary);
}
