import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef, Remark } from '../../ledger/verdict.js';
import type { CarriedAnnotation } from '../../model/carried-annotation.js';
import type { Owner } from '../../model/traffic.js';
import type { NamespacedName } from '../../options.js';
import type { GatewayDraft, ListenerSetDraft } from './listener-drafts.js';

/** What holds listeners. An annotation of it acts on all of them. */
export interface Holder {
  readonly kind: 'Gateway' | 'ListenerSet';
  readonly draft: GatewayDraft | ListenerSetDraft;
}

/** What an object asks for all that is served beside it. */
export function wishesOf({ annotations = [] }: Owner, about: 'certificates' | 'addresses'): CarriedAnnotation[] {
  return annotations.filter(({ place }) => place === about);
}

/** The same text for objects that ask for the same; empty for those that ask for nothing. */
export function wishText(wishes: readonly CarriedAnnotation[]): string {
  const pairs = wishes.map(({ key, value }) => [key, value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return pairs.length === 0 ? '' : JSON.stringify(pairs);
}

export function nameOfHolder({ kind, draft: { namespace, name } }: Holder): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

export function refOfHolder({ kind, draft: { namespace, name } }: Holder): EmittedRef {
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind, namespace, name, path: 'metadata.annotations' };
}

/** Up to three objects by name, for messages. */
export function namesOfOwners(owners: readonly Owner[]): string {
  const names = [...new Set(owners.map(nameOfOwner))].sort();
  return fewOf(names);
}

/** The first three of several words. */
export function fewOf(words: readonly string[]): string {
  const shown = words.length > 3 ? [...words.slice(0, 3), `${words.length - 3} more`] : words;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

function nameOfOwner({ ref: { kind, name }, namespace }: Owner): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** The same about each of the annotations; what only tunes another one is no warning by itself. */
export function sayOfWishes(
  wishes: readonly CarriedAnnotation[],
  remark: Remark & { readonly code: FindingCode },
  ledger: Ledger,
): void {
  for (const { item, starts, place } of wishes)
    ledger.say(
      item,
      starts === true || place === 'addresses' ? remark : { ...remark, severity: 'info', next: undefined },
    );
}

/** Says of annotations for what holds the listeners that it exists already, and is not written. */
export function sayExists(
  wishes: readonly CarriedAnnotation[],
  gateway: NamespacedName,
  next: string,
  ledger: Ledger,
): void {
  const message = `belongs on Gateway ${gateway.namespace}/${gateway.name}, which exists and is not written`;
  sayOfWishes(wishes, { verdict: 'manual', code: 'RS2443', message, next }, ledger);
}
