import type { Conversion } from '../conversion.js';
import { formatPlace } from '../kubernetes/cluster-place.js';
import type { ObjectRef } from '../kubernetes/object.js';
import { type Item, SEVERITIES, type Severity } from '../ledger/verdict.js';
import { startLines } from './start-lines.js';

/** The items of one object, or of one file for items without an object, in the order of the report. */
export interface ItemGroup {
  readonly object: ObjectRef | undefined;
  /** `file:line` of the object where its line is known, else the file. */
  readonly place: string;
  readonly items: readonly Item[];
}

export interface Groups {
  /** Those with errors first, then those with warnings, then the rest; among equals in the order of the files. */
  readonly groups: readonly ItemGroup[];
  /** Defaults of the controller and options of the run, worst first: they belong to no object and stand in no file. */
  readonly defaults: readonly Item[];
}

/** Groups items; objects are told apart by identity, since two files may hold two objects of one name. */
export function groupItems(conversion: Conversion): Groups {
  const byOwner = new Map<ObjectRef | string, Item[]>();
  const defaults: Item[] = [];
  for (const item of conversion.items) {
    if (isDefault(item)) {
      defaults.push(item);
      continue;
    }
    const owner = item.object ?? item.source.file;
    const items = byOwner.get(owner);
    if (items === undefined) byOwner.set(owner, [item]);
    else items.push(item);
  }
  const lineOf = startLines(conversion);
  const groups = [...byOwner].map(([owner, items]): ItemGroup => {
    const object = typeof owner === 'string' ? undefined : owner;
    const file = items[0]?.source.file ?? '';
    const line = object === undefined ? undefined : lineOf(object, items);
    return { object, place: line === undefined ? file : formatPlace({ file, line }), items };
  });
  return {
    groups: bySeverity(groups, ({ items }) => worst(items.map(gravest))),
    defaults: bySeverity(defaults, gravest),
  };
}

/** Whether an item is a default of the controller or an option of the run rather than something that a manifest says. */
export function isDefault(item: Item): boolean {
  return item.object === undefined && /^(?:controller|options|router|route)\./.test(item.field);
}

/** The gravest severity among an item's findings that count; `info` where none does. */
export function gravest(item: Item): Severity {
  return worst([item, ...item.also].filter(counts).map(({ severity }) => severity));
}

function counts({ suppressed }: Pick<Item, 'suppressed'>): boolean {
  return suppressed === undefined;
}

/** How many findings do not count. */
export function countSuppressed(items: readonly Item[]): number {
  let n = 0;
  for (const item of items) {
    if (!counts(item)) n += 1;
    for (const note of item.also) if (!counts(note)) n += 1;
  }
  return n;
}

/**
 * Whether an item needs no sentence of its own in a short report: it arrived, or there was nothing to do, and nothing
 * graver than information was said about it, nor anything that does not count.
 */
export function isQuiet(item: Item): boolean {
  const isDone = item.verdict === 'converted' || item.verdict === 'redundant';
  return isDone && gravest(item) === 'info' && [item, ...item.also].every(counts);
}

/** Such as `auth-type: basic` or `spec.rules[0].http.paths[0]: /`; '' for the object as a whole. */
export function subject(item: Item, longest: number): string {
  const name = shortName(item);
  if (item.value === undefined || name === '') return name;
  return `${name}: ${item.value.length > longest ? `${item.value.slice(0, longest - 1)}…` : item.value}`;
}

/** The annotation key without its domain (with the line, for a line of it), the ConfigMap key or the flag of a default, or the field. */
export function shortName(item: Item): string {
  if (item.annotation !== undefined) {
    const line = / line \d+$/.exec(item.field)?.[0] ?? '';
    return item.annotation.slice(item.annotation.lastIndexOf('/') + 1) + line;
  }
  if (!isDefault(item)) return item.field;
  const name = item.field.slice(item.field.indexOf('.') + 1);
  return isOption(item) ? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}` : name;
}

/** Whether a default is an option of the run; the others are settings of the controller. */
export function isOption(item: Item): boolean {
  return item.field.startsWith('options.');
}

function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'info';
}

/** Stable: entries of one severity keep their order. */
function bySeverity<T>(entries: readonly T[], severityOf: (entry: T) => Severity): T[] {
  const ranked = entries.map((entry) => ({ entry, rank: SEVERITIES.indexOf(severityOf(entry)) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}
