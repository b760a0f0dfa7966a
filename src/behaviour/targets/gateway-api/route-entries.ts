import type { Problem } from './attachment.js';
import type { BackendContext } from './backends.js';
import type { FilterChain } from './filters.js';
import { readGrpcMatch } from './grpc-match.js';
import { readHttpMatch } from './http-match.js';
import type { KubeObject } from './objects.js';
import { type Fields, items, optionalItems } from './reading.js';
import type { GrpcEntry, HttpEntry, RouteEntry, TlsEntry } from './route-entry.js';
import { readRule } from './rule.js';

/** The match that an absent `matches` stands for: PathPrefix "/" in an HTTPRoute, everything in a GRPCRoute. */
const everything: readonly Fields[] = [{}];

/** The matches of an HTTPRoute. Absent rules default to one that has no backend; an empty list is not defaulted. */
export function httpEntries(route: KubeObject, context: BackendContext, problems: Problem[]): readonly HttpEntry[] {
  const rules = optionalItems(route.spec.rules) ?? everything;
  return readEntries(
    rules,
    'HTTPRoute',
    (match) => readHttpMatch(match, context.pathExpression),
    route,
    context,
    problems,
  );
}

export function grpcEntries(route: KubeObject, context: BackendContext, problems: Problem[]): readonly GrpcEntry[] {
  return readEntries(items(route.spec.rules), 'GRPCRoute', readGrpcMatch, route, context, problems);
}

export function tlsEntries(route: KubeObject, context: BackendContext): readonly TlsEntry[] {
  return items(route.spec.rules).map((rule, position) => ({
    route,
    position,
    rule: readRule(rule, position, 'TLSRoute', route, context),
    match: undefined,
  }));
}

/** Reads matches rule by rule; a rule with a match that cannot be used is left out, the others serve (PartiallyInvalid). */
function readEntries<Match extends object>(
  rules: readonly Fields[],
  kind: 'HTTPRoute' | 'GRPCRoute',
  readMatch: (match: Fields) => Match | { readonly refusal: string },
  route: KubeObject,
  context: BackendContext,
  problems: Problem[],
): readonly RouteEntry<Match>[] {
  const entries: RouteEntry<Match>[] = [];
  let position = 0;
  for (const [index, given] of rules.entries()) {
    const matches: Match[] = [];
    let refusal: string | undefined;
    for (const match of optionalItems(given.matches) ?? everything) {
      const read = readMatch(match);
      if ('refusal' in read) refusal = read.refusal;
      else matches.push(read);
    }
    const rule = readRule(given, index, kind, route, context);
    for (const field of rule.ignored) problems.push({ object: rule.label, reason: `UnsupportedField: ${field}` });
    const left = refusal ?? rule.chain.disabled;
    if (left !== undefined) {
      problems.push({ object: rule.label, reason: left });
      continue;
    }
    if (rule.chain.failure !== undefined) problems.push({ object: rule.label, reason: rule.chain.failure });
    for (const reason of rule.chain.droppedMirrors) problems.push({ object: rule.label, reason });
    for (const { backend } of rule.backends) {
      if ('problem' in backend) problems.push({ object: rule.label, reason: backend.problem });
    }
    for (const remark of rule.chain.remarks) problems.push({ object: rule.label, reason: remark });
    for (const match of matches.flatMap((one) => withCookies(one, rule.chain.cookies)))
      entries.push({ route, position: position++, rule, match });
  }
  return entries;
}

/** A match for each list of cookies that the rule's filters ask for; a match of a GRPCRoute has none. */
function withCookies<Match extends object>(match: Match, lists: FilterChain['cookies']): Match[] {
  return lists.length === 0 ? [match] : lists.map((cookies) => ({ ...match, cookies }));
}
