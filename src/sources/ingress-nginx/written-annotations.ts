import type { Ingress } from '../../kubernetes/ingress.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { AnnotationEntry, InvalidEffect } from '../../mappings/mapping.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { ParsedValue } from '../../mappings/value.js';
import type { ItemId } from '../../model/traced.js';
import { unknownKey } from './concerns/unknown-key.js';
import { checkAnnotation, closesWhenEmpty, effectOf } from './concerns/validity.js';
import { sayForeignAnnotation } from './foreign-annotations.js';
import type { TargetWords } from './target-words.js';

/** A key that the controller reads, with its item. */
export interface KnownKey {
  readonly item: ItemId;
  readonly entry: AnnotationEntry;
}

/** A usable value. */
export interface Held extends KnownKey {
  readonly raw: string;
  readonly parsed: ParsedValue;
}

/** A value that the controller's validators refuse. */
export interface Refused extends KnownKey {
  readonly effect: InvalidEffect;
  readonly why: string;
}

/** The annotations of one Ingress, each looked at alone: by the key of its mapping entry, sorted by what its value is. */
export interface WrittenAnnotations {
  /** Every annotation item under the controller's prefix. */
  readonly items: ItemId[];
  /** Every key that the controller knows, whatever its value. */
  readonly known: KnownKey[];
  readonly held: Map<string, Held>;
  readonly empty: Map<string, ItemId>;
  readonly refused: Refused[];
}

/** The annotation that names the class. It belongs to the selection of the object, which speaks of it (fields.ts). */
export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Opens an item for each annotation of an Ingress and sorts them; says of those that no parser gets to see why (unknown,
 * another tool's, empty, an older name of a key that is set).
 *
 * @param prefix the controller's --annotations-prefix, without slash
 */
export function readWritten(
  ledger: Ledger,
  ingress: Ingress,
  mapping: MappingIndex,
  prefix: string,
  words: TargetWords,
): WrittenAnnotations {
  const into: WrittenAnnotations = { items: [], known: [], held: new Map(), empty: new Map(), refused: [] };
  const values = ingress.meta.annotations;
  const textOf = (name: string): string => values[`${prefix}/${name}`] ?? '';
  for (const key of Object.keys(values)) {
    if (key === CLASS_ANNOTATION) continue;
    const value = values[key] ?? '';
    const item = ledger.openAnnotation(ingress.manifest, key, shownValue(key, value));
    if (!key.startsWith(`${prefix}/`)) {
      sayForeignAnnotation(ledger, item, key, words);
      continue;
    }
    into.items.push(item);
    const name = key.slice(prefix.length + 1);
    const found = mapping.entry(name);
    if (found === undefined) ledger.say(item, unknownKey(name, mapping, prefix));
    else take(into, { item, entry: found.entry }, name, value, textOf, ledger);
  }
  return into;
}

/** @param textOf what stands under another key of the prefix; '' for nothing */
function take(
  into: WrittenAnnotations,
  known: KnownKey,
  key: string,
  value: string,
  textOf: (key: string) => string,
  ledger: Ledger,
): void {
  const { item, entry } = known;
  into.known.push(known);
  if (value === '') {
    const otherName = (entry.aliases ?? []).some((alias) => textOf(alias) !== '');
    if (key !== entry.key || otherName || !closesWhenEmpty(key)) takeEmpty(into, known, ledger);
    else into.refused.push({ item, entry, effect: entry.invalid, why: 'the value is empty' });
    return;
  }
  if (key !== entry.key && textOf(entry.key) !== '') {
    const message = `not read, because ${entry.key} is set as well and the two are never merged`;
    ledger.say(item, { verdict: 'redundant', code: 'RS0310', message });
    return;
  }
  const checked = checkAnnotation(entry, value);
  // The check of these leaves spaces out of account, and the parser takes what is left for no value.
  const isBlank = entry.kind === 'configmap' && value.replaceAll(' ', '') === '';
  if (isBlank) takeEmpty(into, known, ledger);
  else if (!checked.ok) into.refused.push({ item, entry, effect: effectOf(entry, value), why: checked.why });
  else if (value.trim() === '') takeEmpty(into, known, ledger);
  else into.held.set(entry.key, { item, entry, raw: value, parsed: checked.value });
}

function takeEmpty(into: WrittenAnnotations, { item, entry }: KnownKey, ledger: Ledger): void {
  into.empty.set(entry.key, item);
  ledger.say(item, { verdict: 'redundant', code: 'RS0311', message: 'an empty value counts as absent' });
}

/** The value as reports show it: texts of many lines and copies of whole objects are named, not repeated. */
function shownValue(key: string, value: string): string {
  if (key === LAST_APPLIED) return '(omitted)';
  if (!key.endsWith('-snippet')) return value;
  const lines = value.trim().split('\n').length;
  return `(${lines} ${lines === 1 ? 'line' : 'lines'})`;
}
