import { fingerprints } from '../ledger/fingerprint.js';
import { type Item, type Note, SEVERITIES } from '../ledger/verdict.js';

/** A finding that only one of two results has. */
export interface LoneFinding {
  /** The name by which every report knows the finding. */
  readonly fingerprint: string;
  readonly finding: Item | Note;
  /** The item that it is about; the finding itself, or the one that it is a note of. */
  readonly item: Item;
}

/** What is newly said, and what is said no more. The gravest first, then in the order of the files. */
export interface FindingChanges {
  readonly appeared: readonly LoneFinding[];
  readonly vanished: readonly LoneFinding[];
}

/**
 * Compares findings by their fingerprints, but for the file of those that are about an object: one that moved to another
 * file is the same object. A finding whose severity changed, or that came to be suppressed, is another finding.
 */
export function findingChanges(before: readonly Item[], after: readonly Item[]): FindingChanges {
  const [old, now] = [namedFindings(before), namedFindings(after)];
  const vanished = [...old].filter(([name]) => !now.has(name)).map(([, finding]) => finding);
  const appeared = [...now].filter(([name]) => !old.has(name)).map(([, finding]) => finding);
  // A rule that was put before another moves the index of that one, and nothing else of it.
  const moved = new Map<string, number>();
  for (const one of vanished) moved.set(withoutIndex(one), (moved.get(withoutIndex(one)) ?? 0) + 1);
  const stayed = new Map<string, number>();
  const isNew = (one: LoneFinding) => !take(moved, stayed, withoutIndex(one));
  const added = appeared.filter(isNew);
  return {
    appeared: bySeverity(added),
    vanished: bySeverity(vanished.filter((one) => !take(stayed, undefined, withoutIndex(one)))),
  };
}

function namedFindings(items: readonly Item[]): Map<string, LoneFinding> {
  const fileless = items.map((item) =>
    item.object === undefined ? item : { ...item, source: { ...item.source, file: '' } },
  );
  const published = fingerprints(items);
  const compared = fingerprints(fileless);
  const named = new Map<string, LoneFinding>();
  for (const [index, item] of items.entries()) {
    for (const finding of [item, ...item.also]) {
      const key = compared.get(finding === item ? (fileless[index] ?? item) : finding) ?? '';
      const counts = finding.suppressed === undefined ? finding.severity : 'suppressed';
      named.set(`${key} ${counts}`, { fingerprint: published.get(finding) ?? '', finding, item });
    }
  }
  return named;
}

function withoutIndex({ finding, item }: LoneFinding): string {
  const { object, field, annotation, value } = item;
  const place = annotation ?? field.replace(/\[\d+\]/g, '[]');
  const owner = object === undefined ? item.source.file : [object.kind, object.namespace, object.name];
  return JSON.stringify([finding.code, finding.severity, finding.suppressed === undefined, owner, place, value]);
}

/** Takes one from a stock, if there is any, and puts it into another. */
function take(stock: Map<string, number>, other: Map<string, number> | undefined, key: string): boolean {
  const left = stock.get(key) ?? 0;
  if (left === 0) return false;
  stock.set(key, left - 1);
  other?.set(key, (other.get(key) ?? 0) + 1);
  return true;
}

function bySeverity(findings: readonly LoneFinding[]): LoneFinding[] {
  const rank = ({ finding }: LoneFinding) => SEVERITIES.indexOf(finding.severity);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
