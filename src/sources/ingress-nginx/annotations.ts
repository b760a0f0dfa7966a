import type { Ingress } from '../../kubernetes/ingress.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import { rememberedCheck } from '../../mappings/remembered-checks.js';
import { isNeutral } from '../../mappings/value.js';
import type { ItemId } from '../../model/traced.js';
import type { CarryOptions } from '../foreign-annotations.js';
import { HeldAnnotations, type Refusal } from '../held-annotations.js';
import { type Held, type ReadingRules, readWritten } from '../written-annotations.js';
import { dropEmptyHashGroup } from './concerns/hashing.js';
import { checkAnnotation, closesWhenEmpty, effectOf, isCacheLifetime } from './concerns/validity.js';
import { Refusals } from './refusals.js';

/**
 * How the controller reads its annotations in one run.
 *
 * @param prefix the controller's --annotations-prefix, without slash
 */
export function readingRules(mapping: MappingIndex, prefix: string): ReadingRules {
  return {
    controller: 'ingress-nginx',
    mapping,
    prefixes: [prefix],
    check: rememberedCheck(checkAnnotation),
    effectOf,
    emptyIs: (key) => (closesWhenEmpty(key) ? 'refused' : 'absent'),
    // The check of these leaves spaces out of account, and the parser takes what is left for no value.
    isBlank: ({ kind }, value) => kind === 'configmap' && value.replaceAll(' ', '') === '',
  };
}

const NEUTRAL = {
  verdict: 'redundant',
  code: 'RS0308',
  message: 'asks for what happens without the annotation too',
} as const;

/**
 * The annotations of one Ingress as the controller's parsers see them: valid values by key; what invalid ones do
 * (semantics §21.1) is noted and said to the ledger.
 */
export class Annotations extends HeldAnnotations {
  /** Set: every location of every host of the Ingress answers 403, whoever owns it. */
  hostDenied: Refusal | undefined;
  /** Values that the controller refuses, and what they do; undefined where it takes them all. */
  readonly refusals: Refusals | undefined;

  /**
   * @param configured whether a key of the controller's ConfigMap is set, which counts for keys that need another
   */
  constructor(
    ledger: Ledger,
    ingress: Ingress,
    rules: ReadingRules,
    configured: (key: string) => boolean,
    options: CarryOptions,
  ) {
    const written = readWritten(ledger, ingress, rules, options);
    super(ledger, written);
    this.refusals = written.refused.length === 0 ? undefined : new Refusals(this, written.refused);
    this.#applyRequirements(rules.mapping, configured);
  }

  /** Whether the value has several lines: the controller trims each of them and keeps them apart (parser normalizeString). */
  hasLines(key: string): boolean {
    return this.held.get(key)?.raw.includes('\n') === true;
  }

  /** Like `deny`, for every path of the hosts that the Ingress names (semantics §18.3). */
  denyHost(item: ItemId, reason: string): void {
    this.hostDenied ??= this.refusal(item, reason);
    this.denied ??= this.hostDenied;
    this.ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0305',
      message: `${reason}; the controller answers 403 on the whole host, other Ingresses of the host included`,
      next: 'Correct the value: today the host is closed, and so it stays.',
    });
  }

  /** A key that needs another one does nothing alone; a value that asks for the default changes nothing. */
  #applyRequirements(mapping: MappingIndex, configured: (key: string) => boolean): void {
    for (const held of this.held.values()) this.#dropNeutral(held, configured);
    const isMissing = (key: string): boolean => {
      if (this.held.has(key)) return false;
      const global = mapping.entry(key)?.entry.configmapKey;
      return global === undefined || !configured(global);
    };
    this.refusals?.apply(isMissing);
    if (this.empty !== undefined) dropEmptyHashGroup(this);
    this.dropUnneeded(isMissing, (key) => this.#closesAnyway(key));
    this.declareRest();
  }

  /** A duration that the parser cannot read closes the paths, whether or not anything is cached. */
  #closesAnyway(key: string): boolean {
    if (key !== 'auth-cache-duration' || !this.held.has('auth-url')) return false;
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
    this.held.delete(entry.key);
    this.ledger.say(item, NEUTRAL);
  }
}
