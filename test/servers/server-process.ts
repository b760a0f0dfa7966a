import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';

/** Where build/test-server.mjs found the server. */
const BINARY = process.env.SERVER_BINARY ?? 'nginx';

/** What the server has against a configuration; undefined if nothing. */
export function complaint(args: readonly string[]): string | undefined {
  const { status, stderr } = spawnSync(BINARY, args, { encoding: 'utf8' });
  return status === 0 ? undefined : stderr;
}

/** A running server. */
export class ServerProcess implements AsyncDisposable {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  private constructor(child: ChildProcess) {
    this.child = child;
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /** Starts the server and waits until `socket`, the last one that it listens on, answers. */
  static async start(args: readonly string[], socket: string, binary = BINARY): Promise<ServerProcess> {
    const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const server = new ServerProcess(child);
    for (let tries = 0; tries < 1000; tries++) {
      if (await answers(socket)) return server;
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await server[Symbol.asyncDispose]();
    throw new Error(`${binary} did not start: ${said}`);
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
