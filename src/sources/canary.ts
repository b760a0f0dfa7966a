import type { Alternative, PathMatch, Rule } from '../model/traffic.js';

/** A backend that takes some requests of a host below a path, before any other rule is asked. */
export interface Canary {
  readonly path: PathMatch;
  readonly alternative: Alternative;
  /** Set where it takes requests on plain HTTP alone. */
  readonly refusesTls?: true | undefined;
  /** Why the requests of a rule that go there would not be treated as the rule treats them; undefined where they would. */
  readonly unlike: (rule: Rule) => string | undefined;
}

/** The rules with the canary beside their own backends, or why it cannot stand there. */
export type WithCanary =
  | { readonly ok: true; readonly rules: readonly Rule[] }
  | { readonly ok: false; readonly why: string };

/**
 * Puts a canary beside every rule of a host whose requests it may take. Where a rule takes more than the canary, the part of
 * it that the canary shares becomes a rule of its own.
 */
export function withCanary(rules: readonly Rule[], canary: Canary): WithCanary {
  const found: Rule[] = [];
  let isCovered = false;
  let isUsed = false;
  for (const rule of rules) {
    const relation: Relation =
      isCovered && !isWithin(rule.path, canary.path) ? 'apart' : relationOf(rule.path, canary.path);
    if (relation === 'apart' || answersFirst(rule) || (canary.refusesTls === true && !takesHttp(rule))) {
      found.push(rule);
      continue;
    }
    const [own, rest] = canary.refusesTls === true ? halves(rule) : [rule, undefined];
    const why =
      relation === 'unknown' ? `the path ${textOf(rule.path)} beside it is an expression` : whyNot(own, canary);
    if (why !== undefined) return { ok: false, why };
    isUsed = true;
    if (own.action.kind !== 'forward') continue;
    const split = { ...own.action.split, alternative: canary.alternative };
    const shared: Rule = { ...own, action: { ...own.action, split } };
    if (relation === 'within') found.push(shared, ...(rest === undefined ? [] : [rest]));
    else found.push({ ...shared, path: canary.path }, rule);
    isCovered ||= relation === 'beyond' || isSame(rule.path, canary.path);
  }
  return isUsed ? { ok: true, rules: found } : { ok: false, why: NOTHING };
}

const NOTHING = 'nothing takes its path without the condition';

function whyNot(rule: Rule, { unlike, refusesTls }: Canary): string | undefined {
  if (rule.action.kind !== 'forward') return NOTHING;
  if (rule.action.split.alternative !== undefined) return 'another condition stands at the path already';
  if (!takesHttp(rule) || rule.refusesTls !== refusesTls) return 'the path leads elsewhere with TLS than without';
  return unlike(rule);
}

function takesHttp({ plainHttp }: Rule): boolean {
  return plainHttp.kind !== 'refuse';
}

/** A rule for plain HTTP, and what is left of it for TLS. */
function halves(rule: Rule): readonly [Rule, Rule | undefined] {
  if (rule.refusesTls === true) return [rule, undefined];
  return [
    { ...rule, refusesTls: true },
    { ...rule, plainHttp: { kind: 'refuse', from: [] } },
  ];
}

/** Redirects of a host and of its root come before any route. */
function answersFirst({ action }: Rule): boolean {
  return action.kind === 'redirect' && action.redirect.value.purpose !== 'other-host';
}

/** What of a rule's requests are below the path of a canary: all, some, none. */
type Relation = 'within' | 'beyond' | 'apart' | 'unknown';

function relationOf(rule: PathMatch, canary: PathMatch): Relation {
  if (isWithin(rule, canary)) return 'within';
  if (rule.kind === 'regex' || canary.kind === 'regex') return 'unknown';
  return isWithin(canary, rule) ? 'beyond' : 'apart';
}

function isWithin(inner: PathMatch, outer: PathMatch): boolean {
  if (outer.kind === 'regex' || (inner.kind === 'regex' && outer.path !== '/')) return isSame(inner, outer);
  if (outer.kind === 'exact') return inner.kind === 'exact' && inner.path === outer.path;
  if (outer.path === '/' || inner.kind === 'regex') return true;
  return inner.path === outer.path || inner.path.startsWith(`${outer.path}/`);
}

function isSame(a: PathMatch, b: PathMatch): boolean {
  return a.kind === b.kind && textOf(a) === textOf(b);
}

function textOf(path: PathMatch): string {
  return path.kind === 'regex' ? path.pattern : path.path;
}

/** Whether two things come to the same, whatever made them so. */
export function areAlike(a: unknown, b: unknown): boolean {
  return withoutItems(a) === withoutItems(b);
}

function withoutItems(value: unknown): string {
  return JSON.stringify(value ?? {}, (key, part: unknown) => (key === 'from' || key === 'details' ? undefined : part));
}
