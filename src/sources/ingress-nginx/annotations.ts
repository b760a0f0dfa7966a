import type { Ingress } from '../../kubernetes/ingress.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { AnnotationEntry } from '../../mappings/mapping.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import { isNeutral } from '../../mappings/value.js';
import type { ItemId, Traced } from '../../model/traced.js';
import { dropEmptyHashGroup } from './concerns/hashing.js';
import { isCacheLifetime } from './concerns/validity.js';
import { Refusals } from './refusals.js';
import type { TargetWords } from './target-words.js';
import { type Held, type KnownKey, readWritten } from './written-annotations.js';

/** Why an Ingress, or its locations, are not served as written. */
export interface Refusal {
  readonly item: ItemId;
  readonly reason: string;
}

/**
 * The annotations of one Ingress as the controller's parsers see them: valid values by key; what invalid ones do
 * (semantics §21.1) is noted and said to the ledger.
 */
export class Annotations {
  readonly ledger: Ledger;
  /** Every annotation item of the object that the controller reads. */
  readonly items: readonly ItemId[];
  /** Every key that the controller knows, whatever its value: the risk of an annotation counts as soon as it is there. */
  readonly written: readonly KnownKey[];
  /** Set: the controller does not store the Ingress at all. */
  rejected: Refusal | undefined;
  /** Set: every location of the Ingress answers 503. */
  denied: Refusal | undefined;
  /** Set: every location of every host of the Ingress answers 403, whoever owns it. */
  hostDenied: Refusal | undefined;
  /** Values that the controller refuses, and what they do. */
  readonly refusals: Refusals;
  /** Items for which the mapping's own verdict stands. */
  readonly declared: KnownKey[] = [];
  readonly #held: Map<string, Held>;
  readonly #empty: ReadonlyMap<string, ItemId>;
  /**
   * @param configured whether a key of the controller's ConfigMap is set, which counts for keys that need another
   */
  constructor(
    ledger: Ledger,
    ingress: Ingress,
    mapping: MappingIndex,
    prefix: string,
    configured: (key: string) => boolean,
    words: TargetWords,
  ) {
    const written = readWritten(ledger, ingress, mapping, prefix, words);
    this.ledger = ledger;
    this.items = written.items;
    this.written = written.known;
    this.#held = written.held;
    this.#empty = written.empty;
    this.refusals = new Refusals(this, written.refused);
    this.#applyRequirements(mapping, configured);
  }

  /** Keys with a usable value. */
  keys(): IterableIterator<string> {
    return this.#held.keys();
  }

  has(key: string): boolean {
    return this.#held.has(key);
  }

  /** The key is written with an empty value, which some parsers treat as an error. */
  emptyItem(key: string): ItemId | undefined {
    return this.#empty.get(key);
  }

  item(key: string): ItemId | undefined {
    return this.#held.get(key)?.item;
  }

  entry(key: string): AnnotationEntry | undefined {
    return this.#held.get(key)?.entry;
  }

  /** Items of those of the keys that are written. */
  itemsOf(keys: readonly string[]): ItemId[] {
    const found: ItemId[] = [];
    for (const key of keys) {
      const held = this.#held.get(key);
      if (held !== undefined) found.push(held.item);
    }
    return found;
  }

  /** The value as written, for keys whose text is used as it is. */
  text(key: string): Traced<string> | undefined {
    const held = this.#held.get(key);
    return held === undefined ? undefined : { value: held.raw.trim(), from: [held.item] };
  }

  bool(key: string): Traced<boolean> | undefined {
    const held = this.#held.get(key);
    return held?.parsed.kind === 'bool' ? { value: held.parsed.value, from: [held.item] } : undefined;
  }

  integer(key: string): Traced<number> | undefined {
    const held = this.#held.get(key);
    return held !== undefined && (held.parsed.kind === 'int' || held.parsed.kind === 'seconds')
      ? { value: held.parsed.value, from: [held.item] }
      : undefined;
  }

  list(key: string): Traced<readonly string[]> | undefined {
    const held = this.#held.get(key);
    return held !== undefined && (held.parsed.kind === 'csv' || held.parsed.kind === 'cidrs')
      ? { value: held.parsed.value, from: [held.item] }
      : undefined;
  }

