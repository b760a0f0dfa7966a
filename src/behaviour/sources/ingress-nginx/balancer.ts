import type { Guard } from '../../outcome.js';
import { toBytes } from '../../regex/pcre.js';
import { md5 } from '../../values/md5.js';
import { cookieOf, type RequestFacts } from './request-facts.js';
import type { Canary } from './routing-annotations.js';
import type { Upstream } from './upstreams.js';

/** Which upstreams may take a request, with their shares; null where Lua answers 503. */
export type Choice = readonly { readonly upstream: Upstream; readonly share: number }[] | null;

/** The second half of an affinity cookie names the upstream it was given for (balancer/sticky.lua). */
function isBound(upstream: Upstream, facts: RequestFacts): boolean {
  if (!upstream.affinityCookie || upstream.affinity === undefined) return false;
  const cookie = cookieOf(facts.headers, upstream.affinity.name);
  return cookie?.split('|')[1] === upstreamHash(upstream);
}

export function upstreamHash(upstream: Upstream): string {
  const name = toBytes(upstream.name);
  return md5(md5(name) + name);
}

/** What the request itself says about the canary; undefined leaves it to the weight. */
function asked(policy: Canary, pattern: RegExp | null, facts: RequestFacts): boolean | undefined {
  // The header is looked up as an nginx variable, so dashes and underscores are one.
  const name = policy.header.toLowerCase().replaceAll('_', '-');
  const header = name === '' ? undefined : facts.headers.get(name);
  if (header !== undefined) {
    if (policy.headerValue !== '') {
      if (policy.headerValue === header) return true;
    } else if (policy.headerPattern !== '') {
      // A pattern that does not compile keeps the request on main, without a look at cookie and weight.
      if (pattern === null) return false;
      if (pattern.test(toBytes(header))) return true;
    } else if (header === 'always' || header === 'never') {
      return header === 'always';
    }
  }
  const cookie = policy.cookie === '' ? undefined : cookieOf(facts.headers, policy.cookie);
  return cookie === 'always' ? true : cookie === 'never' ? false : undefined;
}

/** The share of requests that the weight sends to the canary: random(1..total) <= weight. */
function weightShare(policy: Canary): number {
  const total = Math.max(policy.weightTotal, 100);
  return Math.min(Math.max(policy.weight / total, 0), 1);
}

/** get_balancer and route_to_alternative_balancer in rootfs/etc/nginx/lua/balancer.lua (reference §16.2). */
export function chooseUpstream(name: string, upstreams: ReadonlyMap<string, Upstream>, facts: RequestFacts): Choice {
  const primary = upstreams.get(name);
  if (primary === undefined || !primary.destination.reachable) return null;
  const only = (upstream: Upstream): Choice => [{ upstream, share: 1 }];
  if (isBound(primary, facts)) return only(primary);
  const [first] = primary.alternatives;
  const alternative = first === undefined ? undefined : upstreams.get(first);
  if (alternative === undefined || !alternative.destination.reachable) return only(primary);
  if (isBound(alternative, facts)) return only(alternative);
  const { policy } = alternative;
  // An upstream that an ordinary Ingress created has no policy, and so its canary never fires.
  if (policy === undefined) return only(primary);
  const wish = asked(policy, alternative.headerPattern, facts);
  const share = wish === undefined ? weightShare(policy) : wish ? 1 : 0;
  if (share === 0) return only(primary);
  if (share === 1) return only(alternative);
  return [
    { upstream: primary, share: 1 - share },
    { upstream: alternative, share },
  ];
}

/** Cookie affinity as a guard: on which cookie a client is held, and whether this location hands one out. */
export function affinityGuard(
  upstream: Upstream,
  facts: RequestFacts,
  host: string,
  locationPath: string,
): Guard | undefined {
  const { affinity } = upstream;
  if (!upstream.affinityCookie || affinity === undefined) return undefined;
  const sameSiteValue = sameSite(affinity, facts);
  const given =
    upstream.affinityLocations.get(host === '_' ? host : facts.host) ??
    upstream.affinityLocations.get(facts.host.replace(/^[^.]+\./, '*.'));
  return {
    kind: 'affinity',
    parameters: {
      cookie: affinity.name,
      mode: upstream.affinityMode === 'persistent' ? 'persistent' : 'balanced',
      path: affinity.path === '' ? locationPath : affinity.path,
      secure: affinity.secure || facts.request.scheme === 'https',
      // A client that already brings a key keeps it, even a foreign one.
      setsCookie: given?.includes(locationPath) === true && cookieOf(facts.headers, affinity.name) === undefined,
      upstream: upstreamHash(upstream),
      ...(affinity.domain === '' ? {} : { domain: affinity.domain }),
      ...(affinity.expires === '' ? {} : { expires: affinity.expires }),
      ...(affinity.maxAge === '' ? {} : { maxAge: Number(affinity.maxAge) }),
      ...(sameSiteValue === undefined ? {} : { sameSite: sameSiteValue }),
      ...(affinity.changeOnFailure ? { changeOnFailure: true } : {}),
    },
  };
}

/** Only the three exact spellings are written; None is left out for agents known to misread it (util/same_site.lua). */
function sameSite(affinity: NonNullable<Upstream['affinity']>, facts: RequestFacts): string | undefined {
  if (!['None', 'Lax', 'Strict'].includes(affinity.sameSite)) return undefined;
  const agent = facts.headers.get('user-agent') ?? '';
  const misread =
    /Chrome\/[456]|CPU iPhone OS 12|iPad; CPU OS 12/.test(agent) ||
    (/Macintosh/.test(agent) && /Intel Mac OS X 10_14/.test(agent) && /Safari/.test(agent) && !/Chrome/.test(agent));
  return affinity.conditionalSameSiteNone && affinity.sameSite === 'None' && misread ? undefined : affinity.sameSite;
}

/** The Set-Cookie that an affinity guard stands for; the key is made up, as it is random in the controller too. */
export function affinityCookie(guard: Guard, now: Date): string | undefined {
  const { parameters } = guard;
  if (guard.kind !== 'affinity' || parameters.setsCookie !== true) return undefined;
  const expires = parameters.expires;
  return [
    `${parameters.cookie}=1.1.1|${parameters.upstream}`,
    ...(expires === undefined ? [] : [`Expires=${new Date(now.getTime() + Number(expires) * 1000).toUTCString()}`]),
    ...(parameters.maxAge === undefined ? [] : [`Max-Age=${parameters.maxAge}`]),
    ...(parameters.domain === undefined ? [] : [`Domain=${parameters.domain}`]),
    `Path=${parameters.path}`,
    ...(parameters.secure === true ? ['Secure'] : []),
    'HttpOnly',
    ...(parameters.sameSite === undefined ? [] : [`SameSite=${parameters.sameSite}`]),
  ].join('; ');
}
