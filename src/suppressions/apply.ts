import type { Conversion } from '../conversion.js';
import type { FindingCode } from '../ledger/catalogue.js';
import { catalogue } from '../ledger/catalogue.js';
import { ACCEPT_ANNOTATION } from '../ledger/own-annotations.js';
import type { Suppression } from '../ledger/suppression.js';
import type { Item, Note } from '../ledger/verdict.js';
import { count } from '../reports/wording.js';
import { compileRule, type Finding, type RuleMatcher } from './matching.js';
import { parseAccept } from './on-object.js';
import type { SuppressionRule } from './rule.js';
import { isSuppressible } from './suppressible.js';
import { withItems } from './with-items.js';

/**
 * Marks the findings of a conversion that somebody said are known, in the configuration (`rules`) or on the object itself
 * (`routeshift.dev/accept`). Nothing else changes: what was withheld stays withheld. Suppressions that are over, match
 * nothing, or name what cannot be suppressed become findings.
 *
 * @param today the day as YYYY-MM-DD, which decides what has expired
 */
export function applySuppressions(
  conversion: Conversion,
  rules: readonly SuppressionRule[],
  today: string,
): Conversion {
  const configured = rules.map((rule) => new Applied(rule, 'config', today));
  const onObjects = new Map<Item, AcceptedOnObject>();
  const byObject = new Map<string, Applied[]>();
  for (const item of conversion.items) {
    if (item.annotation !== ACCEPT_ANNOTATION) continue;
    const accepted = readAccepted(item, today);
    onObjects.set(item, accepted);
    const key = objectKey(item);
    byObject.set(key, [...(byObject.get(key) ?? []), ...accepted.rules]);
  }
  if (configured.length === 0 && onObjects.size === 0) return conversion;
  const suppress = <T extends Item | Note>(finding: T, item: Item): T => {
    if (finding.suppressed !== undefined || item.annotation === ACCEPT_ANNOTATION) return finding;
    for (const rule of [...(byObject.get(objectKey(item)) ?? []), ...configured]) {
      const suppressed = rule.of({ item, code: finding.code, severity: finding.severity });
      if (suppressed !== undefined) return { ...finding, suppressed };
    }
    return finding;
  };
  const marked = conversion.items.map((item) => {
    const also = item.also.map((note) => suppress(note, item));
    const isSame = also.every((note, index) => note === item.also[index]);
    return suppress(isSame ? item : { ...item, also }, item);
  });
  const told = marked.map((item, index) => {
    const accepted = onObjects.get(conversion.items[index] ?? item);
    return accepted === undefined ? item : withOutcome(item, accepted);
  });
  return withItems(conversion, [...told, ...configured.flatMap(itemsAbout)]);
}

interface AcceptedOnObject {
  readonly rules: readonly Applied[];
  readonly problems: readonly string[];
}

/** A rule on its way through the findings. */
class Applied {
  readonly rule: SuppressionRule;
  readonly isOver: boolean;
  used = 0;
  /** Codes that it matched and that cannot be suppressed. */
  readonly refused = new Set<string>();
  readonly #matches: RuleMatcher;
  readonly #suppression: Suppression;

  constructor(rule: SuppressionRule, kind: 'config' | 'object', today: string) {
    this.rule = rule;
    // Days of this form are ordered as texts.
    this.isOver = rule.until !== undefined && rule.until < today;
    this.#matches = compileRule(rule);
    this.#suppression = { kind, reason: rule.reason, ...(rule.until === undefined ? {} : { until: rule.until }) };
  }

  /** The suppression of a finding that the rule means. */
  of(finding: Finding): Suppression | undefined {
    if (this.isOver || !this.#matches(finding)) return undefined;
    if (!isSuppressible(finding.code)) {
      // Whoever names no code did not ask for this one.
      if (this.rule.code !== undefined) this.refused.add(finding.code);
      return undefined;
    }
    this.used++;
    return this.#suppression;
  }
}

function readAccepted(item: Item, today: string): AcceptedOnObject {
  const { entries, problems } = parseAccept(item.value ?? '');
  const rules = entries.map(
    (entry) => new Applied({ ...entry, source: item.source, field: item.field }, 'object', today),
  );
  return { rules, problems };
}

/** Objects of one name in different files are different ones. */
function objectKey({ object, source }: Item): string {
  return JSON.stringify([source.file, object?.kind ?? '', object?.namespace ?? '', object?.name ?? '']);
}

interface Saying {
  readonly code: FindingCode;
  readonly message: string;
}

/** What there is to say of a rule besides that it was applied. */
function sayings({ rule, isOver, used, refused }: Applied): Saying[] {
  const what = rule.code === undefined ? 'this suppression' : `the suppression of ${rule.code}`;
  if (isOver) return [{ code: 'RS2332', message: `${what} held until ${rule.until} and is over: ${rule.reason}` }];
  const said: Saying[] = [...refused].map((code) => ({ code: 'RS2334', message: `${code} cannot be suppressed` }));
  if (used === 0 && said.length === 0) said.push({ code: 'RS2333', message: `${what} matches no finding of this run` });
  return said;
}

/** What the annotation of an object came to: notes on its item, which an entry that cannot be read makes an error. */
function withOutcome(item: Item, { rules, problems }: AcceptedOnObject): Item {
  const used = rules.reduce((sum, rule) => sum + rule.used, 0);
  const message = `${count(used, 'finding')} of this object ${used === 1 ? 'is' : 'are'} suppressed by it; it is not carried over`;
  const notes = rules.flatMap(sayings).map(noteOf);
  const [first, ...others] = problems.map((problem) => noteOf({ code: 'RS2331', message: problem }));
  if (first === undefined) return { ...item, message, also: [...item.also, ...notes] };
  const { code, severity, next } = first;
  const said: Note = { code: item.code, severity: item.severity, message };
  return {
    ...item,
    verdict: 'invalid',
    code,
    severity,
    message: first.message,
    next,
    also: [...item.also, said, ...others, ...notes],
  };
}

function itemsAbout(applied: Applied): Item[] {
  const { source, field } = applied.rule;
  return sayings(applied).map((saying) => ({
    source,
    field,
    verdict: saying.code === 'RS2333' ? 'redundant' : 'invalid',
    ...noteOf(saying),
    emitted: [],
    also: [],
  }));
}

function noteOf({ code, message }: Saying): Note {
  const { severity, fix } = catalogue[code];
  return { code, severity, message, next: fix };
}
