import type { EmittedObject, KubernetesObject } from '../conversion.js';
import { allDocuments } from './yaml-document.js';

type Plain = Readonly<Record<string, unknown>>;

/**
 * An object that many sources share, with what earlier runs wrote into it for sources that were replaced since. Entries of
 * lists that have names (listeners) are those of this run where both have them; others are added.
 *
 * @param text the file that holds the object
 * @returns the object with all entries; `same` when the file has it so already; `lost` when it does not hold the object
 */
export function withEarlierEntries(emitted: EmittedObject, text: string): EmittedObject | 'same' | 'lost' {
  const { object } = emitted;
  const earlier = plainDocuments(text).find((value) => isSame(value, object));
  if (earlier === undefined) return 'lost';
  const plain = JSON.parse(JSON.stringify(object)) as Plain;
  const merged = mergeRecords(earlier, plain, object.metadata.namespace);
  return isEqual(merged, earlier) ? 'same' : { ...emitted, object: merged as unknown as KubernetesObject };
}

function plainDocuments(text: string): Plain[] {
  try {
    return allDocuments(text)
      .map((document): unknown => (document.errors.length > 0 ? undefined : document.toJS()))
      .filter(isPlain);
  } catch {
    // Aliases beyond reason: nothing that routeshift wrote.
    return [];
  }
}

function isSame(value: Plain, { apiVersion, kind, metadata }: KubernetesObject): boolean {
  const of = isPlain(value.metadata) ? value.metadata : {};
  return (
    value.apiVersion === apiVersion &&
    value.kind === kind &&
    of.name === metadata.name &&
    (of.namespace ?? undefined) === metadata.namespace
  );
}

function mergeValues(earlier: unknown, now: unknown, own: string | undefined): unknown {
  if (Array.isArray(earlier) && Array.isArray(now)) return mergeLists(earlier, now, own);
  return isPlain(earlier) && isPlain(now) ? mergeRecords(earlier, now, own) : now;
}

function mergeRecords(earlier: Plain, now: Plain, own: string | undefined): Plain {
  if (isAudience(earlier) && isAudience(now) && earlier.from !== now.from) return wider(earlier, now, own);
  const merged: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(earlier))
    merged[key] = key in now ? mergeValues(value, now[key], own) : value;
  for (const [key, value] of Object.entries(now)) if (!(key in merged)) merged[key] = value;
  return merged;
}

/** Whom a listener lets in. */
function isAudience(value: Plain): boolean {
  return value.from === 'Same' || value.from === 'Selector' || value.from === 'All';
}

/** The wider of two different audiences. `Same` means the namespace of the Gateway, which a list has to name. */
function wider(earlier: Plain, now: Plain, own: string | undefined): Plain {
  if (earlier.from === 'All' || now.from === 'All') return { from: 'All' };
  const list = earlier.from === 'Selector' ? earlier : now;
  const values = own === undefined ? [] : [own];
  const added = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] };
  return { ...list, selector: mergeValues(list.selector, added, own) };
}

function mergeLists(earlier: readonly unknown[], now: readonly unknown[], own: string | undefined): unknown[] {
  const merged = [...earlier];
  for (const value of now) {
    const name = nameOf(value);
    const at = merged.findIndex((known) => (name === undefined ? isEqual(known, value) : nameOf(known) === name));
    if (at === -1) merged.push(value);
    else merged[at] = mergeValues(merged[at], value, own);
  }
  return merged;
}

/** What an entry of a list goes by. */
function nameOf(value: unknown): string | undefined {
  if (!isPlain(value)) return undefined;
  const { kind, name, namespace, key } = value;
  if (typeof name === 'string') return JSON.stringify([kind, namespace, name]);
  return typeof key === 'string' ? JSON.stringify([key]) : undefined;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, i) => isEqual(one, b[i]));
  if (!isPlain(a)) return Object.is(a, b);
  if (!isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isEqual(a[key], b[key]));
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
