import type { ConfigMap } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import { isNeutral } from '../../mappings/value.js';
import type { ItemId } from '../../model/traced.js';
import type { CarryOptions } from '../foreign-annotations.js';
import { HeldAnnotations } from '../held-annotations.js';
import type { Settings } from '../settings.js';
import { type AnnotatedObject, plainRules, type Refused, readWritten } from '../written-annotations.js';

/** Where an object of the controller's annotations stands. */
export type Place = 'Ingress' | 'Service';

/** Keys whose wrong value makes HAProxy refuse the whole configuration. */
const BREAKING: ReadonlySet<string> = new Set(['ssl-redirect-code', 'request-redirect-code']);

/**
 * The annotations of an Ingress or a Service as the controller reads them (pkg/annotations): a wrong value costs that one
 * annotation and nothing else, which for a guard is often an open door. All prefixes are alike, and so is none at all.
 */
export class Annotations extends HeldAnnotations {
  /** Keys with a value that the controller cannot use, and what stands there. */
  readonly refused: ReadonlyMap<string, Refused>;

  constructor(
    ledger: Ledger,
    object: AnnotatedObject,
    place: Place,
    mapping: MappingIndex,
    settings: Settings,
    hasTls: boolean,
    options: CarryOptions,
  ) {
    const rules = plainRules(mapping);
    const written = readWritten(ledger, object, { ...rules, prefixes: [...rules.prefixes, ''] }, options);
    super(ledger, written);
    this.refused = new Map(written.refused.map((one) => [one.entry.key, one]));
    for (const one of written.refused) this.#sayRefused(one);
    this.#dropElsewhere(place);
    for (const { entry, parsed } of [...this.held.values()]) {
      if (!isNeutral(entry, parsed) || settings.text(entry.key) !== undefined) continue;
      this.drop(entry.key, 'RS0316', 'asks for what happens without the annotation too');
    }
    this.dropUnneeded((key) => {
      if (this.held.has(key) || (settings.text(key) ?? '') !== '') return false;
      return key !== 'ssl-redirect' || !hasTls || this.refused.has(key);
    });
    this.declareRest();
  }

  /** The item of a key, whether its value can be used or not. */
  itemOf(key: string): ItemId | undefined {
    return this.item(key) ?? this.refused.get(key)?.item;
  }

  /** Whether the search for a key ends here: an empty value and a wrong one hide what the ConfigMap says. */
  stops(key: string): boolean {
    return this.emptyItem(key) !== undefined || this.refused.has(key);
  }

  #sayRefused({ entry, item, why }: Refused): void {
    const end = entry.ifIgnored === undefined ? '' : `: ${entry.ifIgnored}`;
    const breaks = BREAKING.has(entry.key);
    this.ledger.say(item, {
      verdict: 'invalid',
      code: breaks ? 'RS2234' : 'RS0304',
      ...(entry.protects === true || breaks ? { severity: 'error' } : {}),
      message: breaks
        ? `${why}; ${entry.ifIgnored ?? ''}. The output redirects with 302`
        : `${why}; the controller leaves the annotation out${end}`,
      next: 'Write the value that was meant, then convert again.',
    });
  }

  #dropElsewhere(place: Place): void {
    for (const { entry } of [...this.held.values()]) {
      const places = entry.on ?? ['Ingress'];
      if (places.includes(place)) continue;
      this.drop(
        entry.key,
        'RS0316',
        `the controller does not read this key on ${place === 'Ingress' ? 'an' : 'a'} ${place}`,
      );
    }
  }
}

/** Names under which charts and manifests of the controller install its ConfigMap. */
const CONFIG_MAPS: ReadonlySet<string> = new Set([
  'haproxy-kubernetes-ingress',
  'haproxy-ingress-configmap',
  'kubernetes-ingress',
]);

/** Whether a ConfigMap is taken for the settings of the controller. */
export function isSettings({ meta }: Pick<ConfigMap, 'meta'>): boolean {
  return CONFIG_MAPS.has(meta.name);
}
