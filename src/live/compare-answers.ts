import { answerKind, isAbsent, type OutcomeDifference } from '../behaviour/compare.js';
import type { Request } from '../behaviour/outcome.js';
import type { Prediction } from '../verification/foresight.js';
import { comparableValue, comparedHeaders } from './compared-headers.js';
import { type BodyEnd, statusOf, type WireAnswer } from './wire-answer.js';

/** What of two answers is compared. */
export interface Comparing {
  /** Headers instead of the customary ones, in lower case. */
  readonly headers?: readonly string[] | undefined;
  readonly bodies: boolean;
}

/** Statuses with which proxies say that they serve nothing of the kind. */
const ABSENT: ReadonlySet<number> = new Set([404, 421, 503]);

/**
 * In what two answers to one request differ. As with the models, another status is all that is told where there is one, and
 * where nothing is there on either side, "not found" is as good as no connection.
 */
export function compareAnswers(
  request: Request,
  prediction: Prediction,
  old: WireAnswer,
  now: WireAnswer,
  comparing: Comparing,
): readonly OutcomeDifference[] {
  const { source, target } = prediction;
  if (isAbsent(source) && isAbsent(target) && saysNothingIsThere(old) && saysNothingIsThere(now)) return [];
  const [before, after] = [statusOf(old), statusOf(now)];
  if (before !== after) return [{ field: 'status', source: before, target: after }];
  if (old.kind === 'failure' || now.kind === 'failure') return [];
  const found: OutcomeDifference[] = [];
  const same = (field: string, a: string | null, b: string | null) => {
    if (a !== b) found.push({ field, source: a, target: b });
  };
  const [from, to] = [old, now].map(({ headers }) => headers.get('location')?.[0] ?? null);
  if (normalUrl(from) !== normalUrl(to)) same('location', from ?? null, to ?? null);
  const isFromBackend = [source, target].every((outcome) => answerKind(outcome) === 'forward');
  for (const name of comparedHeaders(comparing.headers, [source, target], isFromBackend)) {
    const [a, b] = [old, now].map(({ headers }) => comparableValue(name, headers.get(name)));
    same(`responseHeaders.${name}`, a ?? null, b ?? null);
  }
  if (request.method === 'HEAD') return found;
  if (isCutShort(old.body.end) !== isCutShort(now.body.end)) same('body', endText(old.body.end), endText(now.body.end));
  else if (comparing.bodies && isFromBackend && old.body.hash !== now.body.hash)
    same('body', bodyText(old), bodyText(now));
  return found;
}

/** The server says so, or there is none that would. */
export function saysNothingIsThere(answer: WireAnswer): boolean {
  if (answer.kind === 'answer') return ABSENT.has(answer.status);
  return answer.failure === 'unconnected' || answer.failure === 'handshake' || answer.failure === 'closed';
}

function isCutShort(end: BodyEnd): boolean {
  return end === 'cut' || end === 'late';
}

const ENDS: Readonly<Record<BodyEnd, string>> = {
  whole: 'whole',
  cut: 'cut short',
  late: 'not complete in time',
  capped: 'longer than is read',
};

function endText(end: BodyEnd): string {
  return ENDS[end];
}

function bodyText({ body: { bytes, hash, end } }: Extract<WireAnswer, { kind: 'answer' }>): string {
  return `${end === 'capped' ? 'more than ' : ''}${bytes} bytes, SHA-256 ${hash.slice(0, 12)}`;
}

/** A location in its normal form (RFC 3986 section 6.2): host in lower case, no empty path, no port of the scheme. */
function normalUrl(location: string | null | undefined): string | undefined {
  return location
    ?.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(\/?)/i, (_all, origin: string) => `${origin.toLowerCase()}/`)
    .replace(/^(https:\/\/[^/]*):443\/|^(http:\/\/[^/]*):80\//, '$1$2/');
}
