import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import { isNeutral } from '../../mappings/value.js';
import type { ItemId } from '../../model/traced.js';
import type { CarryOptions } from '../foreign-annotations.js';
import { HeldAnnotations } from '../held-annotations.js';
import type { Settings } from '../settings.js';
import { type AnnotatedObject, plainRules, type Refused, readWritten } from '../written-annotations.js';

/** The annotations of an Ingress or a Service that the controller reads. */
export class Annotations extends HeldAnnotations {
  /** A value that closes the paths with 403. */
  closed: { readonly item: ItemId; readonly reason: string } | undefined;
  readonly #refused = new Set<string>();

  constructor(
    ledger: Ledger,
    object: AnnotatedObject,
    mapping: MappingIndex,
    settings: Settings,
    options: CarryOptions,
    prefix: string | undefined,
  ) {
    const rules = plainRules(mapping);
    const written = readWritten(
      ledger,
      object,
      prefix === undefined ? rules : { ...rules, prefixes: [prefix] },
      options,
    );
    super(ledger, written);
    for (const one of written.refused) this.#sayRefused(one);
    this.#sayNeutral(settings);
    this.declareRest();
  }

  /** Whether a value stands here that is none: those of other objects do not take its place. */
  isRefused(key: string): boolean {
    return this.#refused.has(key);
  }

  #sayRefused({ item, entry, effect, why }: Refused): void {
    this.#refused.add(entry.key);
    const effectWords = entry.ifInvalid ?? entry.ifIgnored ?? `the default applies (${entry.default})`;
    this.ledger.say(item, {
      verdict: 'invalid',
      code: effect === 'denied' ? 'RS0305' : 'RS0304',
      message: `${why}; ${effectWords}`,
      next: 'Correct the value, or remove the annotation.',
    });
    if (effect === 'denied') this.closed ??= { item, reason: `${entry.key}: ${why}` };
  }

  #sayNeutral(settings: Settings): void {
    for (const { entry, item, parsed } of this.held.values()) {
      if (!isNeutral(entry, parsed)) continue;
      if (entry.configmapKey !== undefined && settings.text(entry.configmapKey) !== undefined) continue;
      this.ledger.say(item, {
        verdict: 'redundant',
        code: 'RS0308',
        message: 'asks for what happens without the annotation too',
      });
    }
  }
}
