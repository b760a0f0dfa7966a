import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where build/test-haproxy.mjs found it. */
const HAPROXY = process.env.HAPROXY_BINARY ?? 'haproxy';

/** Sections of a configuration and the files that they name. */
export interface Configuration {
  readonly text: string;
  /** Path below the folder of the test to content. */
  readonly files: ReadonlyMap<string, string>;
}

/** A folder for one test: configuration, maps, sockets. Removed by `dispose`. */
export class Workplace implements Disposable {
  // Short, because the path of a Unix socket holds no more than 107 bytes, and HAProxy binds to a longer one first.
  readonly folder = mkdtempSync(join(tmpdir(), 'rs-haproxy-'));

  /** Unix sockets instead of ports: nobody else can take them, and they need no rights. */
  socket(name: string): string {
    return join(this.folder, `${name}.sock`);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
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

function written(place: Workplace, { text, files }: Configuration): string[] {
  for (const [path, content] of files) {
    const file = join(place.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const file = join(place.folder, 'haproxy.cfg');
  writeFileSync(file, head + text);
  return ['-f', file];
}

/** What `haproxy -c` has against a configuration; undefined if nothing. */
export function configError(place: Workplace, configuration: Configuration): string | undefined {
  const { status, stderr } = spawnSync(HAPROXY, ['-c', ...written(place, configuration)], { encoding: 'utf8' });
  return status === 0 ? undefined : stderr;
}

/** A running HAProxy. */
export class Haproxy implements AsyncDisposable {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  private constructor(child: ChildProcess) {
    this.child = child;
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /** Starts HAProxy and waits until `socket`, the last one that it listens on, answers. */
  static async start(place: Workplace, configuration: Configuration, socket: string): Promise<Haproxy> {
    const child = spawn(HAPROXY, ['-db', ...written(place, configuration)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const haproxy = new Haproxy(child);
    for (let tries = 0; tries < 1000; tries++) {
      if (await answers(socket)) return haproxy;
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await haproxy[Symbol.asyncDispose]();
    throw new Error(`HAProxy did not start: ${said}`);
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
