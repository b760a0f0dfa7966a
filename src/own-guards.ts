import type { ObjectRef } from './kubernetes/object.js';
import { Ledger } from './ledger/ledger.js';
import type { SettledRemark } from './ledger/own-annotations.js';
import type { Mapping } from './mappings/mapping.js';
import { OwnKeys } from './mappings/own-keys.js';
import { guardedBy } from './model/guarded-by.js';
import type { OtherGuard } from './model/policies.js';
import type { ItemId, Traced } from './model/traced.js';
import type { TrafficModel } from './model/traffic.js';
import type { ConvertOptions } from './options.js';
import { implementationOf, type Repertoire } from './repertoire.js';
import { gatewayApiOf } from './targets/gateway-api/openshift-platform.js';

/** What users' mappings say of annotations, as one conversion sees it; undefined where there are none. */
export function ownKeysOf(
  mappings: readonly Mapping[] | undefined,
  options: ConvertOptions,
  repertoire: Repertoire,
): OwnKeys | undefined {
  if (mappings === undefined || mappings.length === 0) return undefined;
  const { channel } = gatewayApiOf(options, implementationOf(options, repertoire));
  return new OwnKeys(mappings, options.from, options.to, channel);
}

/** A ledger that knows them. */
export function ledgerWith(own: OwnKeys | undefined): Ledger {
  return own === undefined ? new Ledger() : new Ledger((...named) => own.remark(...named));
}

/**
 * Guards of users' own are guards: the paths of their objects are withheld where the target has nothing like them. They wait
 * for what the target says of them; to be asked afterwards about those of which it said nothing.
 */
export function withOwnGuards(
  model: TrafficModel,
  own: OwnKeys,
  ledger: Ledger,
): { readonly model: TrafficModel; readonly sayUnused: () => void } {
  const guards = new Map<ObjectRef, Traced<OtherGuard>[]>();
  const waiting = new Map<ItemId, SettledRemark>();
  for (const [item, remark] of ledger.closed()) {
    const ref = ledger.objectOf(item);
    const guard = own.guard(ledger.annotationOf(item) ?? '', remark);
    if (guard === undefined || ref === undefined) continue;
    guards.set(ref, [...(guards.get(ref) ?? []), { value: guard, from: [item] }]);
    waiting.set(item, remark);
    ledger.reopen(item);
  }
  const sayUnused = (): void => {
    for (const [item, remark] of waiting) if (ledger.isSilent(item)) ledger.say(item, remark);
  };
  return { model: guards.size === 0 ? model : guardedBy(model, ({ ref }) => guards.get(ref) ?? []), sayUnused };
}
