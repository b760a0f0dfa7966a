import { type Considered, nearest } from '../../nearest.js';
import type { Candidate, Request } from '../../outcome.js';
import { answerRequest } from './answer.js';
import type { Configuration } from './configuration.js';
import { HostMap } from './host-map.js';
import type { HostDraft, PathDraft } from './inventory.js';
import { defaultHost } from './path-link.js';
import { type RequestFacts, readRequest } from './request-facts.js';

/** Why the other paths that might take a request did not: the nearest ones. */
export function nearestPaths(configuration: Configuration, request: Request): Candidate[] {
  const facts = readRequest(request);
  if (facts === undefined) return [];
  const winner = answerRequest(configuration, request).rule;
  const considered: Considered[] = [];
  for (const host of configuration.inventory.hosts.values()) {
    if (!covers(configuration, host, facts.host)) continue;
    for (const path of host.paths.values()) {
      if (path.rule !== winner) considered.push(consider(configuration, host, path, facts));
    }
  }
  return nearest(considered, facts.path);
}

function covers({ hosts }: Configuration, { hostname }: HostDraft, requested: string | undefined): boolean {
  if (hostname === defaultHost) return true;
  if (requested === undefined) return false;
  const map = new HostMap<string>(['exact', 'regex'], () => undefined);
  map.addHost(hostname, hostname);
  const settings = hosts.get(hostname);
  if (settings !== undefined && settings.alias !== '') map.addHost(settings.alias, hostname);
  if (settings !== undefined && settings.aliasExpression !== '')
    map.addHostExpression(settings.aliasExpression, hostname);
  return map.find(requested, () => []) !== undefined;
}

function consider(
  configuration: Configuration,
  host: HostDraft,
  path: PathDraft,
  { path: requested, values, request }: RequestFacts,
): Considered {
  const { link, rule, owner } = path;
  const name = host.hostname === defaultHost ? 'any host' : `host ${host.hostname}`;
  const conditions = link.headers.map((header) => `, header ${header.name}: ${header.value}`).join('');
  const isOnHttps =
    configuration.input.version === '0.17'
      ? host.tlsOwners.has(owner) || configuration.hosts.get(host.hostname)?.alwaysHttps === true
      : host.hostname === defaultHost ||
        host.certificate !== undefined ||
        configuration.hosts.get(host.hostname)?.alwaysHttps === true;
  const map = new HostMap<string>(['exact', 'prefix', 'begin', 'regex'], () => undefined);
  map.addPath('host', { ...link, hostname: 'host', headers: [] }, 0, rule);
  const takesPath = map.find(`host#${requested}`, values) !== undefined;
  const takes = new HostMap<string>(['exact', 'prefix', 'begin', 'regex'], () => undefined);
  takes.addPath('host', { ...link, hostname: 'host' }, 0, rule);
  const takesAll = takes.find(`host#${requested}`, values) !== undefined;
  const fault =
    request.scheme === 'https' && !isOnHttps
      ? 'it is served over plain HTTP only'
      : !takesPath
        ? 'the path does not match'
        : !takesAll
          ? 'the headers do not match'
          : undefined;
  return {
    rule,
    asks: `${name}, ${link.match} ${link.path}${conditions}`,
    path: link.path,
    matches: fault === undefined,
    why: fault ?? 'it matches too, but another rule comes before it',
  };
}
