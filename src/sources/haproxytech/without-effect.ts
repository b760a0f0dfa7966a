import type { Ledger } from '../../ledger/ledger.js';
import type { ItemId } from '../../model/traced.js';
import type { ServedIngress } from './served-ingress.js';

/** Every item of an Ingress: its annotations that the controller reads, and its fields. */
export function itemsOfIngress({ annotations, fields }: ServedIngress): ItemId[] {
  const lists = [[fields.defaultBackend], fields.tls, fields.rules, ...fields.paths];
  return [...annotations.items, ...lists.flat().filter((item) => item !== undefined)];
}

/** Says of what nothing spoke of why it has no effect. To be called after the target was compiled. */
export function sayWithoutEffect(
  served: readonly ServedIngress[],
  unpublished: ReadonlySet<ServedIngress>,
  ledger: Ledger,
): void {
  for (const one of served) {
    const servesPaths = one.ingress.rules.some((rule) => rule?.paths !== undefined);
    for (const item of itemsOfIngress(one)) {
      if (!ledger.isSilent(item)) continue;
      if (unpublished.has(one) && ledger.annotationOf(item) !== undefined) {
        const message = 'belongs to a path that is not published, because another Ingress has it, too';
        ledger.say(item, { verdict: 'manual', code: 'RS1700', message });
        continue;
      }
      ledger.say(item, { verdict: 'redundant', severity: 'info', ...reasonFor(item, one, servesPaths, ledger) });
    }
  }
}

/** Of annotations of a Service. */
export function sayUnread(items: readonly ItemId[], ledger: Ledger): void {
  for (const item of items) {
    if (!ledger.isSilent(item)) continue;
    const message = 'has no effect: no path that leads to this Service meets it';
    ledger.say(item, { verdict: 'redundant', code: 'RS0314', severity: 'info', message });
  }
}

function reasonFor(
  item: ItemId,
  { fields, annotations, ingress }: ServedIngress,
  servesPaths: boolean,
  ledger: Ledger,
): { readonly code: 'RS0314' | 'RS0309' | 'RS1016' | 'RS1206'; readonly message: string } {
  if (fields.tls.includes(item))
    return {
      code: 'RS1206',
      message: 'no host takes its certificate from this entry; it makes the hosts of the Ingress redirect',
    };
  if (item === fields.defaultBackend)
    return {
      code: 'RS1016',
      message:
        'the controller never uses it: another default backend is processed last, or its Service has no such port',
    };
  if (ledger.annotationOf(item) === undefined) return { code: 'RS0314', message: 'no path of this rule is served' };
  if (!servesPaths && ingress.defaultBackend !== undefined)
    return {
      code: 'RS0314',
      message: 'has no effect: the controller reads it for paths of rules, and this Ingress has none',
    };
  const isAuth = ['auth-secret', 'auth-realm'].some((key) => annotations.item(key) === item);
  if (isAuth) return { code: 'RS0309', message: 'does nothing without auth-type' };
  return { code: 'RS0314', message: 'has no effect: no request that this Ingress serves meets it' };
}
