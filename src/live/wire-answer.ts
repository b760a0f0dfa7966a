/** Why there is no answer. */
export type Failure =
  /** No connection came about. */
  | 'unconnected'
  /** The handshake of TLS failed. */
  | 'handshake'
  /** The connection was closed before there was an answer. */
  | 'closed'
  /** There was none in time. */
  | 'late'
  /** What came is no HTTP. */
  | 'garbled';

/** What a client can say of a certificate without trusting anybody. */
export interface CertificateSeen {
  /** SHA-256, as `AB:CD:…`. */
  readonly fingerprint: string;
  /** The DNS names and addresses that it is for, sorted; its common name where it has none. */
  readonly names: readonly string[];
  /** Whether it is for the server name that was asked. */
  readonly covers: boolean;
}

/** How a body ended: as announced, cut short by the server, still coming when the time was up, or longer than is read. */
export type BodyEnd = 'whole' | 'cut' | 'late' | 'capped';

/** What came over the wire for one request. */
export type WireAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Names in lower case; values in their order. */
      readonly headers: ReadonlyMap<string, readonly string[]>;
      readonly body: { readonly hash: string; readonly bytes: number; readonly end: BodyEnd };
      readonly certificate?: CertificateSeen | undefined;
    }
  | {
      readonly kind: 'failure';
      readonly failure: Failure;
      /** The code of the system or of TLS, such as ECONNREFUSED. */
      readonly detail: string;
      readonly certificate?: CertificateSeen | undefined;
    };

const FAILURES: Readonly<Record<Failure, string>> = {
  unconnected: 'no connection',
  handshake: 'TLS handshake failed',
  closed: 'connection closed without an answer',
  late: 'no answer in time',
  garbled: 'no HTTP in the answer',
};

/** A failure in words, without the code: the same words are the same failure. */
export function failureText(failure: Failure): string {
  return FAILURES[failure];
}

/** The status, or why there is none. */
export function statusOf(answer: WireAnswer): number | string {
  return answer.kind === 'answer' ? answer.status : failureText(answer.failure);
}

/** The values of a header, as one text; undefined where there is none of the name. */
export function headerOf(answer: WireAnswer, name: string): string | undefined {
  return answer.kind === 'answer' ? answer.headers.get(name)?.join(', ') : undefined;
}
