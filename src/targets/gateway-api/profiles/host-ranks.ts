import type { PathMatchValue } from '../../../kubernetes/gateway-api.js';
import type { Ledger } from '../../../ledger/ledger.js';
import { hasGuard } from '../../../model/guards.js';
import { formatHost, type HostPattern, isAround } from '../../../model/host-pattern.js';
import type { PlannedRule, RuleDraft } from '../draft.js';
import type { HostPlan } from '../host-plan.js';
import { mayTake, takes } from '../path-regions.js';
import { closedDrafts } from '../withholding.js';

/** A match of a wider host, and what its rank lacks to that of the same match of the narrower one. */
interface Rival {
  readonly match: PathMatchValue;
  readonly around: string;
  readonly gap: number;
  /** Whether it is served on plain HTTP as well. */
  readonly onHttp: boolean;
}

/** What is added to the rules of a host. */
interface Additions {
  readonly https: RuleDraft[];
  readonly http: RuleDraft[];
}

/** A match of a host with the rule that it belongs to. */
interface Own {
  readonly planned: PlannedRule;
  readonly match: PathMatchValue;
}

/**
 * Traefik gives each match of a route a rank by the length of its path and adds that of the host name (buildMatchRule in
 * pkg/provider/kubernetes/gateway/httproute.go): a longer path of a wildcard wins over a shorter one of a host below it, and
 * what no path of the host takes is asked of the wildcard, too. The host gets such paths as well, each for the rule that had
 * its requests; those that nobody had are closed where the host is guarded.
 */
export function keepFromWiderHosts(plans: readonly HostPlan[], title: string, ledger: Ledger): readonly HostPlan[] {
  const wide = plans.filter(({ host }) => namesOf(host).some(({ kind }) => kind !== 'exact'));
  if (wide.length === 0) return plans;
  return plans.map((plan) => {
    const rivals = plan.isPublished ? rivalsOf(plan, wide) : [];
    if (rivals.length === 0) return plan;
    const added = new Map<PlannedRule, Additions>();
    for (const rival of rivals) settle(plan, rival, title, ledger, added);
    return added.size === 0
      ? plan
      : { ...plan, planned: plan.planned.map((one) => withAdditions(one, added.get(one))) };
  });
}

function rivalsOf(narrow: HostPlan, wide: readonly HostPlan[]): Rival[] {
  const found = new Map<string, Rival>();
  for (const other of wide) {
    if (other === narrow) continue;
    for (const around of namesOf(other.host)) {
      const below = namesOf(narrow.host).filter((name) => isAround(around, name));
      if (below.length === 0) continue;
      const gap = Math.min(...below.map((name) => formatHost(name).length)) - formatHost(around).length;
      for (const planned of other.planned)
        for (const match of matchesOf(planned)) {
          const key = `${match.type} ${match.value}`;
          const known = found.get(key);
          const onHttp = known?.onHttp === true || planned.http.some((draft) => hasPath(draft, match));
          if (known === undefined || known.gap > gap)
            found.set(key, { match, around: formatHost(around), gap, onHttp });
          else found.set(key, { ...known, onHttp });
        }
    }
  }
  return [...found.values()];
}

function settle(plan: HostPlan, rival: Rival, title: string, ledger: Ledger, added: Map<PlannedRule, Additions>): void {
  const { match, gap } = rival;
  const own = plan.planned.flatMap((planned) => matchesOf(planned).map((one): Own => ({ planned, match: one })));
  if (own.some((one) => one.match.type === match.type && one.match.value === match.value)) return;
  const wins = (one: Own): boolean => rankOf(match) > rankOf(one.match) + gap;
  const overlapping = own.filter((one) => mayMeet(match, one));
  const beaten = overlapping.filter(wins);
  const best = bestTaker(match, own);
  if (best === undefined || match.type === 'RegularExpression') {
    const isUnasked = overlapping.length === 0 || best === undefined;
    const guarded = [...beaten, ...(isUnasked ? own : [])].find(isOfGuarded);
    if (guarded !== undefined) close(plan, guarded.planned, rival, title, added);
    return;
  }
  if (!wins(best)) return;
  // A longer path would also win over the host's own expressions, which had its requests before.
  const expressions = beaten.filter((one) => one.match.type === 'RegularExpression');
  const guarded = [best, ...expressions].find(isOfGuarded);
  const isOpenOnHttp = rival.onHttp && best.planned.http.length === 0;
  if (expressions.length === 0 && isRepeatable(best)) handOver(plan, best, rival, title, ledger, added);
  else if (guarded !== undefined) close(plan, guarded.planned, rival, title, added);
  else sayTaken(plan, best.planned, rival, title, 'warning', ledger);
  if (isOpenOnHttp && guarded !== undefined) sayTaken(plan, guarded.planned, rival, title, 'error', ledger);
}

/** The match of a host that had the requests of a literal one: of a prefix, what is below it as well. */
function bestTaker(match: PathMatchValue, own: readonly Own[]): Own | undefined {
  if (match.type === 'RegularExpression') return undefined;
  const takers = own.filter(
    (one) =>
      (one.match.type === 'PathPrefix' || (one.match.type === 'Exact' && match.type === 'Exact')) &&
      takes(one.match, match.value),
  );
  return takers.sort((a, b) => rankOf(b.match) - rankOf(a.match))[0];
}

