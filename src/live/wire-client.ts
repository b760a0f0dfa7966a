import { createHash } from 'node:crypto';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Request } from '../behaviour/outcome.js';
import { certificateOf } from './certificate-seen.js';
import type { EntryPoint } from './entry-point.js';
import { failureOf, Late, type Phase } from './failure-of.js';
import { serverNameOf } from './sendable.js';
import type { BodyEnd, CertificateSeen, WireAnswer } from './wire-answer.js';
import { newAgents, requestOptions } from './wire-options.js';

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
      const outgoing = this.#request(request, signal);
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

  #request(request: Request, signal: AbortSignal): ClientRequest {
    const { scheme } = request;
    const address = this.#entry[scheme];
    if (address === undefined) throw new TypeError(`a request by ${scheme} was let through without an address`);
    const options = { ...requestOptions(request, address, this.#sending.headers), agent: this.#agents[scheme], signal };
    return (scheme === 'https' ? httpsRequest : httpRequest)(options);
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
