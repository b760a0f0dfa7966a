import type { WithheldRule } from '../conversion.js';
import type { UnderstoodShare } from '../convert-share.js';
import { formatHost, type HostPattern } from '../model/host-pattern.js';
import type { Policies } from '../model/policies.js';
import type { ItemId } from '../model/traced.js';
import type { Passthrough, Rule, VirtualHost } from '../model/traffic.js';
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
 * other guards. What the first does, its controller did as well, for whoever asked it; but where one of them guards the host,
 * and clients may know it by the address of that one, it goes to nobody.
 */
export function settleHosts(shares: readonly UnderstoodShare[], options: RunOptions): Settled[] {
  const claims = claimsOf(shares);
  const accepted = options.accept.includes(CODE);
  return shares.map((share) => {
    const settled = accepted ? sayShared(share, claims) : withoutClaimed(share, claims);
    sayBelow(settled.share, claims);
    sayIdle(share, claims);
    return settled;
  });
}

/** Who serves a host, in the order in which they come. */
interface Claim {
  readonly holders: UnderstoodShare[];
  isGuarded: boolean;
}

type Claims = ReadonlyMap<string, Claim>;

function claimsOf(shares: readonly UnderstoodShare[]): Claims {
  const claims = new Map<string, Claim>();
  for (const share of shares) {
    for (const { name, isGuarded } of hostsOf(share)) {
      const claim = claims.get(name) ?? { holders: [], isGuarded: false };
      claims.set(name, claim);
      if (claim.holders.at(-1) !== share) claim.holders.push(share);
      claim.isGuarded ||= isGuarded;
    }
  }
  return claims;
}

/** The hosts that a share serves, as they are written. Routes that stay Routes guard themselves, as they did before. */
function hostsOf({
  understanding: { model, routes },
  options,
}: UnderstoodShare): { name: string; isGuarded: boolean }[] {
  const ofModel = [
    ...model.hosts.flatMap((one) => {
      const isGuarded = one.rules.some(isGuard);
      return namesOf(one).map((pattern) => ({ name: formatHost(pattern), isGuarded }));
    }),
    ...model.passthroughs.map(({ host, policies }) => ({ name: formatHost(host), isGuarded: hasGuard(policies) })),
  ];
  if (options.to !== 'openshift-route' || routes === undefined) return ofModel;
  return routes.map(({ route }) => {
    const host = route.host.toLowerCase();
    const name = route.wildcardPolicy === 'Subdomain' ? `*.${host.replace(/^[^.]*\./, '')}` : host;
    return { name, isGuarded: false };
  });
}

/** A path that nobody may ask, or not everybody. */
function isGuard({ action, policies }: Rule): boolean {
  return (action.kind === 'respond' && [401, 403].includes(action.status)) || hasGuard(policies);
}

function hasGuard(policies: Policies = {}): boolean {
  const { basicAuth, externalAuth, clientCertificate, accessList, rateLimit, opaqueGuard, otherGuards } = policies;
  return [basicAuth, externalAuth, clientCertificate, accessList, rateLimit, opaqueGuard, otherGuards].some(
    (guard) => guard !== undefined,
  );
}

function namesOf({ host, aliases }: VirtualHost): HostPattern[] {
  return [host, ...aliases.map(({ value }) => value)];
}

/** Who else serves a host; undefined where nobody does. No Route is written for any host, so nobody has a claim on them. */
function rivalFor(pattern: HostPattern, claims: Claims, share: UnderstoodShare): UnderstoodShare | undefined {
  if (pattern.kind === 'any' && share.options.to === 'openshift-route') return undefined;
  return claims.get(formatHost(pattern))?.holders.find((holder) => holder !== share);
}

/** The other one, where the host is lost to it. */
function loserTo(pattern: HostPattern, claims: Claims, share: UnderstoodShare): UnderstoodShare | undefined {
  const claim = claims.get(formatHost(pattern));
  const keeps = claim?.holders[0] === share && !claim.isGuarded;
  return keeps ? undefined : rivalFor(pattern, claims, share);
}

