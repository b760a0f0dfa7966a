import type { Ingress } from '../../kubernetes/ingress.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { AnnotationEntry } from '../../mappings/mapping.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import { checkValue, isNeutral, type ParsedValue } from '../../mappings/value.js';
import type { ItemId, Traced } from '../../model/traced.js';
import { sayForeignAnnotation } from './foreign-annotations.js';

interface Held {
  readonly item: ItemId;
  readonly entry: AnnotationEntry;
  readonly raw: string;
  readonly parsed: ParsedValue;
}

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
  readonly items: ItemId[] = [];
  /** Set: the controller does not store the Ingress at all. */
  rejected: Refusal | undefined;
  /** Set: every location of the Ingress answers 503. */
  denied: Refusal | undefined;
  /** Items for which the mapping's own verdict stands. */
  readonly declared: { readonly item: ItemId; readonly entry: AnnotationEntry }[] = [];
  readonly #held = new Map<string, Held>();
  readonly #empty = new Map<string, ItemId>();

  /**
   * @param configured whether a key of the controller's ConfigMap is set, which counts for keys that need another
   */
  constructor(ledger: Ledger, ingress: Ingress, mapping: MappingIndex, prefix: string, configured: (key: string) => boolean) {
    this.ledger = ledger;
    const written = ingress.meta.annotations;
    for (const key of Object.keys(written)) {
      // The class annotation belongs to the selection of the object, which speaks of it (fields.ts).
      if (key === CLASS_ANNOTATION) continue;
      const value = written[key] ?? '';
      const item = ledger.openAnnotation(ingress.manifest, key, key === LAST_APPLIED ? '(omitted)' : value);
      if (!key.startsWith(`${prefix}/`)) {
        sayForeignAnnotation(ledger, item, key);
        continue;
      }
      this.items.push(item);
      this.#take(key.slice(prefix.length + 1), value, item, written, mapping, prefix);
    }
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
  drop(key: string, code: 'RS0309' | 'RS0307' | 'RS0316', message: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    this.ledger.say(held.item, { verdict: code === 'RS0307' ? 'invalid' : 'redundant', code, message });
  }

  /** The controller throws away every key that the same parser reads. */
  dropConcern(concern: string, culprit: string, why: string, except: readonly string[] = []): void {
    for (const held of [...this.#held.values()]) {
      if (held.entry.concern !== concern || except.includes(held.entry.key)) continue;
      this.drop(held.entry.key, 'RS0307', `${culprit} ${why}, so the controller ignores this key with all of its group`);
    }
  }

  deny(item: ItemId, reason: string): void {
    this.denied ??= { item, reason };
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0305',
      message: `${reason}; the controller answers 503 on every path of this Ingress`,
      next: 'Correct the value: today these paths are closed, and so they stay.',
    });
  }

  reject(item: ItemId, reason: string): void {
    this.rejected ??= { item, reason };
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0306',
      message: `${reason}; the controller does not accept the whole Ingress`,
      next: 'Correct or remove the annotation, then convert again.',
    });
  }

  #take(
    key: string,
    value: string,
    item: ItemId,
    written: Readonly<Record<string, string>>,
    mapping: MappingIndex,
    prefix: string,
  ): void {
    const found = mapping.entry(key);
    if (found === undefined) {
      this.#sayUnknown(key, item, mapping, prefix);
      return;
    }
    const { entry } = found;
    if (value.trim() === '') {
      this.#empty.set(entry.key, item);
      this.ledger.say(item, {
        verdict: 'redundant',
        code: 'RS0311',
        message: 'an empty value counts as absent',
      });
      return;
    }
    const main = written[`${prefix}/${entry.key}`];
    if (key !== entry.key && main !== undefined && main.trim() !== '') {
      this.ledger.say(item, {
        verdict: 'redundant',
        code: 'RS0310',
        message: `not read, because ${entry.key} is set as well and the two are never merged`,
      });
      return;
    }
    const checked = checkValue(entry, value);
    if (checked.ok) {
      this.#held.set(entry.key, { item, entry, raw: value, parsed: checked.value });
      return;
    }
    this.#refuse(entry, item, checked.why);
  }

  #refuse(entry: AnnotationEntry, item: ItemId, why: string): void {
    switch (entry.invalid) {
      case 'rejected':
        this.reject(item, why);
        return;
      case 'denied':
        this.deny(item, why);
        return;
      case 'group-dropped':
        this.ledger.say(item, {
          verdict: 'invalid',
          code: 'RS0307',
          severity: entry.concern === 'external-auth' ? 'error' : 'warning',
          message:
            entry.concern === 'external-auth'
              ? `${why}; the controller then drops the whole external authentication: these paths are open today`
              : `${why}; the controller then ignores every key of the same group`,
          next: 'Correct the value.',
        });
        this.#droppedConcerns.add(entry.concern ?? '');
        return;
      case 'host-denied':
        this.ledger.say(item, {
          verdict: 'invalid',
          code: 'RS0305',
          message: `${why}; the controller answers 403 on the whole host`,
          next: 'Correct the value.',
        });
        this.denied ??= { item, reason: why };
        return;
      case 'ignored':
        this.ledger.say(item, {
          verdict: 'invalid',
          code: 'RS0304',
          message: `${why}; the controller ignores it and uses its default (${entry.default})`,
          next: 'Remove the annotation, or write the value that was meant.',
        });
        return;
    }
  }

  readonly #droppedConcerns = new Set<string>();

  #sayUnknown(key: string, item: ItemId, mapping: MappingIndex, prefix: string): void {
    const obsolete = mapping.obsolete(key);
    if (obsolete !== undefined) {
      this.ledger.say(item, {
        verdict: 'redundant',
        code: 'RS0302',
        message: `today's controller no longer reads this key. ${obsolete.summary}`,
        next: obsolete.instead === undefined ? undefined : `Its successor is ${obsolete.instead}.`,
      });
      return;
    }
    const near = mapping.nearest(key);
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0301',
      message: `the controller knows no annotation of this name and ignores it${near === undefined ? '' : `; did you mean ${prefix}/${near}?`}`,
      next: near === undefined ? 'Remove it.' : `Check whether ${near} was meant: today it has no effect.`,
    });
  }

  /** A key that needs another one does nothing alone; a value that asks for the default changes nothing. */
  #applyRequirements(mapping: MappingIndex, configured: (key: string) => boolean): void {
    for (const concern of this.#droppedConcerns) {
      this.dropConcern(concern, 'another annotation', 'has an invalid value', NOT_IN_GROUP);
    }
    // Needs form chains: dropping one key may leave the next without what it needs.
    for (let changed = true; changed; ) {
      changed = false;
      for (const { entry } of [...this.#held.values()]) {
        const { requires } = entry;
        if (requires === undefined || this.#held.has(requires)) continue;
        const global = mapping.entry(requires)?.entry.configmapKey;
        if (global !== undefined && configured(global)) continue;
        this.drop(entry.key, 'RS0309', `does nothing without ${requires}, which this Ingress does not set`);
        changed = true;
      }
    }
    for (const held of [...this.#held.values()]) {
      const { entry } = held;
      if (entry.concern !== undefined) continue;
      if (isNeutral(entry, held.parsed)) {
        this.#held.delete(entry.key);
        this.ledger.say(held.item, { verdict: 'redundant', code: 'RS0308', message: 'asks for what happens anyway' });
      } else {
        this.declared.push({ item: held.item, entry });
      }
    }
  }
}

/** Keys of a concern that the controller reads with a parser of their own. */
const NOT_IN_GROUP = ['use-port-in-redirects', 'enable-global-auth'];

export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
