import type { ItemId } from '../../model/traced.js';
import type { Refused } from '../written-annotations.js';
import type { Annotations } from './annotations.js';
import {
  emptyBefore,
  gateOf,
  inParserOrder,
  isUsableAuthUrl,
  passedOver,
  READ_APART,
  shadowOf,
} from './concerns/validity.js';

/** The values of one Ingress that the controller's validators refuse, and what becomes of the Ingress for it (semantics §21.1). */
export class Refusals {
  readonly #annotations: Annotations;
  readonly #refused: readonly Refused[];
  /** Values of client certificates that void the Ingress, if its CA can be used. */
  readonly #besideCa: Refused[] = [];
  /** A value that drops the external authentication, if nothing ends it before. */
  #dropsExternalAuth: Refused | undefined;
  /** Whether the parser of external authentication ends with an error before it comes to a key that drops the group. */
  #externalAuthDenied = false;

  constructor(annotations: Annotations, refused: readonly Refused[]) {
    this.#annotations = annotations;
    this.#refused = refused;
  }

  /**
   * Does what refused values do, and says so.
   *
   * @param isMissing whether a key is not in force, by no annotation and no setting
   */
  apply(isMissing: (key: string) => boolean): void {
    const url = this.#annotations.text('auth-url');
    this.#externalAuthDenied = url !== undefined && !isUsableAuthUrl(url.value);
    for (const refused of inParserOrder(this.#refused)) this.#refuse(refused, isMissing);
  }

  /**
   * Settles what refused values do whose parsers may end before: beside auth-tls-secret they void the Ingress, unless the CA
   * itself cannot be used (authtls/main.go); in external authentication they drop the group, unless something before them
   * closes the paths (authreq/main.go).
   */
  settle(isCaRefused: boolean, isExternalAuthRefused: boolean): void {
    for (const { item, why } of this.#besideCa) {
      if (isCaRefused) this.#sayTooLate(item, why, 'auth-tls-secret');
      else this.#annotations.reject(item, why);
    }
    if (this.#dropsExternalAuth === undefined) return;
    const { entry, item, why } = this.#dropsExternalAuth;
    // Of the keys that are looked into, only this one comes before what is refused there.
    if (isExternalAuthRefused && entry.key !== 'auth-cache-duration') {
      this.#sayTooLate(item, why, 'another key of the external authentication');
      return;
    }
    this.#annotations.ledger.say(item, passedOver(entry, why));
    this.#annotations.dropConcern('external-auth', entry.key, 'is invalid', READ_APART);
  }

  #sayTooLate(item: ItemId, why: string, first: string): void {
    const message = `${why}; that has no effect, because ${first} is looked at first and refused`;
    this.#annotations.ledger.say(item, { verdict: 'redundant', code: 'RS0316', message });
  }

  /** What an invalid value does, unless the controller never looks at it. */
  #refuse({ entry, item, effect, why }: Refused, isMissing: (key: string) => boolean): void {
    const annotations = this.#annotations;
    const isEmpty = (key: string): boolean => annotations.emptyItem(key) !== undefined;
    const gate = gateOf(entry);
    // A setting of the controller opens no parser: it looks for the annotation.
    const isShut = (key: string): boolean =>
      entry.invalid === 'ignored' ? isMissing(key) : !annotations.has(key) || annotations.bool(key)?.value === false;
    if (gate !== undefined && isShut(gate)) {
      const message = `${why}; that has no effect, because the key does nothing without ${gate}, which is not in force here`;
      annotations.ledger.say(item, { verdict: 'redundant', code: 'RS0309', message });
      return;
    }
    const shadow = shadowOf(entry);
    // An empty one ends the parser, too.
    if (shadow !== undefined && (!isMissing(shadow) || isEmpty(shadow))) {
      const message = `${why}; that has no effect, because ${shadow} is written as well and is looked at first`;
      annotations.ledger.say(item, { verdict: 'redundant', code: 'RS0316', message });
      return;
    }
    const end = effect === 'rejected' ? emptyBefore(entry.key, isEmpty) : undefined;
    if (end !== undefined) {
      const message = `${why}; that has no effect, because ${end} is empty, at which the controller stops reading the group`;
      annotations.ledger.say(item, { verdict: 'redundant', code: 'RS0316', message });
      return;
    }
    switch (effect) {
      case 'rejected':
        if (entry.concern === 'client-certificate' && gate !== undefined)
          this.#besideCa.push({ entry, item, effect, why });
        else annotations.reject(item, why);
        return;
      case 'denied':
        if (entry.concern === 'external-auth') {
          if (this.#dropsExternalAuth !== undefined) {
            this.#sayTooLate(item, why, this.#dropsExternalAuth.entry.key);
            return;
          }
          this.#externalAuthDenied = true;
        }
        annotations.deny(item, why);
        return;
      case 'host-denied':
        annotations.denyHost(item, why);
        return;
      case 'group-dropped':
        if (entry.concern === 'external-auth') {
          if (!this.#externalAuthDenied && this.#dropsExternalAuth === undefined)
            this.#dropsExternalAuth = { entry, item, effect, why };
          else this.#sayTooLate(item, why, 'another key of the external authentication');
          return;
        }
        annotations.ledger.say(item, passedOver(entry, why));
        annotations.dropConcern(entry.concern ?? '', entry.key, 'is invalid', READ_APART);
        return;
      case 'ignored':
        annotations.ledger.say(item, passedOver(entry, why));
        return;
    }
  }
}
