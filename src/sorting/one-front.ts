import type { WithheldRule } from '../conversion.js';
import type { UnderstoodShare } from '../convert-share.js';
import { isIpAddress } from '../kubernetes/dns-name.js';
import type { Ingress } from '../kubernetes/ingress.js';
import { formatHost, type HostPattern } from '../model/host-pattern.js';
import type { ItemId } from '../model/traced.js';
import type { Passthrough, TrafficModel, VirtualHost } from '../model/traffic.js';
import type { RunOptions } from '../options.js';
import { itemsOf } from '../targets/items.js';
import { besideOthers, closedHost, sayClosed, wideHostsOf } from './closed-hosts.js';
import { ANY, HostClaims, hostOfRoute, hostsOf, namesAround } from './host-claims.js';
import { nameOf } from './sorting-report.js';

/** A share that gives up what others have claimed, and what that withholds. */
export interface Settled {
  readonly share: UnderstoodShare;
  readonly withheld: readonly WithheldRule[];
}

const CODE = 'RS0213';

/** Whether one address serves what came of every controller: that of a router, or of a Gateway that is named. */
export function hasOneFront({ to, gateway }: RunOptions): boolean {
  return to === 'openshift-route' || gateway !== undefined;
}

/**
 * Each controller had an address of its own, so that two could serve one host, each in its way. With one address for all of
 * them a host goes to the first share that has it, as a whole: together, a rule of the one would take requests that the
 * other guards. What the first does, its controller did as well, for whoever asked it; but where one of them guards the host,
 * and clients may know it by the address of that one, it goes to nobody.
 */
export function settleHosts(shares: readonly UnderstoodShare[], options: RunOptions): Settled[] {
  const claims = new HostClaims(shares);
  const accepted = options.accept.includes(CODE);
  const settled = shares.map((share) => {
    const one = accepted ? sayShared(share, claims) : withoutClaimed(share, claims);
    sayBelow(one.share, claims);
    sayIdle(share, claims);
    return one;
  });
  const wide = settled.map(({ share }) => wideHostsOf(share));
  const allClosed = settled.flatMap(({ closed }) => closed);
  return settled.map(({ share, withheld, closed }, index) => {
    const own = wide[index] ?? [];
    sayClosed(own, allClosed, share.ledger);
    const besides = wide.filter((one) => one !== own).flat();
    const model = besideOthers(share.understanding.model, closed, own, besides);
    return { share: withModel(share, model), withheld };
  });
}

/** What a share gave up, and of that the hosts that nobody keeps and somebody guarded. */
interface GivenUp extends Settled {
  readonly closed: readonly VirtualHost[];
}

function withModel(share: UnderstoodShare, model: TrafficModel, sweep?: () => void): UnderstoodShare {
  const { understanding } = share;
  return {
    ...share,
    understanding: {
      model,
      routes: understanding.routes,
      get declared() {
        return understanding.declared;
      },
      sweep: () => {
        sweep?.();
        understanding.sweep();
      },
    },
  };
}

function withoutClaimed(share: UnderstoodShare, claims: HostClaims): GivenUp {
  const { ledger } = share;
  const { model } = share.understanding;
  const lost: (VirtualHost | Passthrough)[] = [];
  const withheld: WithheldRule[] = [];
  const closed: VirtualHost[] = [];
  const hosts = model.hosts.flatMap((one): VirtualHost[] => {
    const holder = claims.winnerOver(one.host, share);
    if (holder !== undefined) {
      lost.push(one);
      if (isClosedBy(one.host, share, claims)) closed.push(...closedHost(one, one.host));
      sayLost(one.host, one.from.length > 0 ? one.from : (one.rules[0]?.from ?? []), holder, claims, share);
      for (const { owner, label, path, from } of one.rules) {
        // What the controller answers by itself is nothing to publish.
        if (from.length === 0) continue;
        withheld.push({
          object: owner.ref,
          source: owner.source,
          field: label,
          hostname: formatHost(one.host),
          path: path.kind === 'regex' ? path.pattern : path.path,
          blockedBy: [CODE],
        });
      }
      return [];
    }
    const aliases = one.aliases.filter(({ value, from }) => {
      const other = claims.winnerOver(value, share);
      if (other === undefined) return true;
      if (isClosedBy(value, share, claims)) closed.push(...closedHost(one, value));
      sayLost(value, from, other, claims, share);
      return false;
    });
    return [aliases.length === one.aliases.length ? one : { ...one, aliases }];
  });
  const passthroughs = model.passthroughs.filter((one) => {
    const holder = claims.winnerOver(one.host, share);
    if (holder === undefined) return true;
    lost.push(one);
    sayLost(one.host, one.hostFrom, holder, claims, share);
    const { owner, host } = one;
    withheld.push({
      object: owner.ref,
      source: owner.source,
      field: 'spec',
      hostname: formatHost(host),
      path: '',
      blockedBy: [CODE],
    });
    return false;
  });
  const sweep = (): void => {
    for (const item of lost.flatMap(itemsOf))
      if (ledger.isSilent(item))
        ledger.say(item, {
          verdict: 'manual',
          code: 'RS1700',
          message: 'belongs to paths that are withheld; nothing was emitted for them',
        });
  };
  return { withheld, closed, share: withModel(share, { ...model, hosts, passthroughs }, sweep) };
}

