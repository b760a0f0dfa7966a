import { answerKind, isAbsent, type OutcomeDifference } from '../behaviour/compare.js';
import type { Outcome, Request } from '../behaviour/outcome.js';
import { compilePcre } from '../behaviour/regex/pcre.js';
import type { Item } from '../ledger/verdict.js';
import type { Finding } from './findings.js';

/** A difference with what is known about its request. */
export interface Situation {
  readonly request: Request;
  readonly source: Outcome;
  readonly target: Outcome;
  readonly difference: OutcomeDifference;
  /** Whether it is the outcome at an implementation that decides what it may decide in the most common way. */
  readonly usual: boolean;
}

/** A rule without backends stands in the place of a path that was not published (and of no other). */
export function isClosed(target: Outcome): boolean {
  const { status, rule, backends } = target;
  return backends.length === 0 && (status === 500 || (status === 503 && rule.startsWith('Route ')));
}

export function isUnserved(target: Outcome): boolean {
  return isAbsent(target) || isClosed(target);
}

/** The answer of a check that a request did not pass. */
export function isRefusal({ status }: Outcome): boolean {
  return [400, 401, 403, 429, 503].includes(status);
}

/** A guard that closes the connection without an answer, as OpenShift's router does. */
export function isHangUp({ status, guards }: Outcome): boolean {
  return status === 0 && guards.length > 0;
}

/** Whether a rule of the target, which is a whole object where that is a Route, is what became of an item. */
export function becameRule(item: Item, rule: string): boolean {
  return item.emitted.some((ref) => {
    const object = `${ref.kind} ${ref.namespace ?? 'default'}/${ref.name}`;
    return object === rule || (ref.path !== undefined && `${object} ${ref.path}.`.startsWith(`${rule}.`));
  });
}

/**
 * Taken by a path before, and now by another rule or by none, from which everything else follows: also a check that the
 * other rule has and the path had not, but not one that is gone.
 */
export function takenBefore({ difference, target }: Situation, { item }: Finding): boolean {
  const isGuardGone = difference.field.startsWith('guards.') && difference.source !== null;
  return !isGuardGone && !becameRule(item, target.rule);
}

/** Taken by a path before that is not published: nothing takes the request, or a wider path of the host. */
export function noLongerServed(situation: Situation, finding: Finding): boolean {
  return takenBefore(situation, finding) || (situation.difference.field === 'status' && isUnserved(situation.target));
}

/** Not found before, and now something answers. */
export function nowServed({ difference, source }: Situation): boolean {
  return difference.field === 'status' && isAbsent(source);
}

/** Nothing of the host is published, so that what the controller answered there by itself is gone, too. */
export function isUnpublished({ source, target }: Situation): boolean {
  return answerKind(source) !== 'forward' && isAbsent(target);
}

/** The finding names the host of the request as one of which nothing is published. */
export function isOfUnpublishedHost({ request }: Situation, { message }: Finding): boolean {
  const [, name = ''] = /^nothing is published for ([^;]+);/.exec(message) ?? [];
  const host = request.host.toLowerCase().replace(/:\d*$/, '');
  if (name === 'unknown hosts') return true;
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : name === host;
}

/**
 * A path that is withheld answers "not found" or 500. Where it is an expression, some implementations prefer a prefix of
 * another path; the finding says so.
 */
export function isWithheld(situation: Situation, finding: Finding): boolean {
  const { difference, target, usual } = situation;
  if (!usual) return true;
  if (difference.field === 'status' && (isUnserved(target) || answerKind(target) === 'redirect')) return true;
  // Where a broader Route would take it, a Route without backend is in its place; but a final slash alone cannot have one.
  const endsInSlash = /^[^?]*\/(?:\?|$)/.test(situation.request.path);
  return (endsInSlash || !target.rule.startsWith('Route ')) && takenBefore(situation, finding);
}

/** Whether a certificate covers a host decides what is presented, and whether plain HTTP is redirected. */
export function dependsOnCertificate({ difference, source, target }: Situation): boolean {
  if (difference.field === 'certificate' || difference.field === 'location') return true;
  if (difference.field !== 'status') return false;
  return answerKind(source) === 'redirect' || answerKind(target) === 'redirect' || isAbsent(target);
}

/** Two targets that are the same but for a final slash of the path, and what else may differ. */
export function isSameTarget(
  { difference }: Situation,
  may: { readonly query: boolean; readonly port: boolean },
): boolean {
  const [before, after] = [difference.source, difference.target].map((location) =>
    typeof location === 'string' ? URL.parse(location) : null,
  );
  if (before == null || after == null) return false;
  const pathOf = (url: URL): string => url.pathname.replace(/\/$/, '');
  const queryOf = (url: URL): string => (may.query ? '' : url.search.replace(/\/$/, ''));
  const hostOf = (url: URL): string => (may.port ? url.hostname : url.host);
  return (
    before.protocol === after.protocol &&
    hostOf(before) === hostOf(after) &&
    pathOf(before) === pathOf(after) &&
    queryOf(before) === queryOf(after)
  );
}

