import type { HttpRouteMatch } from '../../kubernetes/gateway-api.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Owner, VirtualHost } from '../../model/traffic.js';
import type { PlannedRule, RuleDraft } from './draft.js';
import type { Scheme } from './planning.js';

const MAX_RULES = 16;

const MAX_MATCHES_IN_ALL = 128;

const MAX_HOSTNAMES = 16;

const MAX_MATCHES = 64;

export interface Gathered {
  readonly drafts: readonly RuleDraft[];
  /** Comment lines by index of the draft they stand before. */
  readonly comments: Comments;
}

type Comments = ReadonlyMap<number, readonly string[]>;

const NO_COMMENTS: Comments = new Map();

export const NOTHING_GATHERED: Gathered = { drafts: [], comments: NO_COMMENTS };

/** Planned rules by the object that they were written in, in the order of their first rules. */
export function byOwner(planned: readonly PlannedRule[]): Iterable<readonly [Owner, readonly PlannedRule[]]> {
  const owner = planned[0]?.rule.owner;
  if (owner === undefined) return [];
  if (planned.every(({ rule }) => rule.owner === owner)) return [[owner, planned]];
  const groups = new Map<Owner, PlannedRule[]>();
  for (const one of planned) {
    const group = groups.get(one.rule.owner);
    if (group === undefined) groups.set(one.rule.owner, [one]);
    else group.push(one);
  }
  return groups;
}

/** The rules for a scheme in their order. Most have no comments. */
export function gather(planned: readonly PlannedRule[], scheme: Scheme): Gathered {
  const only = planned[0];
  if (planned.length === 1 && only !== undefined && !hasComments(only, scheme))
    return { drafts: only[scheme], comments: NO_COMMENTS };
  const drafts: RuleDraft[] = [];
  let comments: Map<number, readonly string[]> | undefined;
  for (const rule of planned) {
    const mine = rule[scheme];
    if (rule.withheldComment !== undefined && mine.length === 0)
      comments = withLines(comments, drafts.length, [rule.withheldComment]);
    for (const draft of mine) {
      if (draft.comments.length > 0) comments = withLines(comments, drafts.length, draft.comments);
      drafts.push(draft);
    }
  }
  return { drafts, comments: comments ?? NO_COMMENTS };
}

/** The comments with further lines before a draft; made for the first. */
function withLines(
  comments: Map<number, readonly string[]> | undefined,
  index: number,
  lines: readonly string[],
): Map<number, readonly string[]> {
  if (comments === undefined) return new Map([[index, lines]]);
  const before = comments.get(index);
  return comments.set(index, before === undefined ? lines : [...before, ...lines]);
}

function hasComments(rule: PlannedRule, scheme: Scheme): boolean {
  const mine = rule[scheme];
  if (mine.length === 0) return rule.withheldComment !== undefined;
  return mine.some(({ comments }) => comments.length > 0);
}

export function sameRules(a: readonly RuleDraft[], b: readonly RuleDraft[]): boolean {
  return a.length === b.length && a.every((draft, index) => isSame(draft, b[index]));
}

function isSame(a: RuleDraft, b: RuleDraft | undefined): boolean {
  if (b === undefined || a.rule.filters?.length !== b.rule.filters?.length) return false;
  if (a.rule === b.rule && a.policies === b.policies) return true;
  return JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b));
}

function contentOf({ rule, policies = [] }: RuleDraft): unknown {
  return [rule, ...policies.map(({ kind, target, spec }) => [kind, target, spec])];
}

/** Rules that are written once for both schemes, with what only the other scheme says of items. */
export function withClaims(drafts: readonly RuleDraft[], others: readonly RuleDraft[]): RuleDraft[] {
  return drafts.map((draft, index) => {
    const unsaid = others[index]?.claims.filter((claim) => !draft.claims.includes(claim)) ?? [];
    if (unsaid.length === 0) return draft;
    const spoken = new Set(draft.claims.flatMap(({ items }) => items));
    const rest = unsaid.filter(({ items }) => items.some((item) => !spoken.has(item)));
    return rest.length === 0 ? draft : { ...draft, claims: [...draft.claims, ...rest] };
  });
}

