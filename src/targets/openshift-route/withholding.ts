import { formatRef } from '../../kubernetes/object.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Passthrough, Rule, VirtualHost } from '../../model/traffic.js';
import { acceptKeys, type Blocker } from '../blocker.js';
import { itemsOf } from '../items.js';
import type { Planning } from './planning.js';
import type { Standing } from './standing.js';

/**
 * Tells what holds a rule back.
 *
 * @param isClosed whether Routes without backend keep its paths from broader ones
 * @returns the comment that stands where the rule would
 */
export function withhold(host: VirtualHost, standing: Standing, isClosed: boolean, planning: Planning): string {
  const { holding, reader } = standing;
  const { rule } = reader;
  const { ledger } = planning;
  const keys = [...new Set(holding.map((b) => acceptKeys(b, ledger)[0] ?? b.code))];
  const what = [...new Set(holding.map((b) => b.what))].join('; ');
  sayCauses(holding, keys, ledger);
  sayPath(rule, holding, what, isClosed, ledger);
  sayGoesAlong(rule, ledger);
  planning.withheld.push({
    object: rule.owner.ref,
    source: rule.owner.source,
    field: rule.label,
    hostname: formatHost(host.host),
    path: pathText(rule),
    blockedBy: holding.every((b) => b.acceptable) ? keys : [],
  });
  return `withheld: ${formatHost(host.host)}${pathText(rule)} of ${rule.label}, because Routes cannot express ${what}${causesElsewhere(holding, rule, ledger)}`;
}

/** Tells what holds a passthrough back: a Route without backend closes its connections. */
export function withholdPassthrough(passthrough: Passthrough, holding: readonly Blocker[], planning: Planning): void {
  const { from, owner, policies = {} } = passthrough;
  const { ledger } = planning;
  const keys = [...new Set(holding.map((b) => acceptKeys(b, ledger)[0] ?? b.code))];
  const what = [...new Set(holding.map((b) => b.what))].join('; ');
  sayCauses(holding, keys, ledger);
  ledger.sayAll(from, {
    verdict: 'unsupported',
    code: 'RS1701',
    severity: 'info',
    message: `withheld, because Routes cannot express ${what}; a Route without backend closes the connections`,
    next: `See the finding of ${keys.join(' and of ')} for the ways out.`,
  });
  const message = 'belongs to connections that are withheld';
  for (const item of itemsOf(policies))
    if (ledger.isSilent(item)) ledger.say(item, { verdict: 'manual', code: 'RS1700', message });
  planning.withheld.push({
    object: owner.ref,
    source: owner.source,
    field: 'spec',
    hostname: formatHost(passthrough.host),
    path: '',
    blockedBy: holding.every((b) => b.acceptable) ? keys : [],
  });
}

/** The error of a withheld rule belongs to what holds it back: that is where somebody has to decide, once for all rules. */
function sayCauses(holding: readonly Blocker[], keys: readonly string[], ledger: Ledger): void {
  const flags = keys.map((key) => `--accept ${key}`).join(' ');
  const open = holding.every((b) => b.acceptable);
  const accept = open ? ` ${flags} publishes the paths without ${keys.length === 1 ? 'it' : 'them'}.` : '';
  for (const { items, details, code, verdict, what, next } of holding) {
    const [first, ...others] = items;
    const message = `withheld: Routes cannot express ${what}`;
    if (first !== undefined) ledger.say(first, { verdict, code, severity: 'error', message, next: `${next}${accept}` });
    const along = { code, severity: 'info', message: `goes with what is withheld: ${what}` } as const;
    ledger.sayAll(others, { ...along, verdict });
    ledger.sayAll(details, { ...along, verdict: 'unsupported' });
  }
}

function sayPath(rule: Rule, holding: readonly Blocker[], what: string, isClosed: boolean, ledger: Ledger): void {
  const closed = isClosed ? '; Routes without backend keep the paths closed (503)' : '';
  // A path that is to blame itself has said so.
  if (holding.every((b) => b.items.length > 0 && b.items.every((item) => rule.from.includes(item)))) return;
  const elsewhere = causesElsewhere(holding, rule, ledger);
  const untold = holding.some((b) => b.items.length === 0);
  const keys = [...new Set(holding.map((b) => acceptKeys(b, ledger)[0] ?? b.code))];
  ledger.sayAll(rule.from, {
    verdict: 'unsupported',
    code: 'RS1701',
    severity: untold ? 'error' : elsewhere === '' ? 'info' : 'warning',
    message: `withheld, because Routes cannot express ${what}${elsewhere}${closed}`,
    next: untold ? holding[0]?.next : `See the finding of ${keys.join(' and of ')} for the ways out.`,
  });
}

/** A sentence about what stands on other objects, or in the controller's configuration, and holds a rule back; or ''. */
function causesElsewhere(holding: readonly Blocker[], rule: Rule, ledger: Ledger): string {
  const causes = new Set(holding.flatMap((b) => causeElsewhere(b, rule, ledger) ?? []));
  return causes.size === 0 ? '' : `. The cause is ${[...causes].join(' and ')}`;
}

function causeElsewhere({ items: [item] }: Blocker, rule: Rule, ledger: Ledger): string | undefined {
  if (item === undefined || rule.from.includes(item)) return undefined;
  const object = ledger.objectOf(item);
  if (object === rule.owner.ref) return undefined;
  const setting = ledger.fieldOf(item).replace(/^(?:controller|data)\./, '');
  const field = ledger.annotationOf(item)?.replace(/^.*\//, '') ?? setting;
  return `${field} of ${object === undefined ? "the controller's configuration" : formatRef(object)}`;
}

export function sayAccepted(accepted: readonly Blocker[], ledger: Ledger): void {
  for (const blocker of accepted) {
    ledger.sayAll([...blocker.items, ...blocker.details], {
      verdict: 'unsupported',
      code: 'RS1702',
      severity: 'warning',
      message: `published without ${blocker.what}: the loss was accepted`,
      next: blocker.next,
    });
  }
}

/** What hangs on a rule without Routes goes with it; what is shared with other rules has its own say. */
export function sayGoesAlong(rule: Rule, ledger: Ledger): void {
  for (const item of ownItems(rule, ledger)) {
    if (rule.from.includes(item) || !ledger.isSilent(item)) continue;
    const message = 'belongs to paths that are withheld; nothing was emitted for them';
    ledger.say(item, { verdict: 'manual', code: 'RS1700', message });
  }
}

/** The items of a rule that stand on its own object, or on that of its canary. */
export function ownItems(rule: Rule, ledger: Ledger): number[] {
  const other = rule.action.kind === 'forward' ? rule.action.split.alternative?.owner.ref : undefined;
  return itemsOf(rule).filter((item) => {
    const object = ledger.objectOf(item);
    return object !== undefined && (object === rule.owner.ref || object === other);
  });
}

export function pathText({ path }: Rule): string {
  return path.kind === 'regex' ? path.pattern : path.path;
}
