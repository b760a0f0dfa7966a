import { connect, createServer, type Server } from 'node:net';
import type { Request } from '../../src/behaviour/outcome.js';

/** What the backend behind nginx saw of a request. */
export interface Seen {
  /** The backend's name, which nginx writes into X-Backend; empty for the built-in 404 server. */
  readonly backend: string;
  readonly target: string;
  readonly host: string;
  /** All headers, names in lower case; of several of one name the values between commas. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Number of the location that answered, from X-Rule; undefined where nginx reached none. */
  readonly rule: number | undefined;
  readonly seen: Seen | undefined;
}

function headersOf(head: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split('\r\n').slice(1)) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    const earlier = headers.get(name);
    const value = line.slice(line.indexOf(':') + 1).trim();
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}

/**
 * A backend that tells what it was asked, in a header, so that HEAD tells it too. It reads the bytes itself, because an
 * HTTP library would refuse some of the request lines that nginx writes. `own` are headers of all its answers.
 */
export async function startEcho(socket: string, own: Readonly<Record<string, string>> = {}): Promise<Server> {
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}\r\n`);
  const server = createServer((connection) => {
    let text = '';
    connection.setEncoding('latin1');
    connection.on('error', () => connection.destroy());
    connection.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = Buffer.from(text.slice(0, end), 'latin1').toString('utf8');
      const line = head.slice(0, head.indexOf('\r\n'));
      const headers = headersOf(head);
      const seen: Seen = {
        backend: headers.get('x-backend') ?? '',
        target: line.slice(line.indexOf(' ') + 1, line.lastIndexOf(' ')),
        host: headers.get('host') ?? '',
        headers: Object.fromEntries(headers),
      };
      const told = Buffer.from(JSON.stringify(seen)).toString('base64');
      const status = seen.backend === '' ? '404 Not Found' : '200 OK';
      connection.end(
        `HTTP/1.1 ${status}\r\nX-Seen: ${told}\r\n${lines.join('')}Content-Length: 0\r\nConnection: close\r\n\r\n`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return server;
}

/** Sends a request exactly as it is written, with `bodyBytes` of body; without a host in HTTP/1.0, where that is allowed. */
export function send(socket: string, request: Request, bodyBytes = 0): Promise<WireAnswer> {
  const version = request.host === '' ? 'HTTP/1.0' : 'HTTP/1.1';
  const host = request.host === '' ? {} : { Host: request.host };
  const headers = { ...host, ...request.headers, 'Content-Length': String(bodyBytes), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const text = `${request.method} ${request.path} ${version}\r\n${lines.join('')}\r\n${'x'.repeat(bodyBytes)}`;
  return new Promise((resolve, reject) => {
    const connection = connect(socket);
    const chunks: Buffer[] = [];
    connection.on('data', (chunk: Buffer) => chunks.push(chunk));
    connection.on('error', reject);
    connection.on('close', () => resolve(answerOf(Buffer.concat(chunks).toString('utf8'))));
    connection.write(text);
  });
}

function answerOf(text: string): WireAnswer {
  const head = text.slice(0, Math.max(text.indexOf('\r\n\r\n'), 0));
  const headers = headersOf(head);
  const told = headers.get('x-seen');
  const rule = headers.get('x-rule');
  return {
    status: Number(head.split(' ')[1] ?? '0'),
    location: headers.get('location'),
    headers: Object.fromEntries(headers),
    rule: rule === undefined ? undefined : Number(rule),
    seen: told === undefined ? undefined : (JSON.parse(Buffer.from(told, 'base64').toString('utf8')) as Seen),
  };
}
