import type { WithheldRule } from '../conversion.js';
import type { UnderstoodShare } from '../convert-share.js';
import type { Ingress } from '../kubernetes/ingress.js';
import { formatHost, type HostPattern } from '../model/host-pattern.js';
import type { ItemId } from '../model/traced.js';
import type { Passthrough, VirtualHost } from '../model/traffic.js';
import type { RunOptions } from '../options.js';
import { itemsOf } from '../targets/items.js';
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
  return shares.map((share) => {
    const settled = accepted ? sayShared(share, claims) : withoutClaimed(share, claims);
    sayBelow(settled.share, claims);
    sayIdle(share, claims);
    return settled;
  });
}

function withoutClaimed(share: UnderstoodShare, claims: HostClaims): Settled {
  const { understanding, ledger } = share;
  const { model } = understanding;
  const lost: (VirtualHost | Passthrough)[] = [];
  const withheld: WithheldRule[] = [];
  const hosts = model.hosts.flatMap((one): VirtualHost[] => {
    const holder = claims.winnerOver(one.host, share);
    if (holder !== undefined) {
      lost.push(one);
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
      if (other !== undefined) sayLost(value, from, other, claims, share);
      return other === undefined;
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
  if (lost.length === 0) return { share: { ...share, understanding }, withheld };
  return {
    withheld,
    share: {
      ...share,
      understanding: {
        model: { ...model, hosts, passthroughs },
        routes: understanding.routes,
        get declared() {
          return understanding.declared;
        },
        sweep: () => {
          for (const item of lost.flatMap(itemsOf))
            if (ledger.isSilent(item))
              ledger.say(item, {
                verdict: 'manual',
                code: 'RS1700',
                message: 'belongs to paths that are withheld; nothing was emitted for them',
              });
          understanding.sweep();
        },
      },
    },
  };
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
function sayShared(share: UnderstoodShare, claims: HostClaims): Settled {
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
  return { share, withheld: [] };
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
  const hosts = [
    ...understanding.model.hosts.map(({ host, from }) => ({ host, from })),
    ...understanding.model.passthroughs.map(({ host, hostFrom: from }) => ({ host, from })),
  ];
  for (const { host, from } of hosts) {
    if (host.kind === 'any') continue;
    const wide = claims.answering(namesAround(host.kind === 'exact' ? host.name : host.suffix), share);
    if (wide === undefined) continue;
    ledger.sayAll(from, {
      verdict: 'approximated',
      code: 'RS0214',
      // What is withheld because of a guard would be let through there.
      ...(claims.isGuarded(host) ? { severity: 'error' as const } : {}),
      message: `${hostText(wide.name)} of ${nameOf(wide.holder.options.from)} is served at the same address after the conversion: paths of ${formatHost(host)} that nothing here serves, withheld ones included, may go there instead of being refused`,
      next: `Check what ${wide.name === ANY ? 'it' : wide.name} serves, or give the two controllers addresses of their own.`,
    });
  }
}
