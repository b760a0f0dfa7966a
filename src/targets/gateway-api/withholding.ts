import { formatRef } from '../../kubernetes/object.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Rule, VirtualHost } from '../../model/traffic.js';
import { acceptKeys, type Blocker } from '../blocker.js';
import { distinct } from '../distinct.js';
import { forEachItem } from '../items.js';
import { NO_DRAFTS, type PlannedRule, plannedRule, type RuleDraft } from './draft.js';
import type { PathEntry, PathPlan } from './path-entries.js';
import { winsOverBroader } from './path-values.js';
import type { Planning } from './planning.js';

/** Tells what holds a rule back, and closes its paths where another rule would take their requests. */
export function withhold(
  host: VirtualHost,
  plan: PathPlan,
  holding: readonly Blocker[],
  exposed: boolean,
  planning: Planning,
): PlannedRule {
  const { rule } = plan;
  const { ledger } = planning;
  const hostname = formatHost(host.host);
  const what = whatOf(holding);
  const firstKeys = holding.map((b) => keyOf(b, ledger));
  const keys = distinct(firstKeys);
  const causes = holding.map((b) => causeElsewhere(b, rule, ledger));
  const elsewhere = sentenceOf(causes);
  sayCauses(holding, keys, ledger);
  // Where the reader finds the ways out: a finding of another object, or the one of the key.
  const findings = causes.map((cause, index) => cause ?? firstKeys[index]);
  sayPath(plan, holding, findings, what, elsewhere, rankWarning(plan, exposed), ledger);
  for (const note of plan.notes) {
    if (note.code === 'RS1011' && exposed) ledger.sayAll(rule.from, { ...note, severity: 'error' });
  }
  sayGoesAlong(rule, ledger);
  const path = pathText(rule);
  planning.withheld.push({
    object: rule.owner.ref,
    source: rule.owner.source,
    field: rule.label,
    hostname,
    path,
    blockedBy: holding.every((b) => b.acceptable) ? keys : [],
  });
  const comment = `withheld: ${hostname}${path} of ${rule.label}, because the target cannot express ${what}${elsewhere}`;
  const matches = exposed ? [...plan.entries, ...plan.closing] : [];
  const withheld = { withheldComment: comment };
  if (matches.length === 0) return plannedRule(rule, NO_DRAFTS, NO_DRAFTS, false, withheld);
  const drafts = closedDrafts(matches, [
    comment,
    'the rules below answer 500, so that no other rule serves these paths',
  ]);
  const { https, http } = bySchemes(rule, drafts);
  return plannedRule(rule, https, http, false);
}

/** The errors of what is withheld, for something that has no rules; answers the keys that would publish it. */
export function sayWithheld(holding: readonly Blocker[], ledger: Ledger): { readonly keys: readonly string[] } {
  const keys = distinct(holding.map((b) => keyOf(b, ledger)));
  sayCauses(holding, keys, ledger);
  return { keys };
}

function whatOf(holding: readonly Blocker[]): string {
  return distinct(holding.map((b) => b.what)).join('; ');
}

function keyOf(blocker: Blocker, ledger: Ledger): string {
  return acceptKeys(blocker, ledger)[0] ?? blocker.code;
}

/** The error of a withheld rule belongs to what holds it back: that is where somebody has to decide, once for all rules. */
function sayCauses(holding: readonly Blocker[], keys: readonly string[], ledger: Ledger): void {
  const flags = keys.map((key) => `--accept ${key}`).join(' ');
  const open = holding.every((b) => b.acceptable);
  const accept = open ? ` ${flags} publishes the paths without ${keys.length === 1 ? 'it' : 'them'}.` : '';
  for (const { items, details, code, verdict, what, next } of holding) {
    const first = items[0];
    const message = `withheld: the target cannot express ${what}`;
    if (first !== undefined) ledger.say(first, { verdict, code, severity: 'error', message, next: `${next}${accept}` });
    if (items.length < 2 && details.length === 0) continue;
    const along = { code, severity: 'info', message: `goes with what is withheld: ${what}` } as const;
    ledger.sayAll(items.slice(1), { ...along, verdict });
    ledger.sayAll(details, { ...along, verdict: 'unsupported' });
  }
}

/**
 * Says of the path of a withheld rule what holds it back: as information where the error stands on the same object, as a
 * warning where it stands elsewhere. An error of its own is that nobody knows whether its closing rule acts.
 */
