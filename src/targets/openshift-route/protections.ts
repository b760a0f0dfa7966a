import type { FindingCode } from '../../ledger/catalogue.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import type { Blocker } from '../blocker.js';
import { isRouterAddress, rateLimitProblem } from './access.js';

const BY_SIDECAR = 'Put an oauth-proxy sidecar in front of the application and route to it with reencrypt.';

/** The guards of a rule that no Route can have (openshift-semantics 3.2; promise 2 of the design). */
export function missingProtections(policies: Policies, trustsForwarded: boolean): Blocker[] {
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
    const what = `${basicAuth.value.scheme} authentication`;
    add('RS1711', basicAuth.from.slice(0, 2), what, BY_SIDECAR, basicAuth.from.slice(2));
  }
  if (externalAuth !== undefined) {
    const details = [
      ...(externalAuth.signIn?.from ?? []),
      ...(externalAuth.requestHeaders?.from ?? []),
      ...(externalAuth.responseHeaders?.from ?? []),
      ...externalAuth.details,
    ];
    add('RS1712', externalAuth.url.from, 'external authentication', BY_SIDECAR, details);
  }
  if (clientCertificate !== undefined) {
    const what = `client certificates (${clientCertificate.value.mode}), which the router checks for all of its Routes or for none`;
    const next = 'Serve the host by an IngressController of its own, with spec.clientTLS.';
    add('RS1713', clientCertificate.from, what, next, [], 'manual');
  }
  const { allow, deny } = accessList ?? {};
  const whyNot = allow === undefined ? undefined : whyNoAllowList(allow.value, trustsForwarded);
  if (allow !== undefined && whyNot !== undefined) {
    const what = `an address allow list (${entries(allow.value)})${whyNot}`;
    const next = 'Use a firewall in front of the router, or a NetworkPolicy.';
    add('RS1714', allow.from.slice(0, 1), what, next, allow.from.slice(1));
  }
  if (deny !== undefined) {
    const next = 'Use a firewall in front of the router, or write the allowed addresses instead.';
    add('RS1714', deny.from.slice(0, 1), `an address deny list (${entries(deny.value)})`, next, deny.from.slice(1));
  }
  for (const limit of rateLimit?.limits ?? []) {
    const problem = rateLimitProblem(limit);
    if (problem === undefined) continue;
    const next = 'Write a smaller limit.';
    add('RS1715', limit.from, `a limit of ${limit.value}, ${problem}`, next, rateLimit?.details);
  }
  for (const { value, from } of otherGuards ?? [])
    add('RS2260', from.slice(0, 1), value.what, value.next, from.slice(1));
  if (opaqueGuard !== undefined) {
    const { what, next } = opaqueGuard.words ?? {
      what: `a snippet that guards its paths ("${opaqueGuard.value}")`,
      next: 'Read the snippet and rebuild the check in the application.',
    };
    add('RS1716', opaqueGuard.from, what, next);
  }
  return found;
}

function whyNoAllowList(list: readonly string[], trustsForwarded: boolean): string | undefined {
  if (trustsForwarded)
    return ' of addresses in X-Forwarded-For, which the router does not look at: it would compare the address of the proxy in front';
  const odd = list.find((entry) => !isRouterAddress(entry));
  // One bad item makes the router ignore the item, or the whole list: open to everyone (semantics 2.8).
  if (odd !== undefined) return `, because the router does not read ${JSON.stringify(odd)} and then lets everyone in`;
  return list.length === 0 ? ' without a single entry' : undefined;
}

function entries(list: readonly string[]): string {
  return `${list.length} ${list.length === 1 ? 'entry' : 'entries'}`;
}

/** What tells guards apart: the items that ask for them. '' where there is none. */
export function guardOf(policies: Policies, accepted: readonly Blocker[]): string {
  const { basicAuth, externalAuth, clientCertificate, accessList, rateLimit, opaqueGuard, otherGuards } = policies;
  const parts = [
    basicAuth,
    externalAuth?.url,
    clientCertificate,
    accessList?.allow,
    accessList?.deny,
    ...(rateLimit?.limits ?? []),
    opaqueGuard,
    ...(otherGuards ?? []),
  ];
  const lost = new Set(accepted.flatMap((blocker) => blocker.items));
  const kept = parts.filter((part) => part !== undefined && !part.from.some((item) => lost.has(item)));
  return kept.map((part) => part?.from.join('+') ?? '').join(' ');
}
