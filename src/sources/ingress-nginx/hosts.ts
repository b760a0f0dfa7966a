import type { HostPattern } from '../../model/host-pattern.js';
import type { Policies } from '../../model/policies.js';
import type { HostTls, Passthrough, Rule, VirtualHost } from '../../model/traffic.js';
import { displayName } from '../served-ingress.js';
import { wordsOf } from '../target-words.js';
import { certificateOf, type HostCertificate } from './certificates.js';
import { readPlainHttp } from './concerns/https-redirect.js';
import type { Redirects } from './concerns/redirects.js';
import type { Snippets } from './concerns/snippets.js';
import type { Context } from './context.js';
import { clientCertificateOf, hostLock, serverSnippetOf } from './host-guards.js';
import { type TriedLocations, triedLocations } from './locations.js';
import { orderAssumption } from './order.js';
import { passthroughOf } from './passthrough.js';
import { DEFAULT_SERVER, type Location, type RoutingTable, type Server } from './routing-table.js';
import { type Rules, rulesOf } from './rules.js';
import type { ServedIngress } from './served-ingress.js';
import { aliasesOf, aliasOwners } from './server-aliases.js';
import { answersOn, isServedAlike, namesBelow } from './snippet-hosts.js';
import { wwwOf } from './www-redirect.js';

/** What was read of each Ingress, once. */
export interface Readings {
  readonly policies: ReadonlyMap<ServedIngress, Policies>;
  readonly redirects: ReadonlyMap<ServedIngress, Redirects>;
  readonly snippets: ReadonlyMap<ServedIngress, Snippets>;
}

/** Turns the controller's servers into virtual hosts of the traffic model. */
export function buildHosts(
  table: RoutingTable,
  readings: Readings,
  context: Context,
): { hosts: VirtualHost[]; passthroughs: Passthrough[] } {
  const certificates = new Map<string, HostCertificate>();
  const servers = [...table.servers.values()];
  for (const server of servers) {
    const found = certificateOf(server, context.secretOf, wordsOf(context.options.to));
    if (found !== undefined) certificates.set(server.host, found);
  }
  servers.sort((a, b) => (a.host < b.host ? -1 : 1));
  const ofAliases = certificatesOfAliases(servers, certificates, context);
  const hosts: VirtualHost[] = [];
  const passthroughs: Passthrough[] = [];
  const aliases = new Map<string, string>();
  for (const server of servers) {
    if (server.locations.length === 0) {
      // Nothing is served there, but its server block still takes the names of its aliases.
      aliasesOf(server, undefined, () => undefined, table, aliases, context);
      continue;
    }
    const own = certificates.get(server.host);
    // A host below a wildcard host with TLS takes part in its certificate and its redirect (semantics §11.1).
    const certificate = own ?? certificates.get(parentWildcard(server.host));
    const passthrough = passthroughOf(server, context);
    if (passthrough !== undefined) passthroughs.push(passthrough);
    const tls: HostTls =
      passthrough !== undefined
        ? { kind: 'http-only' }
        : certificate === undefined
          ? { kind: 'default' }
          : { kind: 'terminate', certificate: certificate.certificate, from: certificate.from };
    if (passthrough !== undefined && own !== undefined) sayCertificateUnused(own, context);
    const inherited = (name: string) => ofAliases.get(name) ?? certificates.get(parentWildcard(name));
    hosts.push(...hostsOf(server, tls, certificate, inherited, table, readings, aliases, context));
  }
  return { hosts, passthroughs };
}

/**
 * The controller has one list of names with certificates for all servers: an alias that two of them have takes its
 * certificate, and the redirect that comes with it, from the last, although nginx gives its requests to the first.
 *
 * @param servers sorted by host
 */
function certificatesOfAliases(
  servers: readonly Server[],
  certificates: ReadonlyMap<string, HostCertificate>,
  { inUse }: Context,
): ReadonlyMap<string, HostCertificate> {
  const found = new Map<string, HostCertificate>();
  if (!inUse.has('server-alias')) return found;
  for (const server of servers) {
    const [owner] = aliasOwners(server);
    if (owner === undefined) continue;
    const certificate = certificates.get(server.host);
    for (const alias of owner.annotations.list('server-alias')?.value ?? []) {
      const name = alias.toLowerCase();
      if (certificate?.covers(name) === true) found.set(name, certificate);
      else found.delete(name);
    }
  }
  return found;
}

