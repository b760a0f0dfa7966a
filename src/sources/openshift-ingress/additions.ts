import type { Route } from '../../kubernetes/route.js';
import type { Ledger } from '../../ledger/ledger.js';
import { guardKeys } from '../../mappings/openshift.js';
import { withoutFinalSlashes } from '../../model/final-slashes.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

/** A Route that was made on request, and what is to be said of it. */
export interface Added {
  readonly message: string;
  readonly next: string;
}

/** The protections of a Route that another one in its place does not have. */
export function lostGuards({ meta: before }: Route, { meta: after }: Route): string[] {
  return guardKeys().filter(
    (key) => before.annotations[key] !== undefined && before.annotations[key] !== after.annotations[key],
  );
}

/**
 * Takes out what must not be added: requests that a wider path of the host takes today, behind protections that the added
 * Route does not have, would be let in. What is left is told.
 *
 * @param served the Routes that the controller makes
 */
export function safeAdditions(
  served: readonly OriginatedRoute[],
  added: ReadonlyMap<OriginatedRoute, Added>,
  ledger: Ledger,
): OriginatedRoute[] {
  const byHost = new Map<string, OriginatedRoute[]>();
  for (const one of added.size === 0 ? [] : served) {
    const key = one.route.wildcardPolicy === 'Subdomain' ? `*.${domainOf(one.route.host)}` : one.route.host;
    const known = byHost.get(key);
    if (known === undefined) byHost.set(key, [one]);
    else known.push(one);
  }
  return [...added].flatMap(([one, { message, next }]) => {
    const items = one.from.to ?? [];
    const { host } = one.route;
    const why = dangerOf(one.route, [...(byHost.get(host) ?? []), ...(byHost.get(`*.${domainOf(host)}`) ?? [])]);
    if (why === undefined) {
      const certificate = hasCertificate(one.route)
        ? `; its certificate is one of those that ${one.route.host} has`
        : '';
      ledger.sayAll(items, { verdict: 'approximated', code: 'RS2149', message: `${message}${certificate}`, next });
      return [one];
    }
    ledger.sayAll(items, {
      verdict: 'manual',
      code: 'RS2159',
      message: `not added: ${why}`,
      next: 'Write the Route by hand, where it can be seen beside the others of its host.',
    });
    return [];
  });
}

function dangerOf(route: Route, served: readonly OriginatedRoute[]): string | undefined {
  if (route.tls?.termination === 'passthrough')
    return 'a passthrough Route takes whole connections, also those of other Routes';
  const rival = served.find((other) => covers(other.route, route) && lostGuards(other.route, route).length > 0);
  if (rival === undefined) return undefined;
  const keys = lostGuards(rival.route, route).join(', ');
  return `today its requests go to ${rival.route.host}${rival.route.path} of ${rival.owner.ref.name}, whose protection it lacks (${keys})`;
}

/**
 * Whether a Route takes some of the requests that another one is for. Every path of a host comes before those of a wildcard
 * above it (reference §2.3), so that there a wide path takes what the wildcard has at a narrower one.
 */
function covers(today: Route, added: Route): boolean {
  const [outer, inner] = [today.path, added.path].map(withoutFinalSlashes) as [string, string];
  if (today.wildcardPolicy === 'Subdomain' && domainOf(today.host) === domainOf(added.host))
    return isWithin(inner, outer) || isWithin(outer, inner);
  return today.host === added.host && added.wildcardPolicy !== 'Subdomain' && isWithin(inner, outer);
}

function isWithin(path: string, outer: string): boolean {
  return outer === '' || path === outer || path.startsWith(`${outer}/`);
}

function hasCertificate({ tls }: Route): boolean {
  return tls?.certificate !== undefined || tls?.externalCertificate !== undefined;
}

function domainOf(host: string): string {
  return host.slice(host.indexOf('.') + 1);
}
