import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';

/** A server on loopback that is gone when the test is over. */
export class Listening implements AsyncDisposable {
  readonly port: number;
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket: Socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(server: Server): Promise<Listening> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Listening(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** A server of plain HTTP. */
export function http(listener: RequestListener): Promise<Listening> {
  return Listening.start(createHttpServer(listener));
}

/** What certificates the tests have: for shop.example.com, for *.example.com, and for a name that nobody asks for. */
export type CertificateName = 'shop' | 'wildcard' | 'fallback';

/** A server of HTTPS with a certificate for some server names, and another one for all others. */
export function https(
  listener: RequestListener,
  byName: Readonly<Record<string, CertificateName>> = {},
  otherwise: CertificateName = 'fallback',
): Promise<Listening> {
  const contextOf = (name: CertificateName) => createSecureContext(pairOf(name));
  const options = {
    ...pairOf(otherwise),
    SNICallback: (name: string, done: (error: Error | null, context?: ReturnType<typeof contextOf>) => void) =>
      done(null, contextOf(byName[name] ?? otherwise)),
  };
  return Listening.start(createHttpsServer(options, listener));
}

/** A server that does as it pleases with its connections. */
export function raw(handle: (socket: Socket) => void): Promise<Listening> {
  return Listening.start(
    createServer((socket) => {
      socket.on('error', () => socket.destroy());
      handle(socket);
    }),
  );
}

/** Calls back for each request head that comes over a connection, with how many there have been. */
export function onHead(socket: Socket, answer: (head: string, count: number) => void): void {
  let text = '';
  let count = 0;
  socket.setEncoding('latin1').on('data', (chunk: string | Buffer) => {
    text += String(chunk);
    for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
      const head = text.slice(0, end);
      text = text.slice(end + 4);
      answer(head, ++count);
    }
  });
}

export function pathOf(name: CertificateName, kind: 'crt' | 'key'): string {
  return join(import.meta.dirname, 'certificates', `${name}.${kind}`);
}

function pairOf(name: CertificateName): { readonly cert: Buffer; readonly key: Buffer } {
  return { cert: readFileSync(pathOf(name, 'crt')), key: readFileSync(pathOf(name, 'key')) };
}

/** A port of loopback at which nobody listens. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/** Several of them, no two alike. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const taken = await Promise.all(Array.from({ length: count }, () => raw((socket) => socket.destroy())));
  await Promise.all(taken.map((one) => one[Symbol.asyncDispose]()));
  return taken.map(({ port }) => port);
}
