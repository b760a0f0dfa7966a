import { type Considered, nearest } from '../../nearest.js';
import type { Candidate } from '../../outcome.js';
import type { HttpMatch } from './http-match.js';
import type { ParsedRequest } from './parsed-request.js';
import type { GatewayProfile } from './profile.js';
import type { GrpcEntry, HttpEntry, TlsEntry } from './route-entry.js';
import { type ValueMatch, valuesMatch } from './value-match.js';

/** Why the other matches of a hostname did not take a request: the nearest ones. */
export function nearestMatches(
  entries: readonly HttpEntry[],
  winner: HttpEntry | GrpcEntry | TlsEntry | undefined,
  request: ParsedRequest,
  profile: GatewayProfile,
): Candidate[] {
  const others = entries.filter((entry) => entry !== winner && entry.rule !== winner?.rule);
  const considered = others.map((entry): Considered => {
    const fault = faultOf(entry.match, request, profile);
    return {
      rule: entry.rule.label,
      asks: asks(entry.match),
      path: entry.match.path.value,
      matches: fault === undefined,
      why: fault ?? `matches too, but ${winner === undefined ? 'serves nothing' : reasonFor(winner, entry)}`,
    };
  });
  return nearest(considered, request.path);
}

function faultOf(match: HttpMatch, request: ParsedRequest, profile: GatewayProfile): string | undefined {
  if (!pathMatches(match, request.path, profile)) return 'the path does not match';
  if (match.method !== undefined && match.method !== request.method) return `the method is not ${match.method}`;
  const header = missing(match.headers, request.header);
  if (header !== undefined) return `header ${header.name} is not ${textOf(header)}`;
  const parameter = missing(match.query, request.queryParam);
  if (parameter !== undefined) return `query parameter ${parameter.name} is not ${textOf(parameter)}`;
  const cookie = missing(match.cookies, request.cookie);
  return cookie === undefined ? undefined : `cookie ${cookie.name} is not ${textOf(cookie)}`;
}

function missing(matches: readonly ValueMatch[], lookup: (name: string) => string | undefined): ValueMatch | undefined {
  return matches.find((match) => !valuesMatch([match], lookup));
}

function textOf({ value }: ValueMatch): string {
  return typeof value === 'string' ? value : 'of its pattern';
}

function pathMatches({ path }: HttpMatch, requested: string, profile: GatewayProfile): boolean {
  switch (path.kind) {
    case 'exact':
      return path.value === requested;
    case 'prefix':
      return requested === path.element || requested.startsWith(`${path.element}/`);
    case 'regex':
      return path.pattern.matches(requested, profile.regexAnchoring);
  }
}

/** The first rule of precedence that tells two matches apart (HTTPRouteRule.matches). */
function reasonFor(winner: HttpEntry | GrpcEntry | TlsEntry, other: HttpEntry): string {
  const { match } = winner;
  if (match === undefined || !('path' in match)) return 'a route of another kind takes it';
  if (match.path.kind !== other.match.path.kind) return `a path of type ${typeOf(match)} comes first`;
  if (match.path.value.length !== other.match.path.value.length) return `${match.path.value} is longer`;
  if (match.method !== undefined && other.match.method === undefined) return 'the other names the method';
  if (match.headers.length !== other.match.headers.length) return 'the other names more headers';
  if (match.query.length !== other.match.query.length) return 'the other names more query parameters';
  if (match.cookies.length !== other.match.cookies.length) return 'the other names more cookies';
  return winner.route === other.route ? 'the other comes first in the route' : 'the other route comes first';
}

function asks(match: HttpMatch): string {
  const conditions = [
    ...(match.method === undefined ? [] : [`method ${match.method}`]),
    ...match.headers.map((header) => `header ${header.name} ${textOf(header)}`),
    ...match.query.map((parameter) => `query parameter ${parameter.name} ${textOf(parameter)}`),
    ...match.cookies.map((cookie) => `cookie ${cookie.name} ${textOf(cookie)}`),
  ];
  return [`${typeOf(match)} ${match.path.value}`, ...conditions].join(', ');
}

function typeOf({ path }: HttpMatch): string {
  switch (path.kind) {
    case 'exact':
      return 'Exact';
    case 'prefix':
      return 'PathPrefix';
    case 'regex':
      return 'RegularExpression';
  }
}
