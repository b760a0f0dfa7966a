import type { Manifest, ObjectMeta } from '../kubernetes/object.js';
import type { Ledger } from '../ledger/ledger.js';
import { titleOf } from '../mappings/key-owners.js';
import type { AnnotationEntry, InvalidEffect } from '../mappings/mapping.js';
import type { MappingIndex } from '../mappings/mapping-index.js';
import { type CheckedValue, checkValue, type ParsedValue } from '../mappings/value.js';
import type { CarriedAnnotation } from '../model/carried-annotation.js';
import type { ItemId } from '../model/traced.js';
import {
  type CarryOptions,
  type ReadAnnotation,
  type Reader,
  takeForeignAnnotation,
  takeWanted,
} from './foreign-annotations.js';
import { unknownKey } from './unknown-key.js';

/** A key that the controller reads, with its item. */
export interface KnownKey {
  readonly item: ItemId;
  readonly entry: AnnotationEntry;
}

/** A usable value. */
export interface Held extends KnownKey {
  /** The item alone, for all that is read from the value. */
  readonly from: readonly ItemId[];
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
  /** Every key that the controller knows, whatever its value. */
  readonly known: readonly KnownKey[];
  readonly held: Map<string, Held>;
  /** Undefined where no value is empty, as on most objects. */
  empty: Map<string, ItemId> | undefined;
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
  const known: KnownKey[] = [];
  const into: Sorted = { held: new Map(), empty: undefined, refused: [], carried: [] };
  const values = object.meta.annotations;
  for (const key of Object.keys(values)) {
    if (key === CLASS_ANNOTATION) continue;
    const value = values[key] ?? '';
    const item = ledger.openAnnotation(object.manifest, key, shownValue(key, value));
    const prefix = prefixOf(key, rules);
    const annotation = { key, value, item };
    if (prefix === undefined) {
      into.carried.push(...takeForeignAnnotation(annotation, readerOf(rules), options, ledger));
      continue;
    }
    if (options.keepAnnotations !== undefined) into.carried.push(...takeWanted(annotation, options, ledger));
    const name = prefix === '' ? key : key.slice(prefix.length + 1);
    const found = rules.mapping.entry(name);
    if (found === undefined) ledger.say(item, unknownKey(name, rules.mapping, prefix));
    else known.push(take(into, annotation, found.entry, { name, prefix, values }, rules, ledger));
  }
  // A copy has no more room than it needs, and lives to the end of the run.
  return { known: [...known], held: into.held, empty: into.empty, refused: into.refused, carried: into.carried };
}

function readerOf({ controller }: ReadingRules): Reader {
  return { controller, name: controller, serves: `${titleOf(controller)} serves this object` };
}

function prefixOf(key: string, { prefixes, owns }: ReadingRules): string | undefined {
  if (owns !== undefined) return owns(key) ? '' : undefined;
  for (const one of prefixes)
    if (one === '' ? !key.includes('/') : key[one.length] === '/' && key.startsWith(one)) return one;
  return undefined;
}

/** What is filled while one annotation after another is read. */
type Sorted = Omit<WrittenAnnotations, 'known'>;

/** Under which name and prefix a key stands, beside which others. */
interface Spelling {
  readonly name: string;
  readonly prefix: string;
  readonly values: Readonly<Record<string, string>>;
}

function take(
  into: Sorted,
  { item, value }: ReadAnnotation,
  entry: AnnotationEntry,
  spelling: Spelling,
  rules: ReadingRules,
  ledger: Ledger,
): KnownKey {
  const known = { item, entry };
  const { name, prefix, values } = spelling;
  const isOwnName = name === entry.key;
  if (value === '' && rules.emptyIs(name) !== 'value') {
    const otherName = entry.aliases?.some((alias) => textOf(alias, prefix, values) !== '') === true;
    if (!isOwnName || otherName || rules.emptyIs(name) === 'absent') takeEmpty(into, known, ledger);
    else into.refused.push({ item, entry, effect: entry.invalid, why: 'the value is empty' });
    return known;
  }
  const above = prefixAbove(entry, spelling, rules);
  if (above !== undefined || (!isOwnName && textOf(entry.key, prefix, values) !== '')) {
    const set = above === undefined || above === '' ? entry.key : `${above}/${entry.key}`;
    const message = `not read, because ${set} is set as well and the two are never merged`;
    ledger.say(item, { verdict: 'redundant', code: 'RS0310', message });
    return known;
  }
  const checked = rules.check(entry, value);
  if (rules.isBlank?.(entry, value) === true) takeEmpty(into, known, ledger);
  else if (!checked.ok) into.refused.push({ item, entry, effect: rules.effectOf(entry, value), why: checked.why });
  else if (value.trim() === '' && rules.emptyIs(name) !== 'value') takeEmpty(into, known, ledger);
  else {
    const held: Held = { item, entry, from: [item], raw: value, parsed: checked.value };
    into.held.set(entry.key, held);
    return held;
  }
  return known;
}

function textOf(key: string, under: string, values: Spelling['values']): string {
  return values[under === '' ? key : `${under}/${key}`] ?? '';
}

/** The stronger prefix under which the key, or another name of it, is set as well. */
function prefixAbove(
  { key, aliases = [] }: AnnotationEntry,
  { prefix, values }: Spelling,
  { prefixes }: ReadingRules,
): string | undefined {
  for (const under of prefixes) {
    if (under === prefix) return undefined;
    if (textOf(key, under, values) !== '' || aliases.some((alias) => textOf(alias, under, values) !== '')) return under;
  }
  return undefined;
}

function takeEmpty(into: Sorted, { item, entry }: KnownKey, ledger: Ledger): void {
  into.empty ??= new Map();
  into.empty.set(entry.key, item);
  ledger.say(item, EMPTY);
}

const EMPTY = { verdict: 'redundant', code: 'RS0311', message: 'an empty value counts as absent' } as const;

/** The value as reports show it: texts of many lines and copies of whole objects are named, not repeated. */
function shownValue(key: string, value: string): string {
  if (key === LAST_APPLIED) return '(omitted)';
  if (!key.endsWith('-snippet') && !key.endsWith('-snippets')) return value;
  const lines = value.trim().split('\n').length;
  return `(${lines} ${lines === 1 ? 'line' : 'lines'})`;
}
