import type { Ledger } from '../../ledger/ledger.js';
import type { HostPattern } from '../../model/host-pattern.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import type { Action, Owner, PathMatch, PlainHttp, Rule } from '../../model/traffic.js';
import type { SnippetAnswer, SnippetEffects } from '../snippets/effects.js';
import type { ServerLocation } from '../snippets/nginx-draft.js';
import { NOTHING, type Selected, selectAnswers } from '../snippets/selected-answers.js';
import type { Context } from './context.js';
import type { ServerSnippet } from './host-guards.js';
import type { TriedLocation } from './locations.js';

/** Of requests without TLS nothing special becomes. */
export const SERVED: PlainHttp = { kind: 'serve', from: [] };

/** What a rule is before anything is known of what becomes of its requests. */
export type RuleBase = Pick<Rule, 'owner' | 'label' | 'path' | 'from' | 'regexFrom'>;

/** Whether snippets leave every request to the rest of a rule. */
export function leavesAll({ ofPaths, final }: Selected): boolean {
  return ofPaths.length === 0 && final === undefined;
}

/**
 * The rules of a location whose snippets answer by themselves: they do so in the rewrite phase, before redirects to https and
 * before every check (semantics §9).
 *
 * @param otherwise the rule for requests that no snippet answers
 */
export function answeredRules(
  base: RuleBase,
  selected: Selected,
  policies: Policies,
  otherwise: (plainHttp: PlainHttp | undefined) => Rule,
  headers: readonly (SnippetEffects | undefined)[],
  { ledger }: Context,
): Rule[] {
  const answer = (path: PathMatch, action: Action, label: string): Rule => ({
    ...base,
    label,
    path,
    action,
    plainHttp: SERVED,
    policies: action.kind === 'redirect' ? policies : {},
  });
  const rules = selected.ofPaths
    .filter(({ path }) => takes(base.path, path))
    .map(({ path, action }) => ({ ...answer({ kind: 'exact', path }, action, base.label), regexFrom: [] }));
  const { final, plainHttp } = selected;
  if (final === undefined) return [...rules, otherwise(plainHttp)];
  sayLostHeaders(headers, ledger);
  return [...rules, { ...answer(base.path, final, base.label), plainHttp: plainHttp ?? SERVED }];
}

/** Says of response headers that an answer of the controller itself has them, and that of the target has not. */
export function sayLostHeaders(effects: readonly (SnippetEffects | undefined)[], ledger: Ledger): void {
  if (effects.every((one) => one === undefined)) return;
  const items: ItemId[] = [];
  for (const one of effects)
    for (const { from } of [...(one?.responseHeaders ?? []), ...(one?.removedResponseHeaders ?? [])])
      items.push(...from);
  ledger.sayAll(items, {
    verdict: 'unsupported',
    code: 'RS2401',
    message: 'is not carried over to redirects and closed paths: they have no header filters here',
    next: 'Nothing to do, unless clients look at the headers of redirects.',
  });
}

function takes(match: PathMatch, path: string): boolean {
  switch (match.kind) {
    case 'exact':
      return match.path === path;
    case 'element-prefix':
      return match.path === '/' || path === match.path || path.startsWith(`${match.path}/`);
    case 'regex':
      return match.pattern === '/';
  }
}

/** A location of a server-snippet: nothing of the controller acts there. */
export function serverLocationRule(
  location: ServerLocation,
  path: PathMatch,
  owner: Owner,
  {
    opaqueGuard,
    plainHttp,
  }: { readonly opaqueGuard: Policies['opaqueGuard']; readonly plainHttp: PlainHttp | undefined },
): Rule {
  const { action, from } = location.answer;
  return {
    owner,
    label: `location ${location.path} of server-snippet`,
    path,
    action:
      action.kind === 'redirect'
        ? { kind: 'redirect', redirect: { value: action.redirect, from } }
        : {
            kind: 'respond',
            status: action.status,
            reason: `a location of the server-snippet answers ${action.status}`,
            isMeant: true,
            from,
          },
    plainHttp: plainHttp ?? SERVED,
    policies: action.kind === 'redirect' ? { opaqueGuard } : {},
    from,
    regexFrom: [],
  };
}

