import { guardsDiffer } from './guard-difference.js';
import type { HeaderChanges, Outcome, Request } from './outcome.js';

/** One thing in which two data planes treat a request differently. */
export interface OutcomeDifference {
  /** Such as `status`, `path`, `requestHeaders.x-foo`, `guards.basic-auth`: a field of {@link Outcome}. */
  readonly field: string;
  readonly source: unknown;
  readonly target: unknown;
}

/** What a client gets: forwarded to a backend, sent elsewhere, answered by the proxy itself, or no connection at all. */
export type AnswerKind = 'forward' | 'redirect' | 'reply' | 'refused';

/** Limits that ingress-nginx has without being asked (reference §14): between two reads or writes, and for connecting. */
const BUILT_IN_IDLE_LIMITS: Readonly<Record<string, number>> = { connect: 5, send: 60, read: 60 };

/** With which every proxy tells backends about the connection; Gateway API does not say which of them are sent. */
const OF_THE_PROXY = /^(x-forwarded-(for|host|port|proto|scheme)|x-real-ip|x-scheme|x-original-.*|ssl-client-verify)$/;

/** Shares are sums of fractions. */
const SAME_SHARE = 1e-6;

/** Which kind of answer an outcome is. */
export function answerKind(outcome: Outcome): AnswerKind {
  if (outcome.backends.length > 0) return 'forward';
  if (outcome.status === 0) return 'refused';
  return outcome.status >= 300 && outcome.status < 400 ? 'redirect' : 'reply';
}

/**
 * Nothing is there: "not found", no listener to connect to, which is what a gateway has where nothing is published, or the
 * page with which OpenShift's router itself says that no Route takes the request.
 */
export function isAbsent(outcome: Outcome): boolean {
  const kind = answerKind(outcome);
  if (kind === 'refused') return true;
  if (outcome.isAbsent === true) return true;
  return kind === 'reply' && (outcome.status === 404 || (outcome.status === 503 && outcome.rule === 'router'));
}

/**
 * The fields of two outcomes of one request that differ for a client or a backend; empty when both do the same. Where the
 * kind of answer differs, that is the only difference told: the rest follows from it. Names of rules and reasons, and
 * headers that every proxy adds in its own way, are not compared.
 */
export function compareOutcomes(request: Request, source: Outcome, target: Outcome): readonly OutcomeDifference[] {
  if (isAbsent(source) && isAbsent(target)) return [];
  const found: OutcomeDifference[] = [];
  const same = (field: string, a: unknown, b: unknown): void => {
    if ((a ?? null) !== (b ?? null)) found.push({ field, source: a ?? null, target: b ?? null });
  };
  // Browsers take any status of success for the answer to a preflight (Fetch standard: ok status).
  if (!(isPreflight(request) && isSuccess(source) && isSuccess(target))) same('status', source.status, target.status);
  const kind = answerKind(source);
  if (found.length > 0 || kind !== answerKind(target)) {
    return found.length > 0
      ? found
      : [{ field: 'status', source: source.reason ?? null, target: target.reason ?? null }];
  }
  if (sameUrl(source.location) !== sameUrl(target.location)) same('location', source.location, target.location);
  same('certificate', source.certificate, target.certificate);
  compareHeaders('responseHeaders', {}, source.responseHeaders, target.responseHeaders, found);
  if (kind !== 'forward') return found;
  compareBackends(source, target, found);
  // Another backend gets it: by which path and behind which checks follows from that.
  if (!shareABackend(source, target)) return found;
  // A stream that passes through unopened has neither to a proxy.
  if (source.path !== null && target.path !== null && source.host !== null && target.host !== null) {
    same('path', source.path, target.path);
    // A value that was written with a line break at its end keeps it.
    same('host', source.host.trim().toLowerCase(), target.host.trim().toLowerCase());
  }
  const sent = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  compareHeaders('requestHeaders', sent, source.requestHeaders, target.requestHeaders, found);
  compareGuards(source, target, found);
  const [limits, targetLimits] = [chosenLimits(source), chosenLimits(target)];
  if (JSON.stringify(limits) !== JSON.stringify(targetLimits))
    found.push({ field: 'timeouts', source: limits, target: targetLimits });
  return found;
}

function isPreflight({ method, headers = {} }: Request): boolean {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  return method === 'OPTIONS' && names.includes('origin') && names.includes('access-control-request-method');
}

function isSuccess(outcome: Outcome): boolean {
  return answerKind(outcome) === 'reply' && outcome.status >= 200 && outcome.status < 300;
}