function mayMeet(match: PathMatchValue, { match: own, planned }: Own): boolean {
  if (match.type === 'RegularExpression') return mayTake(match, planned.rule.path);
  const path = { kind: match.type === 'Exact' ? 'exact' : 'element-prefix', path: match.value } as const;
  return mayTake(own, path);
}

/** Whether the rules of a match do the same for a longer path: no rewrite cuts the matched prefix off. */
function isRepeatable({ planned, match }: Own): boolean {
  const drafts = [...planned.https, ...planned.http].filter((draft) => hasPath(draft, match));
  return !drafts.some(({ rule }) => JSON.stringify(rule.filters ?? []).includes('"ReplacePrefixMatch"'));
}

function handOver(
  plan: HostPlan,
  { planned, match: own }: Own,
  { match, around }: Rival,
  title: string,
  ledger: Ledger,
  added: Map<PlannedRule, Additions>,
): void {
  const host = formatHost(plan.host.host);
  const again = (draft: RuleDraft): RuleDraft => ({
    ...draft,
    rule: {
      ...draft.rule,
      matches: draft.rule.matches.filter(({ path }) => isSame(path, own)).map((one) => ({ ...one, path: match })),
    },
    claims: [],
    comments: [`${match.value} once more for ${host}, because ${title} would ask ${around} for it first`],
  });
  const additions = additionsTo(planned, added);
  additions.https.push(...planned.https.filter((draft) => hasPath(draft, own)).map(again));
  additions.http.push(...planned.http.filter((draft) => hasPath(draft, own)).map(again));
  ledger.sayAll(planned.rule.from, {
    verdict: 'converted',
    code: 'RS2666',
    severity: 'info',
    message: `${title} ranks long paths above host names: ${match.value} of ${around} is written for ${host}, too, so that its requests stay with this rule`,
  });
}

/** The same path without backend. Such rules say which host they keep clear. */
function close(
  plan: HostPlan,
  planned: PlannedRule,
  { match, around }: Rival,
  title: string,
  added: Map<PlannedRule, Additions>,
): void {
  const host = formatHost(plan.host.host);
  const [draft] = closedDrafts(
    [{ match }],
    [`answers 500, because ${title} would ask ${around} for this path of ${host}`],
  );
  if (draft === undefined) return;
  const message = `${title} asks the rules of ${around} for requests to ${match.value} of ${host}, past what guards this host: the path is closed here with a rule without backend, which answers 500`;
  const next = `Write ${match.value} as a path of ${host}, if it is meant to be served.`;
  const remark = { verdict: 'approximated', code: 'RS2666', severity: 'warning', message, next } as const;
  const told: RuleDraft = { ...draft, claims: [{ items: planned.rule.from, remark, at: '' }] };
  const additions = additionsTo(planned, added);
  if (planned.https.length > 0) additions.https.push(told);
  if (planned.http.length > 0) additions.http.push(told);
}

function sayTaken(
  plan: HostPlan,
  { rule }: PlannedRule,
  { match, around }: Rival,
  title: string,
  severity: 'warning' | 'error',
  ledger: Ledger,
): void {
  const host = formatHost(plan.host.host);
  const scheme = severity === 'error' ? 'plain HTTP ' : '';
  ledger.sayAll(rule.from, {
    verdict: 'approximated',
    code: 'RS2666',
    severity,
    message: `${title} ranks long paths above host names: ${scheme}requests for ${host} to ${match.value} go to the rule of ${around} for that path, past this one and what stands before it`,
    next: `Write ${match.value} as a path of ${host}, too.`,
  });
}

function additionsTo(planned: PlannedRule, added: Map<PlannedRule, Additions>): Additions {
  const known = added.get(planned) ?? { https: [], http: [] };
  added.set(planned, known);
  return known;
}

function withAdditions(planned: PlannedRule, additions: Additions | undefined): PlannedRule {
  if (additions === undefined) return planned;
  return { ...planned, https: [...planned.https, ...additions.https], http: [...planned.http, ...additions.http] };
}

function namesOf({ host, aliases }: HostPlan['host']): HostPattern[] {
  return [host, ...aliases.map(({ value }) => value)];
}

function matchesOf({ https, http }: PlannedRule): PathMatchValue[] {
  return [...https, ...http].flatMap(({ rule }) => rule.matches.map(({ path }) => path));
}

function hasPath({ rule }: RuleDraft, match: PathMatchValue): boolean {
  return rule.matches.some(({ path }) => isSame(path, match));
}

function isSame(a: PathMatchValue, b: PathMatchValue): boolean {
  return a.type === b.type && a.value === b.value;
}

function rankOf({ type, value }: PathMatchValue): number {
  if (type === 'Exact') return 100_000;
  return type === 'PathPrefix' && value === '/' ? 1 : 10_000 + value.length * 100;
}

function isOfGuarded({ planned: { rule } }: Own): boolean {
  return hasGuard(rule.policies);
}
