import { isIpRange } from '../../kubernetes/ip-range.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import { hasGuard } from '../../model/guards.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import type { Blocker } from '../blocker.js';
import { canCheckExternally, whyNotExternally } from './external-auth.js';
import type { Features } from './features.js';
import type { Planning } from './planning.js';
import type { PolicyWriter } from './profiles/implementation.js';

const NOTHING_MISSING: readonly Blocker[] = [];

/** The guards that the target has no field for, worked out once for the policies that many rules share. */
export class Protections {
  readonly #missing = new Map<Policies, readonly Blocker[]>();
  readonly #features: Features;

  constructor(features: Features) {
    this.#features = features;
  }

  /** The same for connections that are passed on unopened: no policy of an implementation is tied to those. */
  missingOfConnections(policies: Policies): readonly Blocker[] {
    return missingProtections(policies, this.#features);
  }

  missing(policies: Policies, planning: Planning): readonly Blocker[] {
    const writer = planning.implementation?.policies;
    if (writer === undefined && !hasGuard(policies)) return NOTHING_MISSING;
    const known = this.#missing.get(policies);
    if (known !== undefined) return known;
    const core = (some: Policies): Blocker[] => missingProtections(some, this.#features);
    const found = writer === undefined ? core(policies) : missingOf(writer, policies, core, planning);
    this.#missing.set(policies, found);
    return found;
  }
}

/** A list that holds something else than addresses and networks no policy takes. */
function missingOf(
  writer: PolicyWriter,
  policies: Policies,
  core: (policies: Policies) => Blocker[],
  planning: Planning,
): Blocker[] {
  const { accessList } = policies;
  const odd = [...(accessList?.allow?.value ?? []), ...(accessList?.deny?.value ?? [])].some((one) => !isIpRange(one));
  if (!odd) return writer.missing(policies, core, planning);
  const lists = core({ accessList }).map((blocker): Blocker => {
    const what = `${blocker.what}, among them one that is no address or network`;
    return { ...blocker, what, next: 'Correct the entry.' };
  });
  return [...writer.missing({ ...policies, accessList: undefined }, core, planning), ...lists];
}

/** The guards of a rule that the target has no field for (promise 2 of the design: nothing gets weaker by accident). */
function missingProtections(policies: Policies, features: Features): Blocker[] {
  if (!hasGuard(policies)) return [];
  const { basicAuth, externalAuth, clientCertificate, accessList, rateLimit, opaqueGuard, otherGuards } = policies;
  const found: Blocker[] = [];
  const add = (
    code: FindingCode,
    items: readonly ItemId[],
    what: string,
    next: string,
    details: readonly ItemId[] = [],
    verdict: Blocker['verdict'] = 'unsupported',
  ): void => {
    found.push({ code, items, details, verdict, what, next, acceptable: true });
  };
  if (basicAuth !== undefined) {
    const next = 'Use a policy of your implementation, or an authenticating proxy in front of the Service.';
    add(
      'RS1711',
      basicAuth.from.slice(0, 2),
      `${basicAuth.value.scheme} authentication`,
      next,
      basicAuth.from.slice(2),
    );
  }
  if (externalAuth !== undefined && !canCheckExternally(externalAuth, features)) {
    const what = `external authentication${whyNotExternally(externalAuth, features)}`;
    const details = [
      ...(externalAuth.signIn?.from ?? []),
      ...(externalAuth.requestHeaders?.from ?? []),
      ...(externalAuth.responseHeaders?.from ?? []),
      ...externalAuth.details,
    ];
    add('RS1712', externalAuth.url.from, what, 'Use the authentication policy of your implementation.', details);
  }
  if (clientCertificate !== undefined) {
    const what = `client certificates (${clientCertificate.value.mode}), which Gateway API checks per port of a Gateway and not per host`;
    const byHand = features.version !== '1.4' || features.channel === 'experimental';
    const next = 'Give the host a Gateway of its own and set spec.tls.frontend there.';
    add('RS1713', clientCertificate.from, what, next, [], byHand ? 'manual' : 'unsupported');
  }
  for (const list of [accessList?.allow, accessList?.deny]) {
    if (list === undefined) continue;
    const kind = list === accessList?.allow ? 'allow list' : 'deny list';
    const what = `an address ${kind} (${list.value.length} ${list.value.length === 1 ? 'entry' : 'entries'})`;
    const next = 'Use a policy of your implementation, or a firewall in front of the Gateway.';
    add('RS1714', list.from.slice(0, 1), what, next, list.from.slice(1));
  }
  for (const limit of rateLimit?.limits ?? []) {
    const next = 'Use the rate limit policy of your implementation.';
    add('RS1715', limit.from, `a limit of ${limit.value}`, next, rateLimit?.details);
  }
  for (const { value, from } of otherGuards ?? [])
    add('RS2260', from.slice(0, 1), value.what, value.next, from.slice(1));
  if (opaqueGuard !== undefined) {
    const { what, next } = opaqueGuard.words ?? {
      what: `a snippet that guards its paths ("${opaqueGuard.value}")`,
      next: 'Read the snippet and rebuild the check with a policy of your implementation.',
    };
    add('RS1716', opaqueGuard.from, what, next);
  }
  return found;
}
