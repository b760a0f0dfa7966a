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
 * Compares findings: first by what they are about and its value, since a rule that is put before others moves their index
 * and nothing else of them; then by their fingerprints, which values have no part in. The file counts only for findings about
 * no object: one that moved to another file is the same object. A finding whose severity changed, or that came to be
 * suppressed, is another finding.
 */
export function findingChanges(before: readonly Item[], after: readonly Item[]): FindingChanges {
  const about = withoutPartners(namedFindings(before), namedFindings(after), aboutWhat);
  const [vanished, appeared] = withoutPartners(...about, ({ name }) => name);
  return { appeared: bySeverity(appeared), vanished: bySeverity(vanished) };
}

interface NamedFinding extends LoneFinding {
  /** The fingerprint without the file, and whether the finding counts. */
  readonly name: string;
}

type Sides = [before: NamedFinding[], after: NamedFinding[]];

/** What is left of two lists when those that share a key are paired off. */
function withoutPartners(
  before: readonly NamedFinding[],
  after: readonly NamedFinding[],
  keyOf: (finding: NamedFinding) => string,
): Sides {
  const waiting = new Map<string, number>();
  for (const one of before) waiting.set(keyOf(one), (waiting.get(keyOf(one)) ?? 0) + 1);
  const paired = new Map<string, number>();
  const take = (stock: Map<string, number>, key: string): boolean => {
    const left = stock.get(key) ?? 0;
    if (left > 0) stock.set(key, left - 1);
    return left > 0;
  };
  const appeared = after.filter((one) => {
    const key = keyOf(one);
    if (!take(waiting, key)) return true;
    paired.set(key, (paired.get(key) ?? 0) + 1);
    return false;
  });
  return [before.filter((one) => !take(paired, keyOf(one))), appeared];
}

function namedFindings(items: readonly Item[]): NamedFinding[] {
  const fileless = items.map((item) =>
    item.object === undefined ? item : { ...item, source: { ...item.source, file: '' } },
  );
  const published = fingerprints(items);
  const compared = fingerprints(fileless);
  return items.flatMap((item, index) =>
    [item, ...item.also].map((finding): NamedFinding => {
      const key = compared.get(finding === item ? (fileless[index] ?? item) : finding) ?? '';
      const counts = finding.suppressed === undefined ? finding.severity : 'suppressed';
      return { name: `${key} ${counts}`, fingerprint: published.get(finding) ?? '', finding, item };
    }),
  );
}

function aboutWhat({ finding, item }: NamedFinding): string {
  const { object, field, annotation, value } = item;
  const place = annotation ?? field.replace(/\[\d+\]/g, '[]');
  const owner = object === undefined ? item.source.file : [object.kind, object.namespace, object.name];
  const counts = finding.suppressed === undefined ? finding.severity : 'suppressed';
  return JSON.stringify([finding.code, counts, owner, place, value]);
}

function bySeverity(findings: readonly LoneFinding[]): LoneFinding[] {
  const rank = ({ finding }: LoneFinding) => SEVERITIES.indexOf(finding.severity);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
