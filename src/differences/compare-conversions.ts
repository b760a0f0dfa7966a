import type { Target } from '../conversion.js';
import { type BehaviourChanges, behaviourOfParts } from './behaviour-changes.js';
import type { ConvertedParts, ConvertedSide } from './converted-side.js';
import { type FindingChanges, findingChanges } from './finding-changes.js';
import { isUnchanged, type ObjectChanges, objectChanges } from './object-changes.js';
import { unreadFiles, withUnread } from './unread-files.js';
import { type WithheldChanges, withheldChanges } from './withheld-changes.js';

/** How the results of two conversions differ. */
export interface ConversionDifferences {
  readonly target: Target;
  readonly objects: ObjectChanges;
  readonly findings: FindingChanges;
  readonly withheld: WithheldChanges;
  readonly behaviour: BehaviourChanges;
  /** Files of each side of which something could not be read. */
  readonly unread: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** Compares two conversions. Pure; never throws. The files that documents stand in do not count. */
export function compareConversions(before: ConvertedSide, after: ConvertedSide): ConversionDifferences {
  return compareParts(onlyPart(before), onlyPart(after));
}

function onlyPart(side: ConvertedSide): ConvertedParts {
  return { conversion: side.conversion, parts: [{ ...side, overrides: [] }] };
}

/** Compares two runs of several conversions: what came of all of them, and how each answers requests. */
export function compareParts(before: ConvertedParts, after: ConvertedParts): ConversionDifferences {
  const [old, now] = [before.conversion, after.conversion];
  const unread = { before: unreadFiles(old.items), after: unreadFiles(now.items) };
  return {
    target: now.target,
    objects: withUnread(objectChanges(old.emitted, now.emitted), unread),
    findings: findingChanges(old.items, now.items),
    withheld: withheldChanges(old.withheld, now.withheld),
    behaviour: behaviourOfParts(before.parts, after.parts),
    unread,
  };
}

/** Whether there is anything to tell. */
export function differs({ objects, findings, withheld, behaviour }: ConversionDifferences): boolean {
  return (
    !isUnchanged(objects) ||
    findings.appeared.length + findings.vanished.length > 0 ||
    withheld.appeared.length + withheld.vanished.length + withheld.changed.length > 0 ||
    behaviour.groups.length > 0
  );
}
