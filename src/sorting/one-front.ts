import type { WithheldRule } from '../conversion.js';
import type { UnderstoodShare } from '../convert-share.js';
import { formatHost, type HostPattern } from '../model/host-pattern.js';
import type { ItemId } from '../model/traced.js';
import type { Passthrough, VirtualHost } from '../model/traffic.js';
import type { RunOptions } from '../options.js';
import { itemsOf } from '../targets/items.js';
import { nameOf } from './sorting-report.js';

/** A share that gives up what others have claimed, and what that withholds. */
export interface Settled {
  readonly share: UnderstoodShare;
  readonly withheld: readonly WithheldRule[];
}

const CODE = 'RS0213';
/** How any host is written. */
const ANY = '*';

/** Whether one address serves what came of every controller: that of a router, or of a Gateway that is named. */
export function hasOneFront({ to, gateway }: RunOptions): boolean {
  return to === 'openshift-route' || gateway !== undefined;
}

/**
 * Each controller had an address of its own, so that two could serve one host, each in its way. With one address for all of
 * them a host goes to the first share that has it, as a whole: together, a rule of the one would take requests that the
 * other guards. What the first does, its controller did as well, for whoever asked it.
 */
export function settleHosts(shares: readonly UnderstoodShare[], options: RunOptions): Settled[] {
  const claims = new Map<string, UnderstoodShare>();
  const accepted = options.accept.includes(CODE);
  const all = shares.map((share) => {
    const settled = accepted ? sayShared(share, claims) : withoutClaimed(share, claims);
    for (const host of hostsOf(settled.share)) if (!claims.has(host)) claims.set(host, share);
    return settled;
  });
  for (const { share } of all) sayBelow(share, claims);
  return all;
}

type Claims = ReadonlyMap<string, UnderstoodShare>;

/** The hosts that a share serves, as they are written. */
function hostsOf({ understanding: { model, routes }, options }: UnderstoodShare): string[] {
  const patterns = [...model.hosts.flatMap(namesOf), ...model.passthroughs.map(({ host }) => host)].map(formatHost);
  if (options.to !== 'openshift-route' || routes === undefined) return patterns;
  return routes.flatMap(({ route }) => {
    const host = route.host.toLowerCase();
    return route.wildcardPolicy === 'Subdomain' ? [`*.${host.replace(/^[^.]*\./, '')}`] : [host];
  });
}

function namesOf({ host, aliases }: VirtualHost): HostPattern[] {
  return [host, ...aliases.map(({ value }) => value)];
}

/** No Route is written for requests of any host, so nobody has a claim on them. */
function holderOf(pattern: HostPattern, claims: Claims, { options }: UnderstoodShare): UnderstoodShare | undefined {
  return pattern.kind === 'any' && options.to === 'openshift-route' ? undefined : claims.get(formatHost(pattern));
}

function withoutClaimed(share: UnderstoodShare, claims: Claims): Settled {
  const { understanding, ledger } = share;
  const { model } = understanding;
  const lost: (VirtualHost | Passthrough)[] = [];
  const withheld: WithheldRule[] = [];
  const hosts = model.hosts.flatMap((one): VirtualHost[] => {
    const holder = holderOf(one.host, claims, share);
    if (holder !== undefined) {
      lost.push(one);
      sayLost(one.host, one.from.length > 0 ? one.from : (one.rules[0]?.from ?? []), holder, share);
      for (const { owner, label, path } of one.rules)
        withheld.push({
          object: owner.ref,
          source: owner.source,
          field: label,
          hostname: formatHost(one.host),
          path: path.kind === 'regex' ? path.pattern : path.path,
          blockedBy: [CODE],
        });
      return [];
    }
    const aliases = one.aliases.filter(({ value, from }) => {
      const other = holderOf(value, claims, share);
      if (other !== undefined) sayLost(value, from, other, share);
      return other === undefined;
    });
    return [aliases.length === one.aliases.length ? one : { ...one, aliases }];
  });
  const passthroughs = model.passthroughs.filter((one) => {
    const holder = holderOf(one.host, claims, share);
    if (holder === undefined) return true;
    lost.push(one);
    sayLost(one.host, one.hostFrom, holder, share);
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

function sayLost(host: HostPattern, items: readonly ItemId[], holder: UnderstoodShare, share: UnderstoodShare): void {
  const [first, own] = [nameOf(holder.options.from), nameOf(share.options.from)];
  share.ledger.sayAll(items, {
    verdict: 'unsupported',
    code: CODE,
    message: `withheld: ${first} serves ${formatHost(host)} as well, and after the conversion one address answers for both controllers. The host is kept as it is at ${first}; which of the two is asked today, DNS decides`,
    next: `If clients reach the host at ${own}, leave the objects of ${first} for it out and convert again; or accept that both are published with --accept ${CODE}.`,
  });
}

/** The same host twice, and the user has accepted that. */
function sayShared(share: UnderstoodShare, claims: Claims): Settled {
  const say = (host: HostPattern, items: readonly ItemId[]): void => {
    const holder = holderOf(host, claims, share);
    if (holder === undefined) return;
    share.ledger.sayAll(items, {
      verdict: 'approximated',
      code: CODE,
      severity: 'warning',
      message: `${nameOf(holder.options.from)} serves ${formatHost(host)} as well, and after the conversion one address answers for both controllers: which rule takes a request, their paths decide, and between equal ones age`,
      next: 'Check that no path is open here that the other controller guards.',
    });
  };
  for (const { host, from, aliases } of share.understanding.model.hosts) {
    say(host, from);
    for (const alias of aliases) say(alias.value, alias.from);
  }
  for (const { host, hostFrom } of share.understanding.model.passthroughs) say(host, hostFrom);
  return { share, withheld: [] };
}

/** Hosts for which a wider one of another controller may answer what they do not serve. */
function sayBelow(share: UnderstoodShare, claims: Claims): void {
  const { ledger, understanding } = share;
  const hosts = [
    ...understanding.model.hosts.map(({ host, from }) => ({ host, from })),
    ...understanding.model.passthroughs.map(({ host, hostFrom: from }) => ({ host, from })),
  ];
  for (const { host, from } of hosts) {
    if (host.kind !== 'exact') continue;
    const labels = host.name.split('.');
    const around = labels.map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
    const wide = [...around, ANY].find((name) => claims.has(name));
    const holder = wide === undefined ? undefined : claims.get(wide);
    if (wide === undefined || holder === undefined || holder.ledger === ledger) continue;
    if (wide === ANY && share.options.to === 'openshift-route') continue;
    ledger.sayAll(from, {
      verdict: 'approximated',
      code: 'RS0214',
      message: `${wide === ANY ? 'any host' : wide} of ${nameOf(holder.options.from)} is served at the same address after the conversion: paths of ${host.name} that nothing here serves may go there instead of being answered 404`,
      next: `Check what ${wide === ANY ? 'it' : wide} serves, or give the two controllers addresses of their own.`,
    });
  }
}
