import type { Ingress } from '../../kubernetes/ingress.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import { checkValue, isNeutral } from '../../mappings/value.js';
import type { CarryOptions } from '../foreign-annotations.js';
import { HeldAnnotations } from '../held-annotations.js';
import type { Settings } from '../settings.js';
import { readWritten } from '../written-annotations.js';
import { NOT_ON_MASTER, NOT_ON_MINION } from './mergeable.js';
import { refusedCompanion } from './validity.js';

/** What of the keys of an Ingress counts: those of a host, of paths, or both. */
export type Role = 'ordinary' | 'master' | 'minion';

export const MERGEABLE = 'nginx.org/mergeable-ingress-type';

const OWN_PREFIX = /^(?:nginx\.org|nginx\.com|appprotect\.f5\.com|appprotectdos\.f5\.com|nsm\.nginx\.com)\//;

/** Whether a key belongs to nobody else. */
export function hasOwnPrefix(key: string): boolean {
  return OWN_PREFIX.test(key);
}

/** Whether an annotation is one of this controller, by its key. */
export function isOwnKey(key: string, mapping: MappingIndex): boolean {
  return OWN_PREFIX.test(key) || mapping.entry(key) !== undefined;
}

/**
 * The annotations of one Ingress as the controller sees them. One value that it does not take, and be it an empty one, takes
 * the whole Ingress away (semantics 3.1); which keys count for a master or a minion is decided here, too (3.2).
 */
export class Annotations extends HeldAnnotations {
  readonly role: Role;
  readonly #texts: Readonly<Record<string, string>>;

  constructor(ledger: Ledger, ingress: Ingress, mapping: MappingIndex, options: CarryOptions) {
    const written = readWritten(
      ledger,
      ingress,
      {
        controller: 'nginx-inc',
        mapping,
        prefixes: [''],
        owns: (key) => isOwnKey(key, mapping),
        check: checkValue,
        effectOf: ({ invalid }) => invalid,
        emptyIs: () => 'value',
      },
      options,
    );
    super(ledger, written);
    this.#texts = ingress.meta.annotations;
    for (const { item, why, effect } of written.refused) {
      if (effect === 'rejected') this.reject(item, why);
      else ledger.say(item, { verdict: 'invalid', code: 'RS0304', message: `${why}; the controller passes it over` });
    }
    const refused = refusedCompanion(this, ingress);
    if (refused !== undefined) this.reject(refused.item, refused.reason);
    const role = this.text(MERGEABLE)?.value;
    this.role = role === 'master' || role === 'minion' ? role : 'ordinary';
  }

  /** Forgets what does nothing by itself. To be called once the Ingress is known to be accepted. */
  settle(settings: Settings): void {
    for (const [key, { entry, item, parsed, raw }] of [...this.held]) {
      if (raw.trim() === '') {
        this.held.delete(key);
        const message = 'an empty value asks for nothing';
        this.ledger.say(item, { verdict: 'redundant', code: 'RS0311', message });
        continue;
      }
      const isConfigured = entry.configmapKey !== undefined && settings.text(entry.configmapKey) !== undefined;
      if (isConfigured || !isNeutral(entry, parsed)) continue;
      this.held.delete(key);
      const message = 'asks for what happens without the annotation too';
      this.ledger.say(item, { verdict: 'redundant', code: 'RS0308', message });
    }
    const idle = this.role === 'master' ? NOT_ON_MASTER : this.role === 'minion' ? NOT_ON_MINION : undefined;
    if (idle === undefined) return;
    for (const [key, { item }] of [...this.held]) {
      if (!idle.has(key)) continue;
      this.held.delete(key);
      this.ledger.say(item, {
        verdict: 'redundant',
        code: 'RS2264',
        message: `the controller does not read it on a ${this.role}`,
        next: this.role === 'master' ? 'Write it on the minions.' : 'Write it on the master.',
      });
    }
  }

  /** Takes over keys that the object itself does not write, with a value or without. */
  inherit(from: Annotations, keys: readonly string[]): void {
    for (const key of keys) {
      const held = from.held.get(key);
      if (held !== undefined && !this.writes(key)) this.held.set(key, held);
    }
  }

  writes(key: string): boolean {
    return Object.hasOwn(this.#texts, key);
  }
}
