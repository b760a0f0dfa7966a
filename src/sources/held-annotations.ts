import type { Ledger } from '../ledger/ledger.js';
import type { AnnotationEntry } from '../mappings/mapping.js';
import type { CarriedAnnotation } from '../model/carried-annotation.js';
import type { ItemId, Traced } from '../model/traced.js';
import type { Held, KnownKey, WrittenAnnotations } from './written-annotations.js';

/** Why an object, or its paths, are not served as written. */
export interface Refusal {
  readonly item: ItemId;
  readonly reason: string;
}

const NO_ITEMS: readonly ItemId[] = [];
const NO_KEYS: readonly KnownKey[] = [];

/** Usable annotations of one object by key, for the code that reads them; whoever takes one away says why. */
export class HeldAnnotations {
  readonly ledger: Ledger;
  /** The item of every annotation of the object that the controller knows, and those of its parts. */
  get items(): readonly ItemId[] {
    const items = this.written.map(({ item }) => item);
    return this.#parts === undefined ? items : [...items, ...this.#parts];
  }
  #parts: ItemId[] | undefined;
  /** Every key that the controller knows, whatever its value. */
  readonly written: readonly KnownKey[];
  /** What the new objects get. */
  readonly carried: readonly CarriedAnnotation[];
  /** Set: the controller does not store the object at all. */
  rejected: Refusal | undefined;
  /** Set: every path of the object answers 503. */
  denied: Refusal | undefined;
  /** Items for which the mapping's own verdict stands. */
  get declared(): readonly KnownKey[] {
    return this.#declared;
  }
  #declared: readonly KnownKey[] = NO_KEYS;
  protected readonly held: Map<string, Held>;
  protected readonly empty: ReadonlyMap<string, ItemId> | undefined;

  constructor(ledger: Ledger, written: WrittenAnnotations) {
    this.ledger = ledger;
    this.written = written.known;
    this.carried = written.carried;
    this.held = written.held;
    this.empty = written.empty;
  }

  /** Takes an item of a part of an annotation among those of the object. */
  addPart(item: ItemId): void {
    this.#parts ??= [];
    this.#parts.push(item);
  }

  /** Keys with a usable value. */
  keys(): IterableIterator<string> {
    return this.held.keys();
  }

  has(key: string): boolean {
    return this.held.has(key);
  }

  /** Whether any of the keys has a usable value. */
  hasOneOf(keys: ReadonlySet<string>): boolean {
    for (const key of this.held.keys()) if (keys.has(key)) return true;
    return false;
  }

  /** The key is written with an empty value, which some parsers treat as an error. */
  emptyItem(key: string): ItemId | undefined {
    return this.empty?.get(key);
  }

  item(key: string): ItemId | undefined {
    return this.held.get(key)?.item;
  }

  entry(key: string): AnnotationEntry | undefined {
    return this.held.get(key)?.entry;
  }

  /** Items of those of the keys that are written. */
  itemsOf(keys: readonly string[]): readonly ItemId[] {
    let found: ItemId[] | undefined;
    for (const key of keys) {
      const held = this.held.get(key);
      if (held === undefined) continue;
      found ??= [];
      found.push(held.item);
    }
    return found ?? NO_ITEMS;
  }

  /** The value as written, for keys whose text is used as it is. */
  text(key: string): Traced<string> | undefined {
    const held = this.held.get(key);
    return held === undefined ? undefined : { value: held.raw.trim(), from: held.from };
  }

  /** The value with the spaces and lines around it, for those who count its lines. */
  raw(key: string): string | undefined {
    return this.held.get(key)?.raw;
  }

  bool(key: string): Traced<boolean> | undefined {
    const held = this.held.get(key);
    return held?.parsed.kind === 'bool' ? { value: held.parsed.value, from: held.from } : undefined;
  }

  /** Whether a switch is on. */
  isOn(key: string): boolean {
    const parsed = this.held.get(key)?.parsed;
    return parsed?.kind === 'bool' && parsed.value;
  }

  integer(key: string): Traced<number> | undefined {
    const held = this.held.get(key);
    return held !== undefined && (held.parsed.kind === 'int' || held.parsed.kind === 'seconds')
      ? { value: held.parsed.value, from: held.from }
      : undefined;
  }

  list(key: string): Traced<readonly string[]> | undefined {
    const held = this.held.get(key);
    return held !== undefined && (held.parsed.kind === 'csv' || held.parsed.kind === 'cidrs')
      ? { value: held.parsed.value, from: held.from }
      : undefined;
  }

  /** Nothing of the traffic model carries the key: what the mapping declares is what became of it. */
  leaveToMapping(key: string): void {
    const held = this.held.get(key);
    if (held !== undefined) this.#declare(held);
  }

  /** Forgets a key after saying why it does nothing. */
  drop(key: string, code: 'RS0304' | 'RS0307' | 'RS0309' | 'RS0316', message: string): void {
    const held = this.held.get(key);
    if (held === undefined) return;
    this.held.delete(key);
    const verdict = code === 'RS0304' || code === 'RS0307' ? 'invalid' : 'redundant';
    this.ledger.say(held.item, { verdict, code, message });
  }

  /** The controller throws away every key that the same parser reads. */
  dropConcern(concern: string, culprit: string, why: string, except: readonly string[] = []): void {
    for (const held of [...this.held.values()]) {
      if (held.entry.concern !== concern || except.includes(held.entry.key)) continue;
      this.drop(
        held.entry.key,
        'RS0307',
        `${culprit} ${why}, so the controller ignores every annotation of its group, this one included`,
      );
    }
  }

  /**
   * Says of keys that need another one, which is not in force, that they do nothing. Needs form chains: dropping one key may
   * leave the next without what it needs.
   *
   * @param isMissing whether a key is not in force, by no annotation and no setting
   * @param countsAlone keys that act all the same
   */
  dropUnneeded(isMissing: (key: string) => boolean, countsAlone?: (key: string) => boolean): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const { entry } of this.held.values()) {
        if (entry.requires === undefined || !isMissing(entry.requires) || countsAlone?.(entry.key) === true) continue;
        this.drop(entry.key, 'RS0309', `does nothing without ${entry.requires}, which is not in force here`);
        changed = true;
      }
    }
  }

  /** Notes the keys that no code reads: the verdict of the mapping stands. To be called when all others are dropped. */
  declareRest(): void {
    for (const held of this.held.values()) if (held.entry.concern === undefined) this.#declare(held);
  }

  /** Most objects have none or one: a list that grows has room for many at once. */
  #declare(key: KnownKey): void {
    this.#declared = this.#declared.length === 0 ? [key] : [...this.#declared, key];
  }

  deny(item: ItemId, reason: string): void {
    this.denied ??= this.refusal(item, reason);
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0305',
      message: `${reason}; the controller answers 503 on every path of this Ingress`,
      next: 'Correct the value: today these paths are closed, and so they stay.',
    });
  }

  reject(item: ItemId, reason: string): void {
    this.rejected ??= this.refusal(item, reason);
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0306',
      message: `${reason}; the controller does not accept the whole Ingress`,
      next: 'Correct or remove the annotation, then convert again.',
    });
  }

  /** The reason as other items tell it: with the key that is to blame. */
  protected refusal(item: ItemId, reason: string): Refusal {
    const key = this.ledger.annotationOf(item)?.replace(/^.*\//, '');
    return { item, reason: key === undefined || reason.startsWith(key) ? reason : `${key}: ${reason}` };
  }
}
