import type { RouterSettings } from '../../kubernetes/router-settings.js';
import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { TrafficModel, VirtualHost } from '../../model/traffic.js';
import { isRouteHost } from './blockers.js';
import type { RouteClaim } from './claims.js';

/** A name under which Routes of a host are written. */
export interface RouteHost {
  readonly pattern: HostPattern;
  readonly host: string;
  readonly isWildcard: boolean;
  readonly claim: RouteClaim;
}

/** Every exact host name of the model: a wildcard Route must not carry one of them (semantics 1.4: claims go by the text). */
export function exactNames(model: TrafficModel): Set<string> {
  const names = new Set<string>(model.passthroughs.flatMap(({ host }) => (host.kind === 'exact' ? [host.name] : [])));
  for (const host of model.hosts)
    for (const pattern of [host.host, ...host.aliases.map(({ value }) => value)])
      if (pattern.kind === 'exact') names.add(pattern.name);
  return names;
}

/** The names of a host that Routes can have; the claims of the others say why not. */
export function routeHosts(
  host: VirtualHost,
  taken: ReadonlySet<string>,
  router: RouterSettings,
): { readonly hosts: RouteHost[]; readonly lost: RouteClaim[] } {
  const hosts: RouteHost[] = [];
  const lost: RouteClaim[] = [];
  const own = { value: host.host, from: host.from };
  for (const { value: pattern, from } of [own, ...host.aliases]) {
    const name = nameFor(pattern, taken);
    if (name === undefined) {
      const message = `${formatHost(pattern)} is no host that a Route can have`;
      const remark = { verdict: 'unsupported', code: 'RS2162', severity: 'warning', message } as const;
      lost.push({ items: from, at: undefined, remark: { ...remark, next: 'Use a host name of DNS.' } });
      continue;
    }
    hosts.push({
      pattern,
      host: name,
      isWildcard: pattern.kind === 'wildcard',
      claim: claimOf(host, pattern, name, from, router),
    });
  }
  return { hosts, lost };
}

function nameFor(pattern: HostPattern, taken: ReadonlySet<string>): string | undefined {
  switch (pattern.kind) {
    case 'any':
      return undefined;
    case 'exact':
      return isRouteHost(pattern.name) ? pattern.name : undefined;
    case 'wildcard': {
      for (let i = 0; ; i += 1) {
        const name = `wildcard${i === 0 ? '' : `-${i}`}.${pattern.suffix}`;
        if (!isRouteHost(name)) return undefined;
        if (!taken.has(name)) return name;
      }
    }
  }
}

function claimOf(
  host: VirtualHost,
  pattern: HostPattern,
  name: string,
  items: RouteClaim['items'],
  router: RouterSettings,
): RouteClaim {
  const at = 'spec.host';
  if (pattern.kind === 'wildcard') {
    const many = pattern.labels === 'many' ? ', whereas the alias stands for any number of them' : '';
    const route = `a wildcard Route under the host ${name}; it stands for one label${many}`;
    return { items, at, remark: { ...wildcardRemark(route, router), code: 'RS2184' } };
  }
  const message =
    pattern !== host.host
      ? 'the alias has Routes of its own'
      : host.aliasOf === undefined
        ? 'the host of the Routes'
        : `an alias of ${host.aliasOf} that its certificate is not known to cover: served on plain HTTP, without redirect`;
  const verdict = host.aliasOf === undefined ? 'converted' : 'approximated';
  return { items, at, remark: { verdict, code: 'RS2185', severity: 'info', message } };
}

function wildcardRemark(route: string, { name, wildcardPolicy }: RouterSettings): Omit<RouteClaim['remark'], 'code'> {
  switch (wildcardPolicy) {
    case 'WildcardsAllowed':
      return { verdict: 'approximated', severity: 'info', message: `${route}. ${name} admits wildcard Routes` };
    case 'WildcardsDisallowed':
      return {
        verdict: 'manual',
        severity: 'error',
        message: `${route}. ${name} does not admit wildcard Routes: it is not served as things are`,
        next: 'Set spec.routeAdmission.wildcardPolicy: WildcardsAllowed on it.',
      };
    case undefined:
      return {
        verdict: 'approximated',
        severity: 'warning',
        message: `${route}, and is admitted only where the IngressController allows wildcards`,
        next: 'Set spec.routeAdmission.wildcardPolicy: WildcardsAllowed on the IngressController.',
      };
  }
}
