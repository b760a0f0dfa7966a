import type { EmittedRef } from '../../../../ledger/verdict.js';
import type { ItemId } from '../../../../model/traced.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { API } from './site.js';
import type { Told } from './telling.js';

/** Directives for the contexts of nginx, each a line of its own. */
export interface Directives {
  readonly http?: readonly string[] | undefined;
  readonly server?: readonly string[] | undefined;
  readonly location: readonly string[];
  readonly told: readonly Told[];
}

/**
 * What of a rule's directives stands in one SnippetsFilter. What has a part outside of the location gets a filter of its
 * own, equal for all rules of its object: nginx takes a zone or an internal location once only.
 */
export function snippetsFilters(
  parts: readonly (Directives & { readonly purpose: string })[],
  place: RulePlace,
): FilterDraft[] {
  const plain = parts.filter(({ http, server }) => http === undefined && server === undefined);
  const apart = parts.filter((part) => !plain.includes(part));
  const joined: Directives & { readonly purpose: string } = {
    purpose: 'directives',
    location: plain.flatMap(({ location }) => location),
    told: plain.flatMap(({ told }) => told),
  };
  return [...apart, joined].flatMap((part) => {
    const snippets = (
      [
        ['http', part.http],
        ['http.server', part.server],
        ['http.server.location', part.location],
      ] as const
    ).flatMap(([context, lines]) =>
      lines === undefined || lines.length === 0 ? [] : [{ context, value: lines.join('\n') }],
    );
    if (snippets.length === 0) return [];
    return [draftOf(needOf('SnippetsFilter', part.purpose, { snippets }, place), part.told)];
  });
}

/** The object of a filter, under the name that it gets. */
export function needOf(
  kind: string,
  purpose: string,
  spec: object,
  { rule, namespace, planning }: RulePlace,
): EmittedRef {
  const wanted = `${rule.owner.ref.name}-${purpose}`;
  return planning.extras.need({ apiVersion: API, kind, namespace, wanted, content: { spec } }, rule.owner);
}

export function draftOf({ kind, name }: EmittedRef, told: readonly Told[]): FilterDraft {
  return {
    filter: { type: 'ExtensionRef', extensionRef: { group: 'gateway.nginx.org', kind, name } },
    stands: 'after',
    claims: told.map(({ items, remark }): FilterDraft['claims'][number] => ({ items, remark, at: 'extensionRef' })),
  };
}

/** All items of which something is told. */
export function itemsTold(told: readonly Told[]): Set<ItemId> {
  return new Set(told.flatMap(({ items }) => items));
}