/** Whether a share has to close a host that is lost: one that is guarded, and that nobody keeps. The first that had it does. */
function isClosedBy(host: HostPattern, share: UnderstoodShare, claims: HostClaims): boolean {
  return claims.isGuarded(host) && claims.keeperOf(host) === share;
}

function sayLost(
  host: HostPattern,
  items: readonly ItemId[],
  rival: UnderstoodShare,
  claims: HostClaims,
  share: UnderstoodShare,
): void {
  const [other, own] = [nameOf(rival.options.from), nameOf(share.options.from)];
  const next = `If clients reach the host at ${own}, leave the objects of ${other} for it out and convert again; or accept that both are published with --accept ${CODE}.`;
  if (claims.holderOf(formatHost(host), share) === undefined) {
    share.ledger.sayAll(items, {
      verdict: 'unsupported',
      code: CODE,
      message: `withheld: ${formatHost(host)} and what ${other} serves have one domain, which belongs to the namespace of its oldest Route where one of them is for all hosts of the domain. The Routes of ${other} are kept`,
      next: `Set routeAdmission.namespaceOwnership: InterNamespaceAllowed on the IngressController and add it to the input; or write both with --accept ${CODE}.`,
    });
    return;
  }
  const keeper = claims.keeperOf(host);
  const staysAsRoutes = keeper?.understanding.routes !== undefined && keeper.options.to === 'openshift-route';
  const isGuarded = claims.isGuarded(host);
  const isKept = keeper !== undefined && keeper !== share && (staysAsRoutes || !isGuarded);
  const open = isGuarded ? ', where paths may be open that are guarded here' : '';
  const fate = isKept
    ? `The host is kept as it is at ${nameOf(keeper.options.from)}${open}`
    : 'One of them guards paths of the host, which the other would let through, so that the host is kept for neither';
  share.ledger.sayAll(items, {
    verdict: 'unsupported',
    code: CODE,
    message: `withheld: ${other} serves ${formatHost(host)} as well, and after the conversion one address answers for both controllers. ${fate}; which of the two is asked today, DNS decides`,
    next,
  });
}

/** The same host twice, and the user has accepted that. */
function sayShared(share: UnderstoodShare, claims: HostClaims): GivenUp {
  const say = (host: HostPattern, items: readonly ItemId[]): void => {
    const holder = claims.rivalOf(host, share);
    if (holder === undefined) return;
    share.ledger.sayAll(items, {
      verdict: 'approximated',
      code: CODE,
      severity: 'warning',
      message:
        claims.holderOf(formatHost(host), share) === undefined
          ? `written although ${formatHost(host)} and what ${nameOf(holder.options.from)} serves have one domain, of which the router may admit one namespace only`
          : `${nameOf(holder.options.from)} serves ${formatHost(host)} as well, and after the conversion one address answers for both controllers: which rule takes a request, their paths decide, and between equal ones age`,
      next: 'Check that no path is open here that the other controller guards.',
    });
  };
  for (const { host, from, aliases } of share.understanding.model.hosts) {
    say(host, from);
    for (const alias of aliases) say(alias.value, alias.from);
  }
  for (const { host, hostFrom } of share.understanding.model.passthroughs) say(host, hostFrom);
  if (share.options.to === 'openshift-route')
    for (const { route, from } of share.understanding.routes ?? []) say(hostOfRoute(route), from.host ?? []);
  return { share, withheld: [], closed: [] };
}

