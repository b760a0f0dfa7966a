import { createHash } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Request } from '../behaviour/outcome.js';
import { certificateOf } from './certificate-seen.js';
import type { EntryPoint } from './entry-point.js';
import { failureOf, Late, type Phase } from './failure-of.js';
import { serverNameOf } from './sendable.js';
import type { BodyEnd, CertificateSeen, WireAnswer } from './wire-answer.js';

/** How requests are sent. */
export interface Sending {
  readonly timeoutMs: number;
  /** Bytes of a body that are read. */
  readonly bodyLimit: number;
  /** Sent with every request and shown nowhere. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * One connection to one side at a time, kept alive for as long as the server name stays. It connects to the addresses that
 * it is given and to nothing else: names are resolved by whoever makes it, redirects are not followed.
 */
export class WireClient {
  readonly #entry: EntryPoint;
  readonly #sending: Sending;
  #agents = newAgents();
  #serverName = '';

  /** @param entry with addresses instead of names */
  constructor(entry: EntryPoint, sending: Sending) {
    this.#entry = entry;
    this.#sending = sending;
  }

  /** Sends a request; rejects only when the signal is given. */
  async send(request: Request, signal: AbortSignal): Promise<WireAnswer> {
    const name = request.scheme === 'https' ? serverNameOf(request) : '';
    if (request.scheme === 'https' && name !== this.#serverName) {
      this.close();
      this.#serverName = name;
    }
    const first = await this.#exchange(request, signal);
    if (!first.isStale) return first.answer;
    // The server gave up a connection that had been idle, which says nothing about the request.
    this.close();
    return (await this.#exchange(request, signal)).answer;
  }

  /** Gives up the connections that are kept. */
  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
    this.#agents = newAgents();
  }

  #exchange(request: Request, signal: AbortSignal): Promise<Exchange> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const state: State = { phase: 'connecting' };
      const outgoing = (request.scheme === 'https' ? httpsRequest : httpRequest)(this.#options(request, signal));
      const timer = setTimeout(() => (state.incoming ?? outgoing).destroy(new Late()), this.#sending.timeoutMs);
      const finish = (answer: WireAnswer, isStale = false) => {
        clearTimeout(timer);
        resolve({ answer: { ...answer, certificate: state.certificate }, isStale });
      };
      outgoing.on('socket', (socket) => {
        const enter = (phase: Phase) => {
          state.phase = phase;
        };
        const sees = () => {
          enter('asking');
          state.certificate = certificateOf(socket, serverNameOf(request));
        };
        if (outgoing.reusedSocket) sees();
        else if (request.scheme === 'https')
          socket.once('connect', () => enter('handshake')).once('secureConnect', sees);
        else socket.once('connect', () => enter('asking'));
      });
      outgoing.on('error', (error) => {
        // Whoever reads the body tells how it ended.
        if (state.incoming !== undefined) return;
        if (signal.aborted) {
          clearTimeout(timer);
          reject(signal.reason);
          return;
        }
        const failed = failureOf(error, state.phase);
        finish({ kind: 'failure', ...failed }, outgoing.reusedSocket && failed.failure === 'closed');
      });
      outgoing.on('upgrade', (incoming, socket) => {
        socket.destroy();
        finish(this.#answer(incoming, EMPTY, 'whole'));
      });
      outgoing.on('response', (incoming) => {
        state.incoming = incoming;
        this.#read(incoming, signal).then(finish, (reason: unknown) => {
          clearTimeout(timer);
          reject(reason);
        });
      });
      outgoing.end();
    });
  }

  #options(request: Request, signal: AbortSignal): RequestOptions {
    const { scheme, method, path } = request;
    const address = this.#entry[scheme];
    if (address === undefined) throw new TypeError(`a request by ${scheme} was let through without an address`);
    const name = serverNameOf(request);
    const shared = {
      ...{ host: address.host, port: address.port, method, path, signal, setHost: false },
      headers: headersOf(request, this.#sending.headers),
      lookup: noLookup,
    };
    if (scheme === 'http') return { ...shared, agent: this.#agents.http };
    // Routing is compared, also before the new side has its final certificate; certificates are compared apart from it.
    const tls = { servername: isIP(name) === 0 ? name : '', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] };
    return { ...shared, ...tls, agent: this.#agents.https };
  }

  async #read(incoming: IncomingMessage, signal: AbortSignal): Promise<WireAnswer> {
    const hash = createHash('sha256');
    let bytes = 0;
    let end: BodyEnd = 'whole';
    const { bodyLimit } = this.#sending;
    try {
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        const part = chunk.subarray(0, bodyLimit - bytes);
        hash.update(part);
        bytes += part.length;
        if (part.length === chunk.length) continue;
        end = 'capped';
        break;
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      end = error instanceof Late ? 'late' : 'cut';
    }
    if (end === 'whole' && !incoming.complete) end = 'cut';
    return this.#answer(incoming, { hash: hash.digest('hex'), bytes }, end);
  }

  #answer(
    incoming: IncomingMessage,
    body: { readonly hash: string; readonly bytes: number },
    end: BodyEnd,
  ): WireAnswer {
    const headers = new Map<string, string[]>();
    for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
      const name = (incoming.rawHeaders[i] ?? '').toLowerCase();
      const value = this.#concealed(incoming.rawHeaders[i + 1] ?? '');
      const known = headers.get(name);
      if (known === undefined) headers.set(name, [value]);
      else known.push(value);
    }
    return { kind: 'answer', status: incoming.statusCode ?? 0, headers, body: { ...body, end } };
  }

  /** What a server echoes of a header that is shown nowhere is shown nowhere either. */
  #concealed(value: string): string {
    return this.#sending.headers.reduce(
      (text, [, secret]) => (secret === '' ? text : text.replaceAll(secret, '(value of --header)')),
      value,
    );
  }
}

/** How an exchange stands. */
interface State {
  phase: Phase;
  certificate?: CertificateSeen | undefined;
  incoming?: IncomingMessage | undefined;
}

interface Exchange {
  readonly answer: WireAnswer;
  /** A kept connection turned out to be closed. */
  readonly isStale: boolean;
}

const EMPTY = { hash: createHash('sha256').digest('hex'), bytes: 0 };

function newAgents() {
  const options = { keepAlive: true, maxSockets: 1, maxFreeSockets: 1 };
  // A session that is resumed shows no certificate.
  return { http: new HttpAgent(options), https: new HttpsAgent({ ...options, maxCachedSessions: 0 }) };
}

/** Those of the request win over those of every request; whoever serves it may see who asks. */
function headersOf({ host, headers = {} }: Request, every: Sending['headers']): Record<string, string> {
  const all = new Map<string, readonly [string, string]>([
    ['user-agent', ['User-Agent', 'routeshift']],
    ['accept', ['Accept', '*/*']],
  ]);
  for (const [name, value] of [...every, ...Object.entries(headers)]) all.set(name.toLowerCase(), [name, value]);
  all.set('host', ['Host', host]);
  return Object.fromEntries(all.values());
}

/** Addresses are there before anything is sent, so nothing is looked up; least of all a name from a rule. */
function noLookup(
  _name: string,
  _options: unknown,
  done: (error: Error, address: string, family: number) => void,
): void {
  done(new Error('names are not looked up'), '', 4);
}
