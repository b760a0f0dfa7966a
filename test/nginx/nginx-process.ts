import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where build/test-nginx.mjs found it. */
const NGINX = process.env.NGINX_BINARY ?? 'nginx';

/** A folder for one test: configuration, sockets, temporary files of nginx. Removed by `dispose`. */
export class Workplace implements Disposable {
  // Short, because the path of a Unix socket holds no more than 107 bytes.
  readonly folder = mkdtempSync(join(tmpdir(), 'rs-nginx-'));

  /** Unix sockets instead of ports: nobody else can take them, and they need no rights. */
  socket(name: string): string {
    return join(this.folder, `${name}.sock`);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

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

function written(place: Workplace, servers: string): string[] {
  const file = join(place.folder, 'nginx.conf');
  writeFileSync(file, mainFile(place.folder, servers));
  return ['-p', place.folder, '-c', file, '-e', 'stderr'];
}

/** What `nginx -t` has against the servers; undefined if nothing. */
export function configError(place: Workplace, servers: string): string | undefined {
  const { status, stderr } = spawnSync(NGINX, ['-t', ...written(place, servers)], {
    encoding: 'utf8',
  });
  return status === 0 ? undefined : stderr;
}

/** A running nginx. */
export class Nginx implements AsyncDisposable {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  private constructor(child: ChildProcess) {
    this.child = child;
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /** Starts nginx with these servers and waits until `socket`, one that it listens on, answers. */
  static async start(place: Workplace, servers: string, socket: string): Promise<Nginx> {
    const child = spawn(NGINX, written(place, servers), { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const nginx = new Nginx(child);
    for (let tries = 0; tries < 1000; tries++) {
      if (await answers(socket)) return nginx;
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await nginx[Symbol.asyncDispose]();
    throw new Error(`nginx did not start: ${said}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // SIGTERM is the fast shutdown: nothing is waited for.
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
