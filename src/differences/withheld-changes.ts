import type { WithheldRule } from '../conversion.js';

/** How the rules that are not published differ. */
export interface WithheldChanges {
  readonly appeared: readonly WithheldRule[];
  readonly vanished: readonly WithheldRule[];
  /** Withheld before and after, for other reasons. */
  readonly changed: readonly { readonly before: WithheldRule; readonly after: WithheldRule }[];
}

/** Compares withheld rules by their object, host and path: indexes move when a rule is put before others. */
export function withheldChanges(before: readonly WithheldRule[], after: readonly WithheldRule[]): WithheldChanges {
  const [old, now] = [byRule(before), byRule(after)];
  return {
    appeared: [...now].flatMap(([rule, one]) => (old.has(rule) ? [] : [one])),
    vanished: [...old].flatMap(([rule, one]) => (now.has(rule) ? [] : [one])),
    changed: [...now].flatMap(([rule, after]) => {
      const before = old.get(rule);
      return before === undefined || reasons(before) === reasons(after) ? [] : [{ before, after }];
    }),
  };
}

function byRule(rules: readonly WithheldRule[]): Map<string, WithheldRule> {
  const seen = new Map<string, number>();
  return new Map(
    rules.map((rule) => {
      const { object, hostname, path } = rule;
      const key = JSON.stringify([object.kind, object.namespace, object.name, hostname, path]);
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      return [`${key} ${nth}`, rule];
    }),
  );
}

function reasons({ blockedBy }: WithheldRule): string {
  return JSON.stringify([...blockedBy].sort());
}
