import type { Conversion, WithheldRule } from '../conversion.js';
import type { ObjectRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import { shortName } from './grouping.js';
import { isAboutWithheldRule, reason } from './remarks.js';

export const WITHHELD_TITLE = 'not published, because the target cannot express what protects or routes them';
export const WAY_OUT_TITLE = 'each flag publishes rules without what cannot be expressed';

/** Looks up why rules are withheld. */
export interface WithheldReasons {
  /** Such as `auth-type`, `RS1006: the target …`, or `no flag publishes it: the target …`. */
  ofRule(rule: WithheldRule): string;
  /** What holds back the rules of a field: `because of auth-type`, or `because the target …` where keys say too little. */
  ofItem(item: Item): string;
  /** How many rules no flag publishes. */
  readonly hopeless: number;
}

/** The reasons of a conversion's withheld rules: accept keys, and the sentences of RS1701 where keys say too little. */
export function withheldReasons({ items, withheld }: Conversion): WithheldReasons {
  const sentences = sentencesByObject(items);
  const rules = new Map<ObjectRef, WithheldRule[]>();
  for (const rule of withheld) {
    const others = rules.get(rule.object);
    if (others === undefined) rules.set(rule.object, [rule]);
    else others.push(rule);
  }

  const holding = new Map<ObjectRef | undefined, Item[]>();
  for (const item of items) {
    if (item.object === undefined || item.severity !== 'error' || !/^withheld: /.test(item.message)) continue;
    const others = holding.get(item.object);
    if (others === undefined) holding.set(item.object, [item]);
    else others.push(item);
  }

  const sentence = (rule: WithheldRule): string => {
    const known = sentences.get(rule.object);
    const here = known?.get(rule.field);
    if (here !== undefined) return here.join('; ');
    // Rules that no field of the object names, such as what app-root adds, can only share the one reason there is.
    const all = [...new Set([...(known?.values() ?? [])].flat())];
    return all.length === 1 ? (all[0] ?? '') : 'see the comments of the manifests';
  };
  return {
    ofRule(rule) {
      if (rule.blockedBy.length === 0) return `no flag publishes it: ${sentence(rule)}`;
      const keys = rule.blockedBy.join(', ');
      return rule.blockedBy.some(isCode) ? `${keys}: ${sentence(rule)}` : keys;
    },
    ofItem(item) {
      const own = item.object === undefined ? [] : (rules.get(item.object) ?? []);
      const here = own.filter((rule) => rule.field === item.field);
      const keys = [...new Set(here.flatMap((rule) => rule.blockedBy))];
      const plain = keys.length > 0 && !keys.some(isCode) && here.every((rule) => rule.blockedBy.length > 0);
      const named = plain ? keys : namesOf(item, holding.get(item.object) ?? []);
      return named.length > 0 ? `because of ${named.join(', ')}` : `because ${reason(item.message)}`;
    },
    hopeless: withheld.filter((rule) => rule.blockedBy.length === 0).length,
  };
}

/** The items of the object that give, together, the whole reason why the rule of an item is withheld; else none. */
function namesOf(item: Item, holding: readonly Item[]): string[] {
  const wanted = new Set(reason(item.message).replace(LOSS, '').split('; '));
  const names: string[] = [];
  for (const cause of holding) if (wanted.delete(reason(cause.message).replace(LOSS, ''))) names.push(shortName(cause));
  return wanted.size === 0 ? names : [];
}

const LOSS = /^the target cannot express /;

/** Accept keys are annotations or, where no annotation is to blame, codes of findings. */
function isCode(key: string): boolean {
  return /^RS\d{4}$/.test(key);
}

function sentencesByObject(items: readonly Item[]): Map<ObjectRef, Map<string, string[]>> {
  const byObject = new Map<ObjectRef, Map<string, string[]>>();
  for (const item of items) {
    if (item.object === undefined) continue;
    const said = [item, ...item.also].filter(isAboutWithheldRule).map(({ message }) => reason(message));
    if (said.length === 0) continue;
    const fields = byObject.get(item.object) ?? new Map<string, string[]>();
    byObject.set(item.object, fields.set(item.field, [...new Set([...(fields.get(item.field) ?? []), ...said])]));
  }
  return byObject;
}