/** Rules apart that ask for different policies, for implementations that tie policies to whole routes. */
export function partByPolicies({ drafts, comments }: Gathered): Gathered[] {
  const parts = new Map<string, GatheredPart>();
  drafts.forEach((draft, index) => {
    const tied = (draft.policies ?? []).filter(({ target }) => target.kind === 'rule');
    const key = JSON.stringify(tied.map(({ kind, spec }) => [kind, spec]));
    const part = parts.get(key) ?? emptyPart();
    parts.set(key, part);
    const lines = comments.get(index);
    if (lines !== undefined) part.comments.set(part.drafts.length, lines);
    part.drafts.push(draft);
  });
  const [first = emptyPart(), ...others] = parts.values();
  const last = comments.get(drafts.length);
  if (last !== undefined) first.comments.set(first.drafts.length, last);
  return [first, ...others];
}

/**
 * At most 16 rules and 128 matches to a route. Only matches of equal rank depend on the order of rules, and those differ in
 * headers alone: rules of one path stay together, so that splitting changes nothing.
 */
export function chunkDrafts(gathered: Gathered): Gathered[] {
  const { drafts, comments } = gathered;
  if (drafts.length <= MAX_RULES && matchesIn(drafts) <= MAX_MATCHES_IN_ALL) return [gathered];
  const chunks: GatheredPart[] = [];
  let current = emptyPart();
  let matches = 0;
  for (let i = 0; i < drafts.length; ) {
    let end = i + 1;
    while (end < drafts.length && samePath(drafts[i], drafts[end])) end += 1;
    const group = drafts.slice(i, end);
    const groupMatches = matchesIn(group);
    if (
      current.drafts.length > 0 &&
      (current.drafts.length + group.length > MAX_RULES || matches + groupMatches > MAX_MATCHES_IN_ALL)
    ) {
      chunks.push(current);
      current = emptyPart();
      matches = 0;
    }
    for (let j = i; j < end; j += 1) {
      const lines = comments.get(j);
      if (lines !== undefined) current.comments.set(current.drafts.length, lines);
      const draft = drafts[j];
      if (draft !== undefined) current.drafts.push(draft);
    }
    matches += groupMatches;
    i = end;
  }
  const last = comments.get(drafts.length);
  if (last !== undefined) current.comments.set(current.drafts.length, last);
  chunks.push(current);
  return chunks;
}

function matchesIn(drafts: readonly RuleDraft[]): number {
  return drafts.reduce((sum, { rule }) => sum + rule.matches.length, 0);
}

/** A part that drafts are put into. */
interface GatheredPart {
  readonly drafts: RuleDraft[];
  readonly comments: Map<number, readonly string[]>;
}

function emptyPart(): GatheredPart {
  return { drafts: [], comments: new Map() };
}

function samePath(a: RuleDraft | undefined, b: RuleDraft | undefined): boolean {
  const [x, y] = [a?.rule.matches[0]?.path, b?.rule.matches[0]?.path];
  return x !== undefined && y !== undefined && x.type === y.type && x.value === y.value;
}

export function chunkHostnames(host: VirtualHost): string[][] {
  if (host.host.kind === 'any') return [[]];
  if (host.aliases.length === 0) return [[formatHost(host.host)]];
  const all = [formatHost(host.host), ...host.aliases.map((a) => formatHost(a.value))];
  const chunks: string[][] = [];
  for (let i = 0; i < all.length; i += MAX_HOSTNAMES) chunks.push(all.slice(i, i + MAX_HOSTNAMES));
  return chunks;
}

/** Matches, as many together as a rule may have. */
export function chunkMatches(matches: readonly HttpRouteMatch[]): (readonly HttpRouteMatch[])[] {
  if (matches.length <= MAX_MATCHES) return [matches];
  const parts: HttpRouteMatch[][] = [];
  for (let i = 0; i < matches.length; i += MAX_MATCHES) parts.push(matches.slice(i, i + MAX_MATCHES));
  return parts;
}