/**
 * A location in its normal form: the host in lower case, an empty path written out, and the port of the scheme left out
 * (RFC 3986 section 6.2).
 */
function sameUrl(location: string | undefined): string | undefined {
  return location?.replace(
    /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(\/?)/i,
    (_all, origin: string) => `${origin.toLowerCase().replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2')}/`,
  );
}

function compareBackends(source: Outcome, target: Outcome, found: OutcomeDifference[]): void {
  const [before, after] = [sharesOf(source), sharesOf(target)];
  const equal =
    before.size === after.size &&
    [...before].every(([backend, weight]) => Math.abs((after.get(backend) ?? -1) - weight) < SAME_SHARE);
  if (equal) return;
  if (source.backend !== null && target.backend !== null)
    found.push({ field: 'backend', source: source.backend, target: target.backend });
  else found.push({ field: 'backends', source: source.backends, target: target.backends });
}

/** The share of each backend, which may be named twice: by the number of its port and by that of its endpoints. */
function sharesOf({ backends }: Outcome): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { backend, weight } of backends) shares.set(backend, (shares.get(backend) ?? 0) + weight);
  return shares;
}

function shareABackend(source: Outcome, target: Outcome): boolean {
  return source.backends.some(({ backend }) => target.backends.some((other) => other.backend === backend));
}

/** Compares what becomes of headers, with none of that name and with one there before. */
function compareHeaders(
  field: 'requestHeaders' | 'responseHeaders',
  before: Readonly<Record<string, string>>,
  source: HeaderChanges,
  target: HeaderChanges,
  found: OutcomeDifference[],
): void {
  const names = new Set(
    [source, target].flatMap((c) => [...Object.keys(c.set), ...Object.keys(c.added), ...c.removed]),
  );
  for (const name of [...names].sort()) {
    if (field === 'requestHeaders' && OF_THE_PROXY.test(name)) continue;
    const present = before[name];
    const [a, b] = [source, target].map((changes) => valueAfter(changes, name, present));
    // A backend may send the header itself; a client's request is known.
    const [c, d] =
      field === 'requestHeaders'
        ? []
        : [source, target].map((changes) => valueAfter(changes, name, '(from the backend)'));
    if (sameList(name, a, b) && sameList(name, c, d)) continue;
    const shown = sameList(name, a, b) ? [c, d] : [a, b];
    found.push({ field: `${field}.${name}`, source: shown[0] ?? null, target: shown[1] ?? null });
  }
}

/** White space between the members of a list means nothing (RFC 9110 section 5.6.1, RFC 6797 section 6.1). */
function sameList(name: string, a: string | undefined, b: string | undefined): boolean {
  if (!name.startsWith('access-control-') && name !== 'strict-transport-security') return a === b;
  return a?.replace(/([,;])\s+/g, '$1') === b?.replace(/([,;])\s+/g, '$1');
}

function valueAfter(changes: HeaderChanges, name: string, before: string | undefined): string | undefined {
  const start = changes.removed.includes(name) ? undefined : (changes.set[name] ?? before);
  const added = changes.added[name];
  if (added === undefined) return start;
  return start === undefined ? added : `${start}, ${added}`;
}

function compareGuards(source: Outcome, target: Outcome, found: OutcomeDifference[]): void {
  const kinds = new Set([...source.guards, ...target.guards].map((guard) => guard.kind));
  for (const kind of [...kinds].sort()) {
    const [a = [], b = []] = [source, target].map((outcome) => outcome.guards.filter((guard) => guard.kind === kind));
    if (guardsDiffer(kind, a, b)) {
      found.push({ field: `guards.${kind}`, source: shown(a), target: shown(b) });
    }
  }
}

/** What one guard of a kind, which is the usual number, is given; a list where there are several. */
function shown(guards: Outcome['guards']): unknown {
  return guards.length > 1 ? guards.map(({ parameters }) => parameters) : (guards[0]?.parameters ?? null);
}

/** The limits that somebody chose. Zero switches a limit off; upgraded connections have the limit of others unless told. */
function chosenLimits(outcome: Outcome): Readonly<Record<string, number>> {
  const chosen = Object.entries(outcome.timeouts).filter(
    ([name, seconds]) =>
      seconds > 0 &&
      BUILT_IN_IDLE_LIMITS[name] !== seconds &&
      !(name === 'tunnel' && seconds === outcome.timeouts.read),
  );
  return Object.fromEntries(chosen.sort(([a], [b]) => (a < b ? -1 : 1)));
}