function withoutClaimed(share: UnderstoodShare, claims: Claims): Settled {
  const { understanding, ledger } = share;
  const { model } = understanding;
  const lost: (VirtualHost | Passthrough)[] = [];
  const withheld: WithheldRule[] = [];
  const hosts = model.hosts.flatMap((one): VirtualHost[] => {
    const holder = loserTo(one.host, claims, share);
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
      const other = loserTo(value, claims, share);
      if (other !== undefined) sayLost(value, from, other, claims, share);
      return other === undefined;
    });
    return [aliases.length === one.aliases.length ? one : { ...one, aliases }];
  });
  const passthroughs = model.passthroughs.filter((one) => {
    const holder = loserTo(one.host, claims, share);
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
  claims: Claims,
  share: UnderstoodShare,
): void {
  const [other, own] = [nameOf(rival.options.from), nameOf(share.options.from)];
  const claim = claims.get(formatHost(host));
  const keeper = claim?.holders[0];
  const staysAsRoutes = keeper?.understanding.routes !== undefined && keeper.options.to === 'openshift-route';
  const isKept = keeper !== undefined && keeper !== share && (staysAsRoutes || claim?.isGuarded !== true);
  const open = claim?.isGuarded === true ? ', where paths may be open that are guarded here' : '';
  const fate = isKept
    ? `The host is kept as it is at ${nameOf(keeper.options.from)}${open}`
    : 'One of them guards paths of the host, which the other would let through, so that the host is kept for neither';
  share.ledger.sayAll(items, {
    verdict: 'unsupported',
    code: CODE,
    message: `withheld: ${other} serves ${formatHost(host)} as well, and after the conversion one address answers for both controllers. ${fate}; which of the two is asked today, DNS decides`,
    next: `If clients reach the host at ${own}, leave the objects of ${other} for it out and convert again; or accept that both are published with --accept ${CODE}.`,
  });
}

/** The same host twice, and the user has accepted that. */
function sayShared(share: UnderstoodShare, claims: Claims): Settled {
  const say = (host: HostPattern, items: readonly ItemId[]): void => {
    const holder = rivalFor(host, claims, share);
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
  if (share.options.to === 'openshift-route')
    for (const { route, from } of share.understanding.routes ?? [])
      say({ kind: 'exact', name: route.host.toLowerCase() }, from.host ?? []);
  return { share, withheld: [] };
}

/** Hosts that an object names although its controller serves nothing there: who else serves them will answer. */
function sayIdle(share: UnderstoodShare, claims: Claims): void {
  const { ledger, inventory, options } = share;
  const own = new Set(hostsOf(share).map(({ name }) => name));
  const named = new Set([
    ...inventory.ingresses.flatMap(({ rules, tls }) => [
      ...rules.flatMap((rule) => rule?.host?.toLowerCase() ?? []),
      ...tls.flatMap((one) => one?.hosts.map((host) => host.toLowerCase()) ?? []),
    ]),
    ...inventory.routes.map(({ host }) => host.toLowerCase()),
  ]);
  for (const host of [...named].sort()) {
    if (host === '' || own.has(host)) continue;
    const found = [host, ...around(host)].flatMap((name) => {
      const holder = claims.get(name)?.holders.find((one) => one !== share);
      return holder === undefined ? [] : [{ name, holder }];
    });
    const [wide] = found;
    if (wide === undefined || (wide.name === ANY && options.to === 'openshift-route')) continue;
    const place = { file: '(controllers)', line: 1, column: 1 };
    ledger.say(ledger.openElsewhere(place, `host ${host}`, undefined, nameOf(options.from)), {
      verdict: 'approximated',
      code: 'RS0214',
      message: `nothing is served under ${host} by ${nameOf(options.from)}, whose objects name it; after the conversion ${nameOf(wide.holder.options.from)} answers, which serves ${hostText(wide.name)}`,
      next: 'Remove the host from the objects where nothing is served.',
    });
  }
}

/** The wider names that take a host, the narrowest first. */
function around(host: string): string[] {
  const labels = host.split('.');
  return [...labels.map((_, index) => `*.${labels.slice(index + 1).join('.')}`), ANY];
}

function hostText(name: string): string {
  return name === ANY ? 'any host' : name;
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
    for (const wide of around(host.name)) {
      const holder = claims.get(wide)?.holders.find((one) => one.ledger !== ledger);
      if (holder === undefined || (wide === ANY && share.options.to === 'openshift-route')) continue;
      ledger.sayAll(from, {
        verdict: 'approximated',
        code: 'RS0214',
        message: `${hostText(wide)} of ${nameOf(holder.options.from)} is served at the same address after the conversion: paths of ${host.name} that nothing here serves, withheld ones included, may go there instead of being refused`,
        next: `Check what ${wide === ANY ? 'it' : wide} serves, or give the two controllers addresses of their own.`,
      });
      break;
    }
  }
}
