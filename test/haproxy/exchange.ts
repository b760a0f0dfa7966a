import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Request } from '../../src/behaviour/outcome.js';
import { greeting } from './greeting.js';

/** Header lines: name in lower case to values in their order. */
export type Lines = Readonly<Record<string, readonly string[]>>;

/** What the backend behind HAProxy saw of a request. */
export interface Seen {
  readonly target: string;
  readonly headers: Lines;
}

/** An answer as it came over the wire; status 0 for a connection that is closed without one. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Lines;
  readonly seen: Seen | undefined;
}

/** Headers of every answer of the backend, for the response actions of Routes to change. */
export const BACKEND_HEADERS: Readonly<Record<string, string>> = { 'x-powered-by': 'echo', 'x-old': 'old' };

function linesOf(head: string): Lines {
  const found = new Map<string, string[]>();
  for (const line of head.split('\r\n').slice(1)) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    found.set(name, [...(found.get(name) ?? []), line.slice(line.indexOf(':') + 1).trim()]);
  }
  return Object.fromEntries(found);
}

/** A backend that tells what it was asked, in a header, so that HEAD tells it too. */
export function startEcho(socket: string): Promise<Server> {
  return listen(socket, (connection) => {
    let text = '';
    connection.setEncoding('latin1');
    connection.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = Buffer.from(text.slice(0, end), 'latin1').toString('utf8');
      const line = head.slice(0, head.indexOf('\r\n'));
      const seen: Seen = { target: line.slice(line.indexOf(' ') + 1, line.lastIndexOf(' ')), headers: linesOf(head) };
      const told = Buffer.from(JSON.stringify(seen)).toString('base64');
      const own = Object.entries(BACKEND_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
      connection.end(
        `HTTP/1.1 200 OK\r\nX-Seen: ${told}\r\n${own.join('')}Content-Length: 0\r\nConnection: close\r\n\r\n`,
      );
    });
  });
}

/** A server that says its name to whoever writes anything. */
export function startNamed(socket: string, name: string): Promise<Server> {
  return listen(socket, (connection) => connection.once('data', () => connection.end(name)));
}

async function listen(socket: string, handle: (connection: Socket) => void): Promise<Server> {
  const server = createServer((connection) => {
    connection.on('error', () => connection.destroy());
    handle(connection);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return server;
}

/** Tells HAProxy who the client is, as load balancers before the router do: nobody has an address on a Unix socket. */
function introduction({ clientAddress = '127.0.0.1', scheme }: Request): string {
  const port = scheme === 'https' ? 443 : 80;
  const v6 = clientAddress.includes(':');
  return `PROXY ${v6 ? 'TCP6' : 'TCP4'} ${clientAddress} ${v6 ? '2001:db8::80' : '192.0.2.80'} 40000 ${port}\r\n`;
}

/** Sends a request exactly as it is written; without a host in HTTP/1.0, where that is allowed. */
export async function send(socket: string, request: Request): Promise<WireAnswer> {
  const version = request.host === '' ? 'HTTP/1.0' : 'HTTP/1.1';
  const headers = Object.entries({ ...(request.host === '' ? {} : { Host: request.host }), ...request.headers });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = `${request.method} ${request.path} ${version}\r\n${lines}Content-Length: 0\r\nConnection: close\r\n\r\n`;
  const answer = await exchange(socket, [introduction(request), head]);
  return answerOf(answer);
}

/** Opens a TLS connection and gives the bytes that come back. */
export async function greet(socket: string, request: Request, serverName: string): Promise<string> {
  return exchange(socket, [introduction(request), await greeting(serverName)]);
}

function exchange(socket: string, parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket);
    const chunks: Buffer[] = [];
    connection.on('data', (chunk: Buffer) => chunks.push(chunk));
    // Once it stands, a connection that is reset is one that is closed without an answer.
    connection.on('error', (error) => (wasOpen ? connection.destroy() : reject(error)));
    let wasOpen = false;
    connection.on('connect', () => {
      wasOpen = true;
    });
    connection.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    for (const part of parts) connection.write(part);
  });
}

function answerOf(text: string): WireAnswer {
  const head = text.slice(0, Math.max(text.indexOf('\r\n\r\n'), 0));
  const headers = linesOf(head);
  const told = headers['x-seen']?.[0];
  return {
    status: Number(head.split(' ')[1] ?? '0'),
    headers,
    seen: told === undefined ? undefined : (JSON.parse(Buffer.from(told, 'base64').toString('utf8')) as Seen),
  };
}
