import http from 'node:http';
import https from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { MAX_INPUT_LENGTH } from '../kubernetes/input-problem.js';
import { ClusterFailure } from './cluster-failure.js';
import { type ChosenContext, type ClusterChoice, chosenContext, forgetCredentials } from './kube-config.js';
import { pluginWords } from './plain-words.js';

/** What a request says besides its path. */
export interface Call {
  readonly method?: 'GET' | 'PATCH';
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: string;
}

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  /** What it holds as JSON; undefined where it is none. */
  readonly body: unknown;
}

/** Bounds of what one request may take. */
export interface Limits {
  /** Milliseconds until the whole answer is there. */
  readonly timeout: number;
  /** Bytes of an answer. */
  readonly size: number;
  /** Times that a request is repeated which the server could not serve just then. */
  readonly retries: number;
}

const LIMITS: Limits = { timeout: 60_000, size: MAX_INPUT_LENGTH, retries: 3 };

/** Answers after which the same request may fare better: too many requests, and what servers say while they restart. */
const PASSING: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
/** The longest that a server may make a run wait between two tries, in milliseconds. */
const LONGEST_WAIT = 10_000;

/** Speaks to one API server, and to nothing else: redirects are not followed. */
export class ApiClient {
  readonly context: string;
  readonly namespace: string;
  readonly #chosen: ChosenContext;
  readonly #limits: Limits;
  #credentials: Promise<https.RequestOptions> | undefined;

  private constructor(chosen: ChosenContext, limits: Limits) {
    this.context = chosen.name;
    this.namespace = chosen.namespace;
    this.#chosen = chosen;
    this.#limits = limits;
  }

  /** @throws ClusterFailure when the kubeconfig leads nowhere; the server itself is not asked yet */
  static async connect(choice: ClusterChoice, limits: Partial<Limits> = {}): Promise<ApiClient> {
    return new ApiClient(await chosenContext(choice), { ...LIMITS, ...limits });
  }

  /**
   * Sends one request. What cannot be served just then is asked for again, and with new credentials once those are refused.
   *
   * @throws ClusterFailure when no answer comes, or one that is no answer of an API server
   */
  async ask(path: string, call: Call = {}): Promise<Answer> {
    let isRenewed = false;
    for (let tries = 0; ; tries++) {
      const credentials = this.#credentials ?? this.#authenticate();
      this.#credentials = credentials;
      const { answer, retryAfter } = await this.#send(path, call, await credentials);
      if (answer.status === 401 && !isRenewed) {
        // Credentials of plugins and of service accounts run out while a large cluster is read.
        // Other requests may be under way with them still, so that their connections stay.
        isRenewed = true;
        if (this.#credentials === credentials) {
          this.#credentials = undefined;
          forgetCredentials(this.#chosen.config);
        }
        continue;
      }
      if (answer.status === 401)
        throw new ClusterFailure(`${this.#place()} does not accept the credentials of context ${this.context}`);
      // To an apply, 500 is also how the server refuses fields that it does not know.
      const isPassing = PASSING.has(answer.status) && !(answer.status === 500 && call.method === 'PATCH');
      if (!isPassing || tries >= this.#limits.retries) return answer;
      await wait(Math.min(retryAfter ?? 200 * 2 ** tries, LONGEST_WAIT));
    }
  }

  /** Closes what is still open; a later request opens it again. */
  close(): void {
    const credentials = this.#credentials;
    this.#credentials = undefined;
    credentials?.then(({ agent }) => (agent instanceof http.Agent ? agent.destroy() : undefined)).catch(() => {});
  }

  async #authenticate(): Promise<https.RequestOptions> {
    const options: https.RequestOptions = {};
    try {
      await this.#chosen.config.applyToHTTPSOptions(options);
    } catch (error) {
      throw new ClusterFailure(`context ${this.context}: no credentials: ${credentialReason(error)}`);
    }
    if (options.agent instanceof http.Agent) Object.assign(options.agent, { keepAlive: true, maxSockets: 4 });
    return options;
  }

  /** Where the server is, without what may stand before its name or behind it. */
  #place(): string {
    return `${this.#chosen.server.protocol}//${this.#chosen.server.host}`;
  }

  #send(
    path: string,
    call: Call,
    credentials: https.RequestOptions,
  ): Promise<{ readonly answer: Answer; readonly retryAfter?: number | undefined }> {
    const { server } = this.#chosen;
    const { timeout, size } = this.#limits;
    const { agent, headers, auth } = credentials;
    const send = server.protocol === 'https:' ? https.request : http.request;
    const url = new URL(`${server.pathname.replace(/\/+$/, '')}${path}`, `${server.protocol}//${server.host}`);
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new ClusterFailure(`${this.#place()}${pathOf(path)}: ${why}`));
      const request = send(url, {
        method: call.method ?? 'GET',
        ...(agent === undefined ? {} : { agent }),
        ...(auth === undefined || auth === null ? {} : { auth }),
        headers: {
          ...headers,
          accept: call.accept ?? 'application/json',
          'user-agent': 'routeshift',
          ...(call.contentType === undefined ? {} : { 'content-type': call.contentType }),
        },
        signal: AbortSignal.timeout(timeout),
      });
      request.on('error', (error) => fail(networkReason(error, timeout)));
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length <= size) chunks.push(chunk);
          else {
            fail(`the answer is larger than ${size} bytes`);
            response.destroy();
          }
        });
        response.on('error', (error) => fail(networkReason(error, timeout)));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const body = jsonOf(Buffer.concat(chunks));
          if (status >= 200 && status < 300 && body === undefined) fail('the answer is no JSON');
          else if (status >= 300 && status < 400) fail(`the answer is a redirect (${status}), which is not followed`);
          else resolve({ answer: { status, body }, retryAfter: millisecondsOf(response.headers['retry-after']) });
        });
      });
      request.end(call.body);
    });
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function millisecondsOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}

/** Without the query, in which tokens of pages stand. */
function pathOf(path: string): string {
  return path.split('?', 1)[0] ?? '';
}

function networkReason(error: Error, timeout: number): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return (
    (code === undefined ? undefined : REASONS[code]) ?? pluginWords(error.message || code || 'the connection broke')
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved just now',
  ECONNRESET: 'the connection was closed before the answer was there',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed, and the kubeconfig has no authority for it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes of an authority that the kubeconfig does not name',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes of an authority that the kubeconfig does not name',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes of an authority that the kubeconfig does not name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** What a plugin printed where a credential was expected is not repeated: it may be half of one. */
function credentialReason(error: unknown): string {
  if (error instanceof SyntaxError) return 'the credential plugin printed no JSON';
  if (error instanceof TypeError) return 'the credential plugin printed no ExecCredential';
  if (!(error instanceof Error)) return 'the credential plugin failed';
  if ('code' in error && error.code === 'ENOENT')
    return 'path' in error ? `${String(error.path)} is not there` : 'a file of the kubeconfig is not there';
  return pluginWords(error.message) || 'the credential plugin failed or took too long';
}
