import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { complaint, ServerProcess } from '../servers/server-process.js';
import type { Workplace } from '../servers/workplace.js';

/** Sections of a configuration and the files that they name. */
export interface Configuration {
  readonly text: string;
  /** Path below the folder of the test to content. */
  readonly files: ReadonlyMap<string, string>;
}

/** The lines before the frontends: one process, no rights needed, the defaults that the router sets. */
const head = `
global
  maxconn 4000
  nbthread 1
defaults
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  timeout tunnel 30s
  timeout http-request 10s
`;

function written(place: Workplace, configurations: readonly Configuration[]): string[] {
  for (const [path, content] of configurations.flatMap(({ files }) => [...files])) {
    const file = join(place.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const file = join(place.folder, 'haproxy.cfg');
  writeFileSync(file, head + configurations.map(({ text }) => text).join(''));
  return ['-f', file];
}

/** What `haproxy -c` has against configurations; undefined if nothing. */
export function configError(place: Workplace, configurations: readonly Configuration[]): string | undefined {
  return complaint(['-c', ...written(place, configurations)]);
}

/** Starts HAProxy and waits until `socket`, the last one that it listens on, answers. */
export function startHaproxy(
  place: Workplace,
  configurations: readonly Configuration[],
  socket: string,
  binary?: string,
): Promise<ServerProcess> {
  return ServerProcess.start(['-db', ...written(place, configurations)], socket, binary);
}