  /** Nothing of the traffic model carries the key: what the mapping declares is what became of it. */
  leaveToMapping(key: string): void {
    const held = this.#held.get(key);
    if (held !== undefined) this.declared.push({ item: held.item, entry: held.entry });
  }

  /** Forgets a key after saying why it does nothing. */
  drop(key: string, code: 'RS0304' | 'RS0307' | 'RS0309' | 'RS0316', message: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    const verdict = code === 'RS0304' || code === 'RS0307' ? 'invalid' : 'redundant';
    this.ledger.say(held.item, { verdict, code, message });
  }

  /** The controller throws away every key that the same parser reads. */
  dropConcern(concern: string, culprit: string, why: string, except: readonly string[] = []): void {
    for (const held of [...this.#held.values()]) {
      if (held.entry.concern !== concern || except.includes(held.entry.key)) continue;
      this.drop(
        held.entry.key,
        'RS0307',
        `${culprit} ${why}, so the controller ignores every annotation of its group, this one included`,
      );
    }
  }

  deny(item: ItemId, reason: string): void {
    this.denied ??= this.#refusal(item, reason);
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0305',
      message: `${reason}; the controller answers 503 on every path of this Ingress`,
      next: 'Correct the value: today these paths are closed, and so they stay.',
    });
  }

  /** Like `deny`, for every path of the hosts that the Ingress names (semantics §18.3). */
  denyHost(item: ItemId, reason: string): void {
    this.hostDenied ??= this.#refusal(item, reason);
    this.denied ??= this.hostDenied;
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0305',
      message: `${reason}; the controller answers 403 on the whole host, other Ingresses of the host included`,
      next: 'Correct the value: today the host is closed, and so it stays.',
    });
  }

  reject(item: ItemId, reason: string): void {
    this.rejected ??= this.#refusal(item, reason);
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0306',
      message: `${reason}; the controller does not accept the whole Ingress`,
      next: 'Correct or remove the annotation, then convert again.',
    });
  }

  /** The reason as other items tell it: with the key that is to blame. */
  #refusal(item: ItemId, reason: string): Refusal {
    const key = this.ledger.annotationOf(item)?.replace(/^.*\//, '');
    return { item, reason: key === undefined || reason.startsWith(key) ? reason : `${key}: ${reason}` };
  }

  /** A key that needs another one does nothing alone; a value that asks for the default changes nothing. */
  #applyRequirements(mapping: MappingIndex, configured: (key: string) => boolean): void {
    for (const held of this.#held.values()) this.#dropNeutral(held, configured);
    const isMissing = (key: string): boolean => {
      if (this.#held.has(key)) return false;
      const global = mapping.entry(key)?.entry.configmapKey;
      return global === undefined || !configured(global);
    };
    this.refusals.apply(isMissing);
    dropEmptyHashGroup(this);
    // Needs form chains: dropping one key may leave the next without what it needs.
    for (let changed = true; changed; ) {
      changed = false;
      for (const { entry } of this.#held.values()) {
        if (entry.requires === undefined || !isMissing(entry.requires) || this.#closesAnyway(entry.key)) continue;
        this.drop(entry.key, 'RS0309', `does nothing without ${entry.requires}, which is not in force here`);
        changed = true;
      }
    }
    for (const { entry, item } of this.#held.values()) {
      if (entry.concern === undefined) this.declared.push({ item, entry });
    }
  }

  /** A duration that the parser cannot read closes the paths, whether or not anything is cached. */
  #closesAnyway(key: string): boolean {
    if (key !== 'auth-cache-duration' || !this.#held.has('auth-url')) return false;
    return this.list(key)?.value.every(isCacheLifetime) === false;
  }

  #dropNeutral(held: Held, configured: (key: string) => boolean): void {
    const { entry, item, parsed } = held;
    if (!isNeutral(entry, parsed)) return;
    // Code that reads the key must see what it says against the controller's ConfigMap, or against the other default.
    if (entry.concern !== undefined) {
      if (entry.configmapKey !== undefined && configured(entry.configmapKey)) return;
      if (entry.key === 'auth-tls-verify-client') return;
    }
    this.#held.delete(entry.key);
    this.ledger.say(item, {
      verdict: 'redundant',
      code: 'RS0308',
      message: 'asks for what happens without the annotation too',
    });
  }
}