function hostsOf(
  server: Server,
  tls: HostTls,
  certificate: HostCertificate | undefined,
  inherited: (name: string) => HostCertificate | undefined,
  table: RoutingTable,
  readings: Readings,
  takenAliases: Map<string, string>,
  context: Context,
): VirtualHost[] {
  const tried = triedLocations(server);
  sayBroken(server, tried, context);
  sayImplicitRoot(server, readings, context);
  const clientCertificate = clientCertificateOf(server, context);
  const serverSnippet = serverSnippetOf(server, readings.snippets);
  const build = (hasTls: boolean, name: HostPattern): readonly Rule[] =>
    rulesOf({
      server,
      host: name,
      tried,
      readings,
      clientCertificate,
      context,
      locked: hostLock(server),
      serverSnippet,
      plainHttpOf: (l: Location, path: string) => readPlainHttp(l.owner, path, hasTls, context),
    } satisfies Rules);
  const host = hostPattern(server.host);
  const { covered, uncovered } = aliasesOf(server, certificate, inherited, table, takenAliases, context);
  const answers = answersOn(server, serverSnippet, readings);
  const apart = (name: HostPattern): boolean => !isServedAlike(host, name, answers);
  const hosts: VirtualHost[] = [
    {
      host,
      aliases: answers.length === 0 ? covered : covered.filter(({ value }) => !apart(value)),
      tls,
      rules: build(certificate !== undefined, host),
      from: server.hostItems,
    },
  ];
  // Without answers of snippets, no name differs from the host.
  if (answers.length > 0) {
    const named = namesBelow(host, answers, table, takenAliases).map((value) => ({ value, from: server.hostItems }));
    for (const { value, from } of [...covered.filter(({ value }) => apart(value)), ...named])
      hosts.push({ host: value, aliases: [], tls, rules: build(certificate !== undefined, value), from });
  }
  for (const alias of uncovered) {
    // An alias that the certificate does not name is served with the default certificate and without redirect (§5.5),
    // unless it lies below a wildcard host with TLS.
    const above = alias.value.kind === 'exact' ? inherited(alias.value.name) : undefined;
    hosts.push({
      host: alias.value,
      aliases: [],
      tls: above === undefined ? { kind: 'default' } : { kind: 'terminate', ...above },
      rules: build(above !== undefined, alias.value),
      from: alias.from,
      // Rules without a host have no certificate that could fail to cover it.
      ...(server.host === DEFAULT_SERVER || above !== undefined ? {} : { aliasOf: server.host }),
    });
  }
  const www = wwwOf(server, table, readings, tls, certificate, context);
  if (www !== undefined) hosts.push(www);
  return hosts;
}

/** A wildcard rule host is one label of letters, digits, dash and underscore (semantics §5.4). */
export function hostPattern(host: string): HostPattern {
  if (host === DEFAULT_SERVER) return { kind: 'any' };
  return host.startsWith('*.')
    ? { kind: 'wildcard', suffix: host.slice(2), labels: 'one' }
    : { kind: 'exact', name: host };
}

function parentWildcard(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 || host.startsWith('*.') ? '' : `*${host.slice(dot)}`;
}

function sayCertificateUnused(own: HostCertificate, context: Context): void {
  context.ledger.sayAll(own.from, {
    verdict: 'redundant',
    code: 'RS1207',
    message:
      'TLS passes through to the backend, so this certificate is never presented; its presence still redirects plain HTTP',
  });
}

function sayBroken(server: Server, tried: TriedLocations, context: Context): void {
  const what = tried.duplicate ?? (tried.regexMode ? undefined : server.brokenBy);
  if (what === undefined) return;
  const items = server.locations.flatMap((l) => l.items);
  context.ledger.sayAll(items, {
    verdict: 'converted',
    code: 'RS1009',
    severity: 'error',
    message: `the paths of ${server.host} give nginx one location twice (${what}): nginx refuses the configuration and the controller no longer reloads for any host`,
    next: 'Keep one of the paths that differ only by a final slash, or by the Ingress they are in.',
  });
}

/** The `/` that a host gets from its oldest Ingress carries that Ingress' annotations (semantics §5.1). */
function sayImplicitRoot(server: Server, readings: Readings, context: Context): void {
  const root = server.locations.find((l) => l.implicit);
  if (root === undefined) return;
  const others = server.users.filter((u) => u !== root.owner);
  const policies = readings.policies.get(root.owner);
  const guards =
    policies?.basicAuth ??
    policies?.externalAuth?.url ??
    policies?.accessList?.allow ??
    policies?.accessList?.deny ??
    policies?.rateLimit?.limits[0] ??
    policies?.opaqueGuard;
  if (
    guards !== undefined &&
    root.upstream === undefined &&
    context.options.defaultBackendService === undefined &&
    root.owner.annotations.denied === undefined
  ) {
    context.ledger.sayAll(guards.from, {
      verdict: 'converted',
      code: 'RS1015',
      severity: 'info',
      message: `paths of ${server.host} that no rule names pass this check before the controller answers 404; ${wordsOf(context.options.to).unmatched} at once`,
    });
  }
  const other = others.find((o) => orderAssumption(root.owner, o) !== '');
  const matters =
    guards !== undefined || root.upstream !== undefined || readings.redirects.get(root.owner)?.fixed !== undefined;
  if (other !== undefined && (matters || others.some((o) => o.ingress.defaultBackend !== undefined))) {
    context.ledger.sayAll(server.hostItems.slice(0, 1), {
      verdict: 'converted',
      code: 'RS1003',
      severity: 'warning',
      message: `paths of ${server.host} that no rule names are handled as ${displayName(root.owner)} says${orderAssumption(root.owner, other)}`,
      next: 'Check the creation times in the cluster.',
    });
  }
  for (const user of others) {
    if (user.fields.defaultBackend === undefined || user.ingress.rules.length === 0) continue;
    context.ledger.say(user.fields.defaultBackend, {
      verdict: 'redundant',
      code: 'RS1016',
      severity: 'warning',
      message: `paths of ${server.host} that no rule names are handled as ${displayName(root.owner)} says${orderAssumption(root.owner, user)}`,
      next: 'Write a rule for / with this backend if it is meant to serve them.',
    });
  }
}
