import type { FindingCode } from '../../../../ledger/catalogue.js';
import { type EmittedRef, type Remark, refAt } from '../../../../ledger/verdict.js';
import type { ItemId } from '../../../../model/traced.js';
import type { Claim } from '../../draft.js';
import type { FilterDraft, RulePlace } from '../implementation.js';

export const GROUP = 'traefik.io';
export const API_VERSION = 'traefik.io/v1alpha1';

/** What one field of an object of Traefik says to the ledger. */
export interface Said {
  readonly items: readonly ItemId[];
  readonly remark: Remark & { readonly code: FindingCode };
  /** Path of the field, such as `spec.basicAuth`; absent where nothing stands for the items. */
  readonly at?: string | undefined;
}

/** Claims that name fields of an object besides the route. */
export function claimsOn(ref: EmittedRef, said: readonly Said[]): Claim[] {
  return said.flatMap(({ items, remark, at }) =>
    items.length === 0
      ? []
      : [{ items, at: undefined, remark: at === undefined ? remark : { ...remark, emitted: [refAt(ref, at)] } }],
  );
}

/**
 * A Middleware and the filter that refers to it. It lives in the namespace of the route, and acts in the order of filters
 * (implementation-policies.md §1.5).
 */
export function middleware(
  place: RulePlace,
  purpose: string,
  spec: Readonly<Record<string, unknown>>,
  said: readonly Said[],
  stands: FilterDraft['stands'] = 'between',
): FilterDraft {
  const { rule, namespace, planning } = place;
  const wanted = `${rule.owner.ref.name}-${purpose}`;
  const wantedObject = { apiVersion: API_VERSION, kind: 'Middleware', namespace, wanted, content: { spec } };
  const ref = planning.extras.need(wantedObject, rule.owner);
  return {
    filter: { type: 'ExtensionRef', extensionRef: { group: GROUP, kind: 'Middleware', name: ref.name } },
    stands,
    claims: claimsOn(ref, said),
  };
}