function sayPath(
  plan: PathPlan,
  holding: readonly Blocker[],
  findings: readonly (string | undefined)[],
  what: string,
  elsewhere: string,
  rank: string,
  ledger: Ledger,
): void {
  const { from } = plan.rule;
  // A path that is to blame itself has said so.
  if (rank === '' && holding.every((b) => b.items.every((item) => from.includes(item)))) return;
  const annotated = holding.some((b) => b.items.some((item) => ledger.annotationOf(item) !== undefined));
  const wayOut = annotated
    ? `See the finding of ${distinct(findings).join(' and of ')} for the ways out.`
    : holding[0]?.next;
  const untold = holding.some((b) => b.items.length === 0);
  ledger.sayAll(from, {
    verdict: 'unsupported',
    code: 'RS1701',
    severity: rank !== '' || untold ? 'error' : elsewhere !== '' ? 'warning' : 'info',
    message: `withheld, because the target cannot express ${what}${elsewhere}${rank}`,
    next:
      rank === '' ? wayOut : `Test on your implementation that such a request answers 500. ${wayOut ?? ''}`.trimEnd(),
  });
}

/** A sentence about what stands on other objects, or in the controller's configuration, and holds a rule back; or ''. */
function sentenceOf(causes: readonly (string | undefined)[]): string {
  const known = causes.filter((cause) => cause !== undefined);
  return known.length === 0 ? '' : `. The cause is ${distinct(known).join(' and ')}`;
}

/** `auth-tls-secret of Ingress shop/web`; undefined for what is the rule's own. */
function causeElsewhere(blocker: Blocker, rule: Rule, ledger: Ledger): string | undefined {
  const item = blocker.items[0];
  if (item === undefined || rule.from.includes(item)) return undefined;
  const object = ledger.objectOf(item);
  if (object === rule.owner.ref) return undefined;
  const setting = ledger.fieldOf(item).replace(/^(?:controller|data)\./, '');
  const field = ledger.annotationOf(item)?.replace(/^.*\//, '') ?? setting;
  return `${field} of ${object === undefined ? "the controller's configuration" : formatRef(object)}`;
}

/** Rules without backend: they answer 500 and so keep their requests from every other rule. */
export function closedDrafts(entries: readonly PathEntry[], comments: readonly string[]): RuleDraft[] {
  return entries.map((entry, i) => ({
    rule: { matches: [{ path: entry.match }] },
    claims: [],
    comments: i === 0 ? comments : [],
  }));
}

/** The same for both schemes, but for those that the rule leaves to others. */
export function bySchemes(rule: Rule, drafts: readonly RuleDraft[]): Pick<PlannedRule, 'https' | 'http'> {
  return { https: rule.refusesTls === true ? [] : drafts, http: rule.plainHttp.kind === 'refuse' ? [] : drafts };
}

function rankWarning(plan: PathPlan, exposed: boolean): string {
  if (!exposed || winsOverBroader(plan.expressions)) return '';
  const expression = [...plan.entries, ...plan.closing].find((e) => e.match.type === 'RegularExpression');
  if (expression === undefined) return '';
  return `. Another rule that is published may take such requests: ${expression.match.value} is closed by a rule without backend, which acts only where the implementation tries expressions before prefixes`;
}

function pathText(rule: Rule): string {
  return rule.path.kind === 'regex' ? rule.path.pattern : rule.path.path;
}

export function sayAccepted(accepted: readonly Blocker[], planning: Planning): void {
  for (const blocker of accepted) {
    planning.ledger.sayAll([...blocker.items, ...blocker.details], {
      verdict: 'unsupported',
      code: 'RS1702',
      severity: 'warning',
      message: `published without ${blocker.what}: the loss was accepted`,
      next: blocker.next,
    });
  }
}

export function alternativeRef(rule: Rule): object | undefined {
  return rule.action.kind === 'forward' ? rule.action.split.alternative?.owner.ref : undefined;
}

const GOES_ALONG = {
  verdict: 'manual',
  code: 'RS1700',
  message: 'belongs to paths that are withheld; nothing was emitted for them',
} as const;

/** What hangs on a withheld rule besides its guards goes with it; what is shared with other rules has its own say. */
function sayGoesAlong(rule: Rule, ledger: Ledger): void {
  forEachItem(rule, (item) => {
    if (!ledger.isSilent(item) || rule.from.includes(item)) return;
    const object = ledger.objectOf(item);
    const own = object === rule.owner.ref || (object !== undefined && object === alternativeRef(rule));
    if (own) ledger.say(item, GOES_ALONG);
  });
}