/** A path that has another spelling once it is decoded and its doubled slashes and dots are resolved. */
export function isOddlySpelt(target: string): boolean {
  const path = target.replace(/\?.*$/s, '');
  return /\/\/|\/\.{1,2}(?:\/|$)|%[0-9a-f]{2}/i.test(path);
}

/** A name that a wildcard of Gateway API covers and one of an Ingress does not: more than one label below it. */
export function isBelowWildcard({ request }: Situation): boolean {
  return request.host.split('.').length > 3;
}

/** A name below a wildcard alias of which the message says that gateways may ask its routes for other hosts, too. */
export function isBelowNamedWildcard(host: string, message: string): boolean {
  const [, list = ''] = /some gateways also ask (.+) for unmatched paths of other hosts below$/.exec(message) ?? [];
  const name = host.toLowerCase().replace(/:\d*$/, '');
  return list.split(' and ').some((wildcard) => wildcard !== '' && name.endsWith(wildcard.slice(1)));
}

/**
 * No gRPC call, so that a rule of a GRPCRoute for every call takes it and none for one service, or at some implementations
 * the rule of a wider host.
 */
export function isNoCallOfItsRule({ difference, request, target, usual }: Situation): boolean {
  const isOther = difference.field === 'backend' || difference.field === 'backends';
  return isOther && !isCall(request) && (!usual || target.rule.startsWith('GRPCRoute '));
}

/** A POST to /service/method with gRPC's content type, or with none (gRPC over HTTP/2, Requests). */
function isCall({ method, path, headers = {} }: Request): boolean {
  const [, type = 'application/grpc'] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return method === 'POST' && /^\/[^/?]+\/[^/?]+(?:\?|$)/.test(path) && type.startsWith('application/grpc');
}

/** The share of the Service that the message names is answered 500, and that of every other backend is as before. */
export function isShareUnserved({ difference, source, target }: Situation, { message }: Finding): boolean {
  const [, service] = /^Service (\S+) is of type ExternalName/.exec(message) ?? [];
  if (service === undefined || difference.field !== 'backends') return false;
  const isIt = (backend: string) => backend.replace(/^[^/]*\//, '').startsWith(`${service}:`);
  const expected = source.backends.map(({ backend, weight }) => ({ backend: isIt(backend) ? '500' : backend, weight }));
  const text = (shares: Outcome['backends']) => shares.map(({ backend, weight }) => `${backend} ${weight}`).sort();
  return JSON.stringify(text(expected)) === JSON.stringify(text(target.backends));
}

/** A message about an alias names it, or speaks of every name that no Ingress names. */
export function isNamed(host: string, message: string): boolean {
  const name = host.toLowerCase().replace(/:\d*$/, '');
  return message.includes(` ${name} `) || /^(rules without a host|www\. before the host)/.test(message);
}

/** Whether a message names a host, or a wildcard above it, or any host. */
export function isOfHostNamed(host: string, message: string): boolean {
  const name = host.toLowerCase().replace(/:\d*$/, '');
  const wildcards = message.match(/(?<= )\*\S*(?= )/g) ?? [];
  return isNamed(host, message) || wildcards.some((wildcard) => name.endsWith(wildcard.slice(1)));
}

/** Whether the alias of a message, an expression of nginx or a name that is too long, takes a host. */
export function isOfExpression(host: string, message: string): boolean {
  const [, length] = /^an alias of (\d+) characters/.exec(message) ?? [];
  if (length !== undefined) return host.replace(/:\d*$/, '').length === Number(length);
  const [, expression] = /^the alias ~(\S+) is/.exec(message) ?? [];
  const compiled = compilePcre(expression ?? '', true);
  return compiled.kind !== 'compiled' || compiled.regex.test(host.toLowerCase().replace(/:\d*$/, ''));
}

/** Requests that were refused and now reach a backend: only what is told as such may explain that. */
export function opens({ source, target, difference }: Situation): boolean {
  if (difference.field.startsWith('guards.'))
    return difference.target === null && !/affinity|body-size/.test(difference.field);
  if (difference.field !== 'status' || answerKind(target) !== 'forward') return false;
  if (isHangUp(source)) return true;
  return answerKind(source) === 'reply' && !isAbsent(source) && source.status >= 400 && source.status < 500;
}

/** Asks whether a difference is in one of these fields, or in a part of one. */
export function concerns(...fields: readonly string[]): (situation: Situation) => boolean {
  return ({ difference }) =>
    fields.some((field) => difference.field === field || difference.field.startsWith(`${field}.`));
}
