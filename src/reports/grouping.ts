import type { ObjectRef } from '../kubernetes/object.js';
import type { Item, Severity } from '../ledger/verdict.js';

/** The items of one object, or of one file for items without an object, in the order of the report. */
export interface ItemGroup {
  readonly object: ObjectRef | undefined;
  readonly file: string;
  /** Line of the group's first item. */
  readonly line: number;
  readonly items: readonly Item[];
}

/** Groups items; objects are told apart by identity, since two files may hold two objects of one name. */
export function groupItems(items: readonly Item[]): ItemGroup[] {
  const groups = new Map<ObjectRef | string, ItemGroup & { items: Item[] }>();
  for (const item of items) {
    const key = item.object ?? item.source.file;
    const group = groups.get(key);
    if (group !== undefined) group.items.push(item);
    else groups.set(key, { object: item.object, file: item.source.file, line: item.source.line, items: [item] });
  }
  return [...groups.values()];
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** The gravest severity among an item's findings. */
export function gravest(item: Item): Severity {
  let worst = item.severity;
  for (const note of item.also) if (RANK[note.severity] > RANK[worst]) worst = note.severity;
  return worst;
}

/**
 * Whether an item needs no sentence of its own in a short report: it arrived, or there was nothing to do, and nothing
 * graver than information was said about it. Items without an object (defaults of the controller) always speak.
 */
export function isQuiet(item: Item): boolean {
  if (item.object === undefined || gravest(item) !== 'info') return false;
  return item.verdict === 'converted' || item.verdict === 'redundant';
}

/** The annotation key without its domain, or the field; '' for the object as a whole. */
export function shortName(item: Item): string {
  if (item.annotation === undefined) return item.field;
  return item.annotation.slice(item.annotation.lastIndexOf('/') + 1);
}

/** `Ingress shop/web`, or the name alone where the manifest has no namespace. */
export function objectTitle(ref: ObjectRef): string {
  return ref.namespace === undefined ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;
}
