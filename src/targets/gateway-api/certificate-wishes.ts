import type { Ledger } from '../../ledger/ledger.js';
import type { CarriedAnnotation } from '../../model/carried-annotation.js';
import type { ItemId } from '../../model/traced.js';
import type { Owner } from '../../model/traffic.js';
import type { ListenerDraft } from './listener-drafts.js';
import {
  fewOf,
  type Holder,
  nameOfHolder,
  namesOfOwners,
  refOfHolder,
  sayOfWishes,
  wishesOf,
  wishText,
} from './shared-wishes.js';

/** A listener with the objects that want its certificate to be issued. */
interface Asked {
  readonly draft: ListenerDraft;
  readonly askers: readonly Owner[];
  /** Why cert-manager passes the listener over, as a clause; undefined where it does not. */
  readonly passedOver: string | undefined;
}

/** All of them have their Secrets in one namespace: neither ListenerSets nor Gateways per namespace would part them. */
const APART =
  'Write a Certificate for each Secret that cert-manager is to look after. Or put the annotations of one of them on it, and name the listeners of the others in cert-manager.io/ignore-tls-listeners (cert-manager 1.21).';
const FOREIGN =
  'Pass --listeners listenerset (cert-manager reads ListenerSets from 1.20 on) or --gateway-per namespace, or write a Certificate for the Secret.';
const SETS =
  'cert-manager reads ListenerSets from 1.20 on, with its feature gate ListenerSets and its switch for them. The HTTP listener is on the Gateway: a solver of kind gatewayHTTPRoute needs acme.cert-manager.io/http01-parentreffallback: "true" on the ListenerSet (1.21).';

/** Looks up who wrote the field that an item stands for. */
export type Authors = (items: readonly ItemId[]) => readonly Owner[];

/**
 * What of the wishes for certificates a Gateway or ListenerSet gets: those of all its listeners that cert-manager looks at, or
 * none. It issues for each listener that has a host and whose Secret is in the namespace of the holder
 * (validateGatewayListenerBlock in certificate-shim/sync.go).
 */
export function certificateAnnotations(holder: Holder, authors: Authors, ledger: Ledger): readonly CarriedAnnotation[] {
  const asked = holder.draft.listeners.flatMap((draft) => askedOf(draft, authors) ?? []);
  for (const { askers, passedOver } of asked)
    if (passedOver !== undefined) sayPassedOver(askers, passedOver, holder, ledger);
  const seen = asked.filter(({ passedOver }) => passedOver === undefined);
  const askers = [...new Set(seen.flatMap((one) => one.askers))];
  const [first] = askers;
  if (first === undefined) return [];
  const wishes = wishesOf(first, 'certificates');
  const others = askers.filter((one) => wishText(wishesOf(one, 'certificates')) !== wishText(wishes));
  const unasked = seen.filter((one) => one.askers.length === 0);
  if (others.length + unasked.length === 0) {
    sayMoved(askers, holder, ledger);
    return wishes;
  }
  sayConflict(askers, others.length > 0, unasked, holder, ledger);
  return [];
}

function askedOf(draft: ListenerDraft, authors: Authors): Asked | undefined {
  const { protocol, hostname, tls } = draft.listener;
  if (protocol !== 'HTTPS') return undefined;
  const [secret] = tls?.certificateRefs ?? [];
  const askers = authors(draft.certificateFrom ?? []).filter((owner) =>
    wishesOf(owner, 'certificates').some(({ starts }) => starts === true),
  );
  const passedOver =
    hostname === undefined
      ? `passes over listener ${draft.listener.name}, which has no host`
      : secret?.namespace === undefined
        ? undefined
        : `passes over listener ${draft.listener.name}, whose Secret is in namespace ${secret.namespace}`;
  return { draft, askers, passedOver };
}

function sayMoved(askers: readonly Owner[], holder: Holder, ledger: Ledger): void {
  const emitted = [refOfHolder(holder)];
  const isSet = holder.kind === 'ListenerSet';
  for (const one of askers)
    for (const { item, why = '', next, starts } of wishesOf(one, 'certificates'))
      ledger.say(item, {
        verdict: 'converted',
        code: 'RS2441',
        severity: starts === true ? 'warning' : 'info',
        message: `moved to the ${holder.kind}: ${why}`,
        next: isSet && next !== undefined ? `${next} ${SETS}` : next,
        emitted,
      });
}

function sayPassedOver(askers: readonly Owner[], why: string, holder: Holder, ledger: Ledger): void {
  const message = `belongs on what holds the listeners, and does nothing there: of ${nameOfHolder(holder)} cert-manager ${why}`;
  for (const one of askers)
    sayOfWishes(
      wishesOf(one, 'certificates'),
      { verdict: 'manual', code: 'RS2443', severity: 'warning', message, next: FOREIGN },
      ledger,
    );
}

function sayConflict(
  askers: readonly Owner[],
  differ: boolean,
  unasked: readonly Asked[],
  holder: Holder,
  ledger: Ledger,
): void {
  const listeners = unasked.map(({ draft }) => draft.listener.name);
  const whys = [
    ...(differ ? [`${namesOfOwners(askers)} ask for different certificates`] : []),
    ...(unasked.length === 0
      ? []
      : [
          `nobody asks for the certificates of ${listeners.length === 1 ? 'listener' : 'listeners'} ${fewOf(listeners)}, whose Secrets it would replace`,
        ]),
  ];
  const message = `not moved to ${nameOfHolder(holder)}, where it would act on all certificates: ${whys.join('; ')}`;
  for (const one of askers)
    sayOfWishes(
      wishesOf(one, 'certificates'),
      { verdict: 'manual', code: 'RS2442', severity: 'warning', message, next: APART },
      ledger,
    );
}