/** Hosts that an object names although its controller serves nothing there: who else serves them will answer. */
function sayIdle(share: UnderstoodShare, claims: HostClaims): void {
  const { ledger, inventory, options } = share;
  const own = new Set(hostsOf(share).map(({ name }) => name));
  const named = new Set([
    ...inventory.ingresses.flatMap(({ rules, tls }) => [
      ...rules.map((rule) => rule?.host?.toLowerCase() ?? ''),
      ...tls.flatMap((one) => one?.hosts.map((host) => host.toLowerCase()) ?? []),
    ]),
    ...inventory.ingresses.flatMap(aliasesOf),
    ...inventory.ingresses.flatMap(({ defaultBackend }) => (defaultBackend === undefined ? [] : [''])),
    ...inventory.routes.flatMap((route) => (route.host === '' ? [] : [formatHost(hostOfRoute(route))])),
  ]);
  for (const host of [...named].sort()) {
    if (own.has(host === '' ? ANY : host)) continue;
    const wide = claims.answering(host === '' ? [ANY] : [host, ...namesAround(host)], share);
    if (wide === undefined) continue;
    const place = { file: '(controllers)', line: 1, column: 1 };
    const what = host === '' ? 'rules without a host' : `the host ${host}`;
    ledger.say(ledger.openElsewhere(place, what, undefined, nameOf(options.from)), {
      verdict: 'approximated',
      code: 'RS0214',
      message: `${what} of ${nameOf(options.from)} get no answer from a backend today; after the conversion ${nameOf(wide.holder.options.from)} answers, which serves ${hostText(wide.name)}`,
      next: 'Remove what is not served, or check what answers then.',
    });
  }
}

/** What server-alias names; an alias of a canary, for instance, is served by nobody. */
function aliasesOf({ meta }: Ingress): string[] {
  return Object.entries(meta.annotations)
    .filter(([key]) => /(?:^|\/)server-alias$/.test(key))
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => /^(?:\*\.)?[a-z0-9.-]+$/.test(name));
}

function hostText(name: string): string {
  return name === ANY ? 'any host' : name;
}

/** Hosts for which a wider one of another controller may answer what they do not serve. */
function sayBelow(share: UnderstoodShare, claims: HostClaims): void {
  const { ledger, understanding } = share;
  // Routes of a model leave no path of a host to the wildcard above it.
  const closesAll = share.options.to === 'openshift-route' && understanding.routes === undefined;
  const hosts = [
    ...understanding.model.hosts.map(({ host, from, tls }) => ({
      host,
      from,
      isClosed: closesAll && tls.kind !== 'http-only',
    })),
    ...understanding.model.passthroughs.map(({ host, hostFrom: from }) => ({ host, from, isClosed: false })),
  ];
  for (const { host, from, isClosed } of hosts) {
    if (host.kind === 'any' || isClosed) continue;
    const wide = claims.answering(namesAround(host.kind === 'exact' ? host.name : host.suffix), share);
    if (wide === undefined) continue;
    // No route has an address for its host, so that none can close it.
    const staysOpen = share.options.to === 'gateway-api' && host.kind === 'exact' && isIpAddress(host.name);
    ledger.sayAll(from, {
      verdict: 'approximated',
      code: 'RS0214',
      // What is withheld because of a guard would be let through there.
      ...(staysOpen && claims.isGuarded(host) ? { severity: 'error' as const } : {}),
      message: `${hostText(wide.name)} of ${nameOf(wide.holder.options.from)} is served at the same address after the conversion: paths of ${formatHost(host)} that nothing here serves${staysOpen ? ', withheld ones included,' : ''} may go there instead of being refused${staysOpen ? '' : '; those that are withheld are closed'}`,
      next: `Check what ${wide.name === ANY ? 'it' : wide.name} serves, or give the two controllers addresses of their own.`,
    });
  }
}
