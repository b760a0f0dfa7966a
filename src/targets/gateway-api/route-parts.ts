import { formatHost } from '../../model/host-pattern.js';
import type { VirtualHost } from '../../model/traffic.js';
import type { PlannedRule, RuleDraft } from './draft.js';

const MAX_RULES = 16;

const MAX_MATCHES_IN_ALL = 128;

const MAX_HOSTNAMES = 16;

export interface Gathered {
  readonly drafts: RuleDraft[];
  /** Comment lines by index of the draft they stand before. */
  readonly comments: Map<number, string[]>;
}

export function gather(planned: readonly PlannedRule[], scheme: 'http' | 'https'): Gathered {
  const drafts: RuleDraft[] = [];
  const comments = new Map<number, string[]>();
  const note = (lines: readonly string[]): void => {
    if (lines.length > 0) comments.set(drafts.length, [...(comments.get(drafts.length) ?? []), ...lines]);
  };
  for (const rule of planned) {
    const mine = rule[scheme];
    if (rule.withheldComment !== undefined && mine.length === 0) note([rule.withheldComment]);
    for (const draft of mine) {
      note(draft.comments);
      drafts.push(draft);
    }
  }
  return { drafts, comments };
}

export function sameRules(a: readonly RuleDraft[], b: readonly RuleDraft[]): boolean {
  return a.length === b.length && JSON.stringify(a.map(contentOf)) === JSON.stringify(b.map(contentOf));
}

function contentOf({ rule, policies = [] }: RuleDraft): unknown {
  return [rule, ...policies.map(({ kind, target, spec }) => [kind, target, spec])];
}

/** Rules apart that ask for different policies, for implementations that tie policies to whole routes. */
export function partByPolicies({ drafts, comments }: Gathered): Gathered[] {
  const parts = new Map<string, Gathered>();
  drafts.forEach((draft, index) => {
    const tied = (draft.policies ?? []).filter(({ target }) => target.kind === 'rule');
    const key = JSON.stringify(tied.map(({ kind, spec }) => [kind, spec]));
    const part = parts.get(key) ?? { drafts: [], comments: new Map<number, string[]>() };
    parts.set(key, part);
    const lines = comments.get(index);
    if (lines !== undefined) part.comments.set(part.drafts.length, lines);
    part.drafts.push(draft);
  });
  const [first = { drafts: [], comments: new Map<number, string[]>() }, ...others] = parts.values();
  const last = comments.get(drafts.length);
  if (last !== undefined) first.comments.set(first.drafts.length, last);
  return [first, ...others];
}

/**
 * At most 16 rules and 128 matches to a route. Only matches of equal rank depend on the order of rules, and those differ in
 * headers alone: rules of one path stay together, so that splitting changes nothing.
 */
export function chunkDrafts(gathered: Gathered): Gathered[] {
  const chunks: { drafts: RuleDraft[]; comments: Map<number, string[]> }[] = [];
  let current: { drafts: RuleDraft[]; comments: Map<number, string[]> } = { drafts: [], comments: new Map() };
  let matches = 0;
  const { drafts, comments } = gathered;
  for (let i = 0; i < drafts.length; ) {
    let end = i + 1;
    while (end < drafts.length && samePath(drafts[i], drafts[end])) end += 1;
    const group = drafts.slice(i, end);
    const groupMatches = group.reduce((sum, d) => sum + d.rule.matches.length, 0);
    if (
      current.drafts.length > 0 &&
      (current.drafts.length + group.length > MAX_RULES || matches + groupMatches > MAX_MATCHES_IN_ALL)
    ) {
      chunks.push(current);
      current = { drafts: [], comments: new Map() };
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

function samePath(a: RuleDraft | undefined, b: RuleDraft | undefined): boolean {
  const [x, y] = [a?.rule.matches[0]?.path, b?.rule.matches[0]?.path];
  return x !== undefined && y !== undefined && x.type === y.type && x.value === y.value;
}

export function chunkHostnames(host: VirtualHost): string[][] {
  if (host.host.kind === 'any') return [[]];
  const all = [formatHost(host.host), ...host.aliases.map((a) => formatHost(a.value))];
  const chunks: string[][] = [];
  for (let i = 0; i < all.length; i += MAX_HOSTNAMES) chunks.push(all.slice(i, i + MAX_HOSTNAMES));
  return chunks;
}
