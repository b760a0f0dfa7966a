import type { Conversion, WithheldRule } from '../../src/conversion.js';
import type { FindingCode } from '../../src/ledger/catalogue.js';
import type { Difference } from './differences.js';

/** A finding of a conversion with the item that it is about. */
export interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly object?: string | undefined;
  readonly field: string;
  /** Without its prefix. */
  readonly annotation?: string | undefined;
}

type Explains = (difference: Difference, finding: Finding, withheld: readonly WithheldRule[]) => boolean;

/** All findings of a conversion, the second ones of an item included. */
export function findingsOf(conversion: Conversion): readonly Finding[] {
  return conversion.items.flatMap((item) =>
    [item, ...item.also].map(({ code, severity, message }) => ({
      code,
      severity,
      message,
      object: item.object?.name,
      field: item.field,
      annotation: item.annotation?.replace(/^.*\//, ''),
    })),
  );
}

/** The findings that explain a difference; empty when the conversion changes behaviour without a word. */
export function explanationsOf(difference: Difference, conversion: Conversion): readonly Finding[] {
  return findingsOf(conversion).filter((finding) => {
    const explains = table[finding.code as FindingCode];
    if (explains === undefined || (opens(difference) && !MAY_OPEN.has(finding.code))) return false;
    return explains(difference, finding, conversion.withheld);
  });
}

/** Requests that were refused and now reach a backend: only a loss that is told as such may explain that. */
function opens(difference: Difference): boolean {
  const { kind, want, have } = difference;
  return (
    kind === 'answer' && want.kind === 'reply' && want.status !== 404 && want.status < 502 && have.kind === 'forward'
  );
}

const MAY_OPEN: ReadonlySet<string> = new Set(['RS0207', 'RS0319', 'RS1014', 'RS1401', 'RS1702']);

/** Which kinds of difference a code speaks of. Codes that are not here promise that nothing changes. */
const table: Partial<Readonly<Record<FindingCode, Explains>>> = {
  RS0207: (d, f) =>
    d.kind === 'answer' &&
    d.have.kind === 'forward' &&
    isStatus(d.want, f.field === 'controller.global-allowed-response-headers' ? 503 : 404),
  RS0208: (d, f) => f.message.includes('not in the input') && isAnswer(d, 'reply', 'forward'),
  RS0319: (d, f) => settings[f.field.replace(/^controller\.|^data\./, '')]?.(d) === true,
  RS0320: (d, f) => annotations[f.annotation ?? '']?.(d) === true,
  RS1004: (d, f) => notMatched(d) && isOfOpenPath(d.request.path ?? '/', f.message),
  RS1011: notMatched,
  RS1014: (d, f) =>
    d.kind === 'answer' && /^\/(healthz|nginx_status)/.test(d.request.path ?? '') && f.message.includes('/healthz'),
  // A check that stood before "not found".
  RS1015: (d) => d.kind === 'answer' && d.want.kind === 'reply' && isStatus(d.have, 404),
  RS1017: (d) => d.kind === 'answer' && isStatus(d.want, 404) && d.have.kind === 'forward',
  RS1101: (d, f) => d.kind === 'location' && sameTarget(d, { query: true, port: /\bport\b/.test(f.message) }),
  RS1105: (d, f) => d.kind === 'path' && f.message.includes('decodes') && decoded(d.want) === decoded(d.have),
  RS1106: (d) => d.kind === 'location' && sameTarget(d, { query: false, port: true }),
  RS1108: notMatched,
  RS1209: (d) => d.kind === 'location' && sameTarget(d, { query: false, port: false }),
  RS1212: (d) => d.kind === 'certificate' && d.have === null,
  RS1214: (d) =>
    d.kind === 'certificate' && d.want === 'default' && d.have?.endsWith('/default-ssl-certificate') === true,
  RS1216: noHttps,
  RS1306: (d, f) =>
    d.kind === 'backend' && Object.keys(d.request.headers ?? {}).some((name) => f.message.includes(name)),
  RS1401: (d) => {
    if (d.kind === 'answer') return d.request.method === 'OPTIONS' && isStatus(d.want, 204);
    // Less than before, never more.
    return d.kind === 'response-header' && d.header.startsWith('access-control-') && d.have === null;
  },
  RS1403: (d) => d.kind === 'response-header' && d.header.startsWith('access-control-'),
  RS1505: affinity,
  RS1506: affinity,
  RS1507: affinity,
  RS1602: (d) => d.kind === 'answer' && isStatus(d.have, 500),
  RS1701: (d, _finding, withheld) => isWithheld(d, withheld),
  RS1706: (d) => d.kind === 'answer' && d.want.kind === 'reply' && isStatus(d.have, 500),
};

/** Settings of the whole controller that are lost, with what their loss changes. */
const settings: Readonly<Record<string, (d: Difference) => boolean>> = {
  'proxy-body-size': (d) => d.kind === 'answer' && isStatus(d.want, 413),
  'block-user-agents': (d) =>
    d.kind === 'answer' && isStatus(d.want, 403) && d.request.headers?.['User-Agent'] !== undefined,
  'block-referers': (d) => d.kind === 'answer' && isStatus(d.want, 403) && d.request.headers?.Referer !== undefined,
  'custom-http-errors': errorPage,
  'enable-underscores-in-headers': (d) => d.kind === 'request-header' && d.header.includes('_'),
  'use-forwarded-headers': (d) =>
    d.kind === 'answer' && Object.keys(d.request.headers ?? {}).some((name) => name.startsWith('X-Forwarded-')),
};

/** Annotations without equivalent, with what their loss changes. */
const annotations: Readonly<Record<string, (d: Difference) => boolean>> = {
  'configuration-snippet': (d) => d.kind === 'response-header',
  'custom-http-errors': errorPage,
  'proxy-cookie-domain': (d) => d.kind === 'response-header' && d.header === 'set-cookie',
  'proxy-cookie-path': (d) => d.kind === 'response-header' && d.header === 'set-cookie',
  'relative-redirects': (d) => d.kind === 'location' && new URL(d.have ?? '', 'http://x').pathname === d.want,
};

function isAnswer(d: Difference, want: string, have: string): boolean {
  return d.kind === 'answer' && d.want.kind === want && d.have.kind === have;
}

function isStatus(answer: { readonly kind: string; readonly status?: number }, status: number): boolean {
  return answer.kind === 'reply' && answer.status === status;
}

/** Served before, and now no rule takes the request. */
function notMatched(d: Difference): boolean {
  return d.kind === 'answer' && d.want.kind !== 'reply' && (isStatus(d.have, 404) || d.have.kind === 'refused');
}

/** A host that only the default certificate of the controller would serve has no listener. */
function noHttps(d: Difference, finding: Finding): boolean {
  // The finding lists the hosts in brackets.
  const listed = /\((.*?)\)/.exec(finding.message)?.[1]?.split(', ') ?? [];
  const about = listed.includes(d.request.host ?? '') || listed.includes('unknown hosts');
  return about && d.kind === 'answer' && d.request.scheme === 'https' && d.have.kind === 'refused';
}

/** The message names the path as an expression and how its requests differ from those that the route takes. */
function isOfOpenPath(path: string, message: string): boolean {
  const [, pattern, ways] = /: (\S+) also takes (.*)\. The route/.exec(message) ?? [];
  if (pattern === undefined || ways === undefined || !new RegExp(`^${pattern}`, 'i').test(path)) return false;
  const isInOtherCase = !new RegExp(`^${pattern}`).test(path);
  return ways.includes(isInOtherCase ? 'other letter case' : 'longer names') || ways.includes('any other character');
}

function affinity(d: Difference): boolean {
  if (d.kind === 'response-header') return d.header === 'set-cookie' && d.have === null;
  return d.kind === 'backend' && d.request.headers?.Cookie !== undefined;
}

function errorPage(d: Difference): boolean {
  return d.request.path?.startsWith('/status/') === true && d.kind !== 'answer';
}

/** Two targets that are the same but for a final slash of the path, and what else may differ. */
function sameTarget(
  d: Difference & { readonly kind: string },
  may: { readonly query: boolean; readonly port: boolean },
): boolean {
  const [want, have] = [d.want, d.have].map((location) => (typeof location === 'string' ? URL.parse(location) : null));
  if (want == null || have == null) return false;
  const path = (url: URL): string => url.pathname.replace(/\/$/, '');
  const query = (url: URL): string => (may.query ? '' : url.search.replace(/\/$/, ''));
  const host = (url: URL): string => (may.port ? url.hostname : url.host);
  return (
    want.protocol === have.protocol &&
    host(want) === host(have) &&
    path(want) === path(have) &&
    query(want) === query(have)
  );
}

function decoded(path: string | null): string {
  return decodeURIComponent(path ?? '').replace(/\/+/g, '/');
}

/** The request belongs to a rule that is listed as withheld, and nothing serves it. */
function isWithheld(d: Difference, withheld: readonly WithheldRule[]): boolean {
  if (d.kind !== 'answer' || (d.have.kind !== 'refused' && !isStatus(d.have, 404) && !isStatus(d.have, 500)))
    return false;
  const host = (d.request.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const path = d.request.path ?? '/';
  return withheld.some((rule) => {
    const literal = /^[^([\\.*+?|{$]*/.exec(rule.path)?.[0] ?? '';
    const named = rule.hostname === host || rule.hostname === '*' || rule.hostname === '';
    return named && path.toLowerCase().startsWith(literal.toLowerCase().replace(/\/$/, ''));
  });
}