const NO_ANSWERS = { selected: NOTHING, guard: undefined };

/** What the answers come to on a host; those of which nothing can decide are told, and guard where they refuse. */
export function selectedOn(
  host: HostPattern,
  answers: readonly SnippetAnswer[],
  { ledger }: Context,
): { readonly selected: Selected; readonly guard: Policies['opaqueGuard'] } {
  if (answers.length === 0) return NO_ANSWERS;
  const selected = selectAnswers(answers, host);
  let guard: Policies['opaqueGuard'];
  for (const { action, from } of selected.undecided) {
    if (action.kind === 'respond') guard ??= { value: `return ${action.status}`, from };
    else
      ledger.sayAll(from, {
        verdict: 'unsupported',
        code: 'RS2401',
        message: 'is not translated: whether it acts depends on a host or a scheme that no single rule can stand for',
        next: 'Write the redirect for the hosts that are meant.',
      });
  }
  return { selected, guard };
}

/**
 * The locations of a server-snippet among those of the controller (semantics §8): exact ones first, expressions before every
 * prefix of the controller, prefixes by their length. Beside expressions of the controller, of which one takes everything,
 * a plain prefix is never reached.
 */
export function withServerLocations<T>(
  entries: readonly TriedLocation[],
  rulesInOrder: readonly (readonly T[])[],
  regexMode: boolean,
  snippet: ServerSnippet | undefined,
  made: (location: ServerLocation, path: PathMatch, snippet: ServerSnippet) => T,
): readonly T[] {
  const locations = snippet?.effects.locations ?? [];
  if (snippet === undefined || locations.length === 0) return joined(rulesInOrder);
  const rules = new Map(entries.map((entry, index) => [entry, rulesInOrder[index] ?? []]));
  const rulesOf = (some: readonly TriedLocation[]): T[] => some.flatMap((entry) => rules.get(entry) ?? []);
  const of = (kind: ServerLocation['kind']): ServerLocation[] => locations.filter((one) => one.kind === kind);
  const rule = (location: ServerLocation): T => made(location, matchOf(location), snippet);
  const exact = of('exact').map(rule);
  const expressions = of('regex').map(rule);
  if (regexMode) {
    const final = of('prefix').filter(({ isFinal }) => isFinal);
    return [...exact, ...final.map(rule), ...expressions, ...rulesOf(entries)];
  }
  const prefixes = of('prefix').sort((a, b) => b.path.length - a.path.length);
  const found = [...exact, ...rulesOf(entries.filter(({ match }) => match.kind === 'exact'))];
  found.push(...prefixes.filter(({ isFinal }) => isFinal).map(rule), ...expressions);
  const plain = prefixes.filter(({ isFinal }) => !isFinal);
  for (const entry of entries.filter(({ match }) => match.kind !== 'exact')) {
    // `/a` of the controller is `location /a/`.
    const length = entry.match.kind === 'element-prefix' ? entry.match.path.length + 1 : 0;
    while ((plain[0]?.path.length ?? 0) >= length && plain[0] !== undefined) {
      found.push(rule(plain[0]));
      plain.shift();
    }
    found.push(...(rules.get(entry) ?? []));
  }
  return [...found, ...plain.map(rule)];
}

/** All in one list, which is the only one for the many hosts of one location. */
function joined<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const [first] = lists;
  return first !== undefined && lists.length === 1 ? first : lists.flat();
}

/** Plain prefixes take any text that begins so; expressions are looked for anywhere in the path. */
function matchOf({ kind, path, isCased }: ServerLocation): PathMatch {
  if (kind === 'exact') return { kind: 'exact', path };
  if (kind === 'prefix') return { kind: 'regex', pattern: path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), cased: true };
  const pattern = path.startsWith('^') ? path.slice(1) : `.*(?:${path})`;
  return { kind: 'regex', pattern, ...(isCased ? { cased: true as const } : {}) };
}
