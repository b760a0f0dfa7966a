import type { Ledger } from '../../ledger/ledger.js';
import type { ItemId } from '../../model/traced.js';
import type { Owner } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import { addressAnnotations } from './address-wishes.js';
import { type Authors, certificateAnnotations } from './certificate-wishes.js';
import { gatewayOfPlan } from './chosen-gateway.js';
import type { HostPlan } from './host-plan.js';
import type { GatewayDraft, ListenerSetDraft } from './listener-drafts.js';
import { type Holder, sayExists, wishesOf } from './shared-wishes.js';
import type { Topology } from './topology.js';

/** The annotations of Gateways and ListenerSets; those without are left out. */
export type HolderAnnotations = ReadonlyMap<GatewayDraft | ListenerSetDraft, Readonly<Record<string, string>>>;

/**
 * The annotations that Gateways and ListenerSets get from the objects whose hosts they serve, and what became of each: one that
 * would act on hosts of which nobody asked for it is not written.
 *
 * @param carriers the objects that ask for something
 */
export function holderAnnotations(
  topology: Topology,
  plans: readonly HostPlan[],
  carriers: readonly Owner[],
  options: ConvertOptions,
  ledger: Ledger,
): HolderAnnotations {
  const found = new Map<GatewayDraft | ListenerSetDraft, Readonly<Record<string, string>>>();
  if (!carriers.some(({ annotations = [] }) => annotations.some(({ place }) => place !== 'routes'))) return found;
  const authors = authorsAmong(carriers, ledger);
  for (const gateway of topology.gateways) {
    const holders: Holder[] = [{ kind: 'Gateway', draft: gateway }];
    for (const draft of gateway.sets) holders.push({ kind: 'ListenerSet', draft });
    for (const holder of holders) {
      const wishes = [
        ...certificateAnnotations(holder, authors, ledger),
        ...(holder.kind === 'Gateway' ? addressAnnotations(holder, ledger) : []),
      ];
      if (wishes.length === 0) continue;
      const pairs = wishes.map(({ key, value }): [string, string] => [key, value]);
      found.set(holder.draft, Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1))));
    }
  }
  sayExistingGateways(plans, authors, options, ledger);
  return found;
}

function authorsAmong(carriers: readonly Owner[], ledger: Ledger): Authors {
  const byRef = new Map(carriers.map((owner) => [owner.ref, owner]));
  return (items: readonly ItemId[]) => {
    const refs = new Set(items.map((item) => ledger.objectOf(item)));
    return [...refs].flatMap((ref) => (ref === undefined ? [] : (byRef.get(ref) ?? [])));
  };
}

const FOR_CERTIFICATES =
  'Put it there if all certificates of that Gateway are to be issued so; write a Certificate for the Secret otherwise.';
const FOR_ADDRESSES = 'Put it there if the records of all hosts of that Gateway are to have this target.';

function sayExistingGateways(
  plans: readonly HostPlan[],
  authors: Authors,
  options: ConvertOptions,
  ledger: Ledger,
): void {
  for (const plan of plans) {
    const choice = gatewayOfPlan(plan, options);
    if (choice === undefined || !plan.isPublished) continue;
    const { tls } = plan.host;
    const askers = tls.kind === 'terminate' ? authors(tls.from) : [];
    for (const one of askers) sayExists(wishesOf(one, 'certificates'), choice.gateway, FOR_CERTIFICATES, ledger);
    for (const one of plan.owners) sayExists(wishesOf(one, 'addresses'), choice.gateway, FOR_ADDRESSES, ledger);
  }
}
