import type { Manifest, ObjectMeta } from '../kubernetes/object.js';
import type { Ledger } from '../ledger/ledger.js';
import { titleOf } from '../mappings/key-owners.js';
import type { AnnotationEntry, InvalidEffect } from '../mappings/mapping.js';
import type { MappingIndex } from '../mappings/mapping-index.js';
import { type CheckedValue, checkValue, type ParsedValue } from '../mappings/value.js';
import type { CarriedAnnotation } from '../model/carried-annotation.js';
import type { ItemId } from '../model/traced.js';
import { type CarryOptions, takeForeignAnnotation, takeWanted } from './foreign-annotations.js';
import { unknownKey } from './unknown-key.js';

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

/** The annotations of one object, each looked at alone: by the key of its mapping entry, sorted by what its value is. */
export interface WrittenAnnotations {
  /** Every annotation item under the controller's prefix. */
  readonly items: ItemId[];
  /** Every key that the controller knows, whatever its value. */
  readonly known: KnownKey[];
  readonly held: Map<string, Held>;
  readonly empty: Map<string, ItemId>;
  readonly refused: Refused[];
  /** What the new objects get. */
  readonly carried: CarriedAnnotation[];
}

/** The annotation that names the class. It belongs to the selection of the object, which speaks of it (fields.ts). */
export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** How a controller reads the annotations of an object. */
export interface ReadingRules {
  /** Its name in reports. */
  readonly controller: string;
  readonly mapping: MappingIndex;
  /** Prefixes without slash under which it reads its keys, the stronger first. '' reads keys without any prefix, too. */
  readonly prefixes: readonly string[];
  /** For a mapping of whole keys, whose prefix is '': the keys that are the controller's although they have a slash. */
  readonly owns?: ((key: string) => boolean) | undefined;
  readonly check: (entry: AnnotationEntry, value: string) => CheckedValue;
  /** What a value does that does not pass the check. */
  readonly effectOf: (entry: AnnotationEntry, value: string) => InvalidEffect;
  /** What an empty value is: `absent`, a `value` of its own, or one that is `refused`. */
  readonly emptyIs: (key: string) => 'absent' | 'value' | 'refused';
  /** Values that are taken for empty before they are checked. */
  readonly isBlank?: ((entry: AnnotationEntry, value: string) => boolean) | undefined;
}

/** Rules for a controller without surprises: the mapping says it all, and an empty value counts as absent. */
export function plainRules(mapping: MappingIndex): ReadingRules {
  const { controller, prefix, alsoPrefixes = [] } = mapping.mapping;
  return {
    controller,
    mapping,
    prefixes: [prefix, ...alsoPrefixes],
    check: checkValue,
    effectOf: ({ invalid }) => invalid,
    emptyIs: () => 'absent',
  };
}

/** What the reading needs to know of an object. */
export interface AnnotatedObject {
  readonly manifest: Manifest;
  readonly meta: Pick<ObjectMeta, 'annotations'>;
}

/**
 * Opens an item for each annotation of an object and sorts them; says of those that no parser gets to see why (unknown,
 * another tool's, empty, the weaker spelling of a key that is set).
 */
export function readWritten(
  ledger: Ledger,
  object: AnnotatedObject,
  rules: ReadingRules,
  options: CarryOptions,
): WrittenAnnotations {
  const { controller } = rules;
  const reader = { controller, name: controller, serves: `${titleOf(controller)} serves this object` };
  const into: WrittenAnnotations = {
    items: [],
    known: [],
    held: new Map(),
    empty: new Map(),
    refused: [],
    carried: [],
  };
  const values = object.meta.annotations;
  for (const key of Object.keys(values)) {
    if (key === CLASS_ANNOTATION) continue;
    const value = values[key] ?? '';
    const item = ledger.openAnnotation(object.manifest, key, shownValue(key, value));
    const prefix = prefixOf(key, rules);
    if (prefix === undefined) {
      into.carried.push(...takeForeignAnnotation({ key, value, item }, reader, options, ledger));
      continue;
    }
    into.carried.push(...takeWanted({ key, value, item }, options, ledger));
    into.items.push(item);
    const name = prefix === '' ? key : key.slice(prefix.length + 1);
    const found = rules.mapping.entry(name);
    if (found === undefined) ledger.say(item, unknownKey(name, rules.mapping, prefix));
    else take(into, { item, entry: found.entry }, { name, prefix, value }, values, rules, ledger);
  }
  return into;
}

function prefixOf(key: string, { prefixes, owns }: ReadingRules): string | undefined {
  if (owns !== undefined) return owns(key) ? '' : undefined;
  return prefixes.find((one) => (one === '' ? !key.includes('/') : key.startsWith(`${one}/`)));
}

function take(
  into: WrittenAnnotations,
  known: KnownKey,
  { name, prefix, value }: { readonly name: string; readonly prefix: string; readonly value: string },
  values: Readonly<Record<string, string>>,
  rules: ReadingRules,
  ledger: Ledger,
): void {
  const { item, entry } = known;
  into.known.push(known);
  const textOf = (key: string, under: string): string => values[under === '' ? key : `${under}/${key}`] ?? '';
  const isOwnName = name === entry.key;
  if (value === '' && rules.emptyIs(name) !== 'value') {
    const otherName = (entry.aliases ?? []).some((alias) => textOf(alias, prefix) !== '');
    if (!isOwnName || otherName || rules.emptyIs(name) === 'absent') takeEmpty(into, known, ledger);
    else into.refused.push({ item, entry, effect: entry.invalid, why: 'the value is empty' });
    return;
  }
  const names = [entry.key, ...(entry.aliases ?? [])];
  const stronger = rules.prefixes.slice(0, rules.prefixes.indexOf(prefix));
  const above = stronger.find((under) => names.some((key) => textOf(key, under) !== ''));
  if (above !== undefined || (!isOwnName && textOf(entry.key, prefix) !== '')) {
    const set = above === undefined || above === '' ? entry.key : `${above}/${entry.key}`;
    const message = `not read, because ${set} is set as well and the two are never merged`;
    ledger.say(item, { verdict: 'redundant', code: 'RS0310', message });
    return;
  }
  const checked = rules.check(entry, value);
  if (rules.isBlank?.(entry, value) === true) takeEmpty(into, known, ledger);
  else if (!checked.ok) into.refused.push({ item, entry, effect: rules.effectOf(entry, value), why: checked.why });
  else if (value.trim() === '' && rules.emptyIs(name) !== 'value') takeEmpty(into, known, ledger);
  else into.held.set(entry.key, { item, entry, raw: value, parsed: checked.value });
}

function takeEmpty(into: WrittenAnnotations, { item, entry }: KnownKey, ledger: Ledger): void {
  into.empty.set(entry.key, item);
  ledger.say(item, { verdict: 'redundant', code: 'RS0311', message: 'an empty value counts as absent' });
}

/** The value as reports show it: texts of many lines and copies of whole objects are named, not repeated. */
function shownValue(key: string, value: string): string {
  if (key === LAST_APPLIED) return '(omitted)';
  if (!/-snippets?$/.test(key)) return value;
  const lines = value.trim().split('\n').length;
  return `(${lines} ${lines === 1 ? 'line' : 'lines'})`;
}
