import type { HostPattern } from '../../model/host-pattern.js';
import type { ItemId } from '../../model/traced.js';
import type { HostTls, Rule, VirtualHost } from '../../model/traffic.js';
import { readPolicies } from './concerns/policy-objects.js';
import type { Context, ServedIngress } from './context.js';
import { readPlainHttp, redirectsToHttps } from './https-redirect.js';
import { type Location, locationOf } from './locations.js';
import type { Minion, Ownership } from './ownership.js';
import { type Block, rulesOf } from './rules.js';
import { type HostSecurity, securityOf } from './tls.js';

type Serving = Ownership['serving'][number];

/** The servers that the controller writes, one for each host of an Ingress or master (semantics 3.1 to 3.4). */
export function buildHosts(serving: readonly Serving[], plus: boolean, context: Context): VirtualHost[] {
  const hosts = serving.flatMap((one) =>
    one.served.ingress.rules.flatMap((rule, index) => {
      const host = rule?.host;
      if (host === undefined || !one.hosts.has(host)) return [];
      return buildHost(one, host, index, plus, context) ?? [];
    }),
  );
  const name = ({ host }: VirtualHost): string =>
    host.kind === 'exact' ? host.name : host.kind === 'any' ? '' : `*.${host.suffix}`;
  sayWildcards(hosts, context);
  return hosts.sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** The controller never asks a wildcard for paths that a host below it does not have. */
function sayWildcards(hosts: readonly VirtualHost[], { ledger }: Context): void {
  for (const { host, from } of hosts) {
    if (host.kind !== 'wildcard') continue;
    const isBelow = (other: HostPattern): boolean =>
      (other.kind === 'exact' && other.name.endsWith(`.${host.suffix}`)) ||
      (other.kind === 'wildcard' && other.suffix.endsWith(`.${host.suffix}`));
    if (!hosts.some((other) => isBelow(other.host))) continue;
    const message = `some gateways also ask *.${host.suffix} for unmatched paths of the hosts below it, which the controller answers with 404`;
    ledger.sayAll(from, { verdict: 'approximated', code: 'RS1008', severity: 'info', message });
  }
}

function buildHost(
  { served, minions }: Serving,
  host: string,
  index: number,
  plus: boolean,
  context: Context,
): VirtualHost | undefined {
  const security = securityOf(served, host, context);
  const item = served.fields.rules[index];
  const ofMinions = (minions ?? []).map((minion) => minion.served.fields.rules[0]);
  const from = [item, ...ofMinions].filter((one) => one !== undefined);
  if (security.kind === 'refused' && redirectsToHttps(served.annotations, context)) {
    const paths = (served.fields.paths[index] ?? []).filter((one) => one !== undefined);
    sayDown(host, security, [...from, ...paths], context);
    return undefined;
  }
  const hasTls = security.kind !== 'none';
  const serverEffects = readPolicies(served, context);
  const blocks: Block[] =
    minions === undefined
      ? [
          {
            place: { server: served, serverEffects, minion: undefined, minionEffects: undefined, hasTls },
            locations: ordinary(served, index),
          },
        ]
      : minions.map((minion) => ({
          place: {
            server: served,
            serverEffects,
            minion: minion.served,
            minionEffects: readPolicies(minion.served, context),
            hasTls,
          },
          locations: ofMinion(minion),
        }));
  const onlyCalls = areCalls(blocks, context);
  const plainHttp = readPlainHttp(served.annotations, security, onlyCalls, context);
  const rules = rulesOf({ host, index, blocks, plainHttp, refusesTls: security.kind !== 'terminate', plus }, context);
  if (plainHttp.kind === 'redirect') sayUnmatched(context);
  if (hasTls && plainHttp.kind === 'serve') sayPlainHsts(rules, context);
  if (rules.length === 0) {
    sayEmpty(host, security, from, context);
    return undefined;
  }
  return { host: patternOf(host), aliases: [], tls: tlsOf(security), rules, from };
}

/** A wildcard spans any number of labels (semantics 3.3). */
function patternOf(host: string): HostPattern {
  return host.startsWith('*.')
    ? { kind: 'wildcard', suffix: host.slice(2), labels: 'many' }
    : { kind: 'exact', name: host };
}

function tlsOf(security: HostSecurity): HostTls {
  if (security.kind !== 'terminate') return { kind: 'http-only' };
  return { kind: 'terminate', certificate: security.certificate, from: security.from };
}

function ordinary(served: ServedIngress, index: number): Location[] {
  const { ingress, fields } = served;
  const locations = locationsOf(served, index, () => true);
  const { defaultBackend } = ingress;
  const hasRoot = (ingress.rules[index]?.paths ?? []).some(
    (path) => (path?.path ?? '/') === '/' && path !== undefined && path.pathType !== 'Exact',
  );
  const isRoot = (ingress.rules[index]?.paths ?? []).some((path) => path?.path === '' && path.pathType !== 'Exact');
  if (hasRoot || isRoot || defaultBackend?.kind !== 'service') return locations;
  const items = fields.defaultBackend === undefined ? [] : [fields.defaultBackend];
  const label = ingress.legacy ? 'spec.backend' : 'spec.defaultBackend';
  return [...locations, locationOf(served, { path: '/', pathType: 'Prefix' }, defaultBackend, label, items)];
}

function ofMinion({ served, paths }: Minion): Location[] {
  return locationsOf(served, 0, (text) => paths.has(text));
}

function locationsOf(served: ServedIngress, index: number, isOwn: (text: string) => boolean): Location[] {
  return (served.ingress.rules[index]?.paths ?? []).flatMap((path, at) => {
    if (path === undefined || path.backend.kind !== 'service' || !isOwn(path.path ?? '')) return [];
    const item = served.fields.paths[index]?.[at];
    const label = `spec.rules[${index}].http.paths[${at}]`;
    return [locationOf(served, path, path.backend, label, item === undefined ? [] : [item])];
  });
}

/** Whether every location speaks gRPC, so that the server listens with TLS only. */
function areCalls(blocks: readonly Block[], { settings }: Context): boolean {
  if (!settings.bool('http2', false)) return false;
  const locations = blocks.flatMap(({ locations: all }) => all.filter(({ broken }) => broken === undefined));
  return (
    locations.length > 0 &&
    locations.every(({ served, backend }) =>
      (served.annotations.text('nginx.org/grpc-services')?.value ?? '').split(',').includes(backend.name),
    )
  );
}

function sayDown(
  host: string,
  { why, from }: HostSecurity & { readonly kind: 'refused' },
  hostItems: readonly ItemId[],
  { ledger }: Context,
): void {
  const message = `nothing is published for ${host}: ${why}, so that the controller refuses its TLS connections and only redirects plain HTTP there`;
  const next = 'Repair the Secret, then convert again.';
  ledger.sayAll(from, { verdict: 'invalid', code: 'RS2263', severity: 'error', message, next });
  ledger.sayAll(hostItems, { verdict: 'redundant', code: 'RS2263', severity: 'info', message });
}

/** On plain HTTP the controller takes away what backends say in Strict-Transport-Security, and says nothing itself. */
function sayPlainHsts(rules: readonly Rule[], { ledger }: Context): void {
  const items = new Set(rules.flatMap(({ policies }) => policies.hsts?.from ?? []));
  ledger.sayAll([...items], {
    verdict: 'approximated',
    code: 'RS2128',
    severity: 'info',
    message: 'on plain HTTP the controller takes away what backends say under this name; it is passed on now',
  });
}

function sayEmpty(host: string, security: HostSecurity, from: readonly ItemId[], { ledger }: Context): void {
  const message = `nothing is published for ${host}; the controller answers 404 there`;
  ledger.sayAll([...from, ...(security.kind === 'none' ? [] : security.from)], {
    verdict: 'redundant',
    code: 'RS1018',
    message,
  });
}

function sayUnmatched({ ledger, settings }: Context): void {
  if (settings.known('unmatched') !== undefined) return;
  ledger.say(settings.item('unmatched', '404'), {
    verdict: 'approximated',
    code: 'RS2262',
    severity: 'info',
    message:
      'plain HTTP of hosts with TLS is redirected before a path is looked for, to an address with the port 443; what no path takes answers 404 at once now, and the port, which is the usual one, is left out',
  });
}
