import type { HostPattern } from '../../model/host-pattern.js';
import type { ClientCertificate, Policies } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { HostTls, Owner, Passthrough, Rule, VirtualHost } from '../../model/traffic.js';
import type { Refusal } from './annotations.js';
import { resolveBackend } from './backends.js';
import { certificateOf, type HostCertificate } from './certificates.js';
import { readClientCertificate } from './concerns/authentication.js';
import { readPlainHttp } from './concerns/https-redirect.js';
import type { Redirects } from './concerns/redirects.js';
import { readServerGuard } from './concerns/snippets.js';
import type { Context } from './context.js';
import { type TriedLocations, triedLocations } from './locations.js';
import { orderAssumption } from './order.js';
import { DEFAULT_SERVER, type Location, type RoutingTable, type Server } from './routing-table.js';
import { type Rules, rulesOf } from './rules.js';
import { displayName, type ServedIngress } from './served-ingress.js';

/** What was read of each Ingress, once. */
export interface Readings {
  readonly policies: ReadonlyMap<ServedIngress, Policies>;
  readonly redirects: ReadonlyMap<ServedIngress, Redirects>;
}

/** Turns the controller's servers into virtual hosts of the traffic model. */
export function buildHosts(
  table: RoutingTable,
  readings: Readings,
  context: Context,
): { hosts: VirtualHost[]; passthroughs: Passthrough[] } {
  const certificates = new Map<string, HostCertificate>();
  for (const server of table.servers.values()) {
    const found = certificateOf(server, context.secretOf);
    if (found !== undefined) certificates.set(server.host, found);
  }
  const hosts: VirtualHost[] = [];
  const passthroughs: Passthrough[] = [];
  const aliases = new Map<string, string>();
  for (const server of [...table.servers.values()].sort((a, b) => (a.host < b.host ? -1 : 1))) {
    if (server.locations.length === 0) continue;
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
    hosts.push(...hostsOf(server, tls, certificate, table, readings, aliases, context));
  }
  return { hosts, passthroughs };
}

function hostsOf(
  server: Server,
  tls: HostTls,
  certificate: HostCertificate | undefined,
  table: RoutingTable,
  readings: Readings,
  takenAliases: Map<string, string>,
  context: Context,
): VirtualHost[] {
  const tried = triedLocations(server);
  sayBroken(server, tried, context);
  sayImplicitRoot(server, readings, context);
  const clientCertificate = clientCertificateOf(server, context);
  const build = (hasTls: boolean): Rule[] =>
    rulesOf({
      server,
      tried,
      readings,
      clientCertificate,
      context,
      locked: hostLock(server),
      serverGuard: serverGuardOf(server),
      plainHttpOf: (l: Location, path: string) => readPlainHttp(l.owner, path, hasTls, context),
    } satisfies Rules);
  const host = hostPattern(server.host);
  const { covered, uncovered } = aliasesOf(server, certificate, table, takenAliases, context);
  const main: VirtualHost = {
    host,
    aliases: covered,
    tls,
    rules: build(certificate !== undefined),
    from: server.hostItems,
  };
  const hosts = [main];
  for (const alias of uncovered) {
    // An alias that the certificate does not name is served with the default certificate and without redirect (§5.5).
    hosts.push({
      host: alias.value,
      aliases: [],
      tls: { kind: 'default' },
      rules: build(false),
      from: alias.from,
      aliasOf: server.host,
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

/** A client CA that the controller cannot load locks the whole host, whoever asked for it (semantics §18.3). */
function hostLock(server: Server): Refusal | undefined {
  if (server.host === DEFAULT_SERVER) return undefined;
  return server.users.find((u) => u.annotations.hostDenied !== undefined)?.annotations.hostDenied;
}

/** Access directives of a server snippet reach every location of the host; the oldest Ingress that has one decides (§20). */
function serverGuardOf(server: Server): Traced<string> | undefined {
  const owner = server.users.find((u) => u.annotations.has('server-snippet'));
  return owner === undefined ? undefined : readServerGuard(owner.annotations);
}

function clientCertificateOf(server: Server, context: Context): Traced<ClientCertificate> | undefined {
  for (const user of server.users) {
    const found = readClientCertificate(user, context);
    if (found !== undefined) return found;
  }
  return undefined;
}

function aliasesOf(
  server: Server,
  certificate: HostCertificate | undefined,
  table: RoutingTable,
  taken: Map<string, string>,
  context: Context,
): { covered: Traced<HostPattern>[]; uncovered: Traced<HostPattern>[] } {
  const covered: Traced<HostPattern>[] = [];
  const uncovered: Traced<HostPattern>[] = [];
  const owners = server.users.filter((u) => u.annotations.has('server-alias'));
  const [owner, ...others] = owners;
  for (const other of others) {
    context.ledger.sayAll(other.annotations.itemsOf(['server-alias']), {
      verdict: 'redundant',
      code: 'RS0313',
      severity: 'warning',
      message: `${displayName(owner ?? other)} is older and sets the aliases of ${server.host}${orderAssumption(owner ?? other, other)}`,
    });
  }
  const list = owner?.annotations.list('server-alias');
  for (const name of [...new Set(list?.value ?? [])].sort()) {
    const from = list?.from ?? [];
    const pattern = aliasPattern(name.toLowerCase());
    if (pattern === undefined) {
      context.ledger.sayAll(from, {
        verdict: 'unsupported',
        code: 'RS1108',
        message: `the alias ${name} is an nginx expression; host names here are names, or *. before a name`,
        next: 'List the names one by one.',
      });
    } else if (server.host === DEFAULT_SERVER) {
      const message = 'rules without a host serve every name that no Ingress names, this one included';
      context.ledger.sayAll(from, { verdict: 'redundant', code: 'RS1109', message });
    } else if (table.servers.has(name.toLowerCase())) {
      context.ledger.sayAll(from, {
        verdict: 'redundant',
        code: 'RS1109',
        message: `the alias ${name} is itself the host of an Ingress, which wins`,
      });
    } else if (taken.has(name.toLowerCase())) {
      // nginx keeps the first of two server blocks, and they are sorted by host (semantics §5.4).
      context.ledger.sayAll(from, {
        verdict: 'redundant',
        code: 'RS0313',
        severity: 'warning',
        message: `${name} is already an alias of ${taken.get(name.toLowerCase())}, whose name sorts first: nginx ignores it here`,
        next: 'Keep the alias on one host.',
      });
    } else {
      taken.set(name.toLowerCase(), server.host);
      const target = certificate === undefined || certificate.covers(name.toLowerCase()) ? covered : uncovered;
      target.push({ value: pattern, from });
    }
  }
  return { covered, uncovered };
}

function aliasPattern(name: string): HostPattern | undefined {
  const bare = name.startsWith('*.') ? name.slice(2) : name;
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(bare)) return undefined;
  return name.startsWith('*.') ? { kind: 'wildcard', suffix: bare, labels: 'many' } : { kind: 'exact', name };
}

/** from-to-www-redirect makes a server of its own for the counterpart name (semantics §5.6). */
function wwwOf(
  server: Server,
  table: RoutingTable,
  readings: Readings,
  tls: HostTls,
  certificate: HostCertificate | undefined,
  context: Context,
): VirtualHost | undefined {
  const location = server.locations.find((l) => !l.implicit && readings.redirects.get(l.owner)?.www !== undefined);
  const from = [
    ...new Set(server.locations.flatMap((l) => (l.implicit ? [] : (readings.redirects.get(l.owner)?.www?.from ?? [])))),
  ];
  if (location === undefined || server.host === DEFAULT_SERVER) return undefined;
  if (server.host.startsWith('*.')) {
    context.ledger.sayAll(from, {
      verdict: 'invalid',
      code: 'RS1009',
      severity: 'error',
      message: `on the wildcard host ${server.host} this makes a server name that nginx refuses: the controller cannot reload`,
      next: 'Remove the annotation.',
    });
    return undefined;
  }
  const counterpart = server.host.startsWith('www.') ? server.host.slice(4) : `www.${server.host}`;
  if (table.servers.has(counterpart)) {
    context.ledger.sayAll(from, {
      verdict: 'redundant',
      code: 'RS1109',
      message: `${counterpart} is itself the host of an Ingress, so the controller makes no redirect`,
    });
    return undefined;
  }
  if (counterpart.length > 253) {
    const message = 'www. before the host makes a name of more than 253 characters, which no client can ask for';
    context.ledger.sayAll(from, { verdict: 'redundant', code: 'RS1109', message });
    return undefined;
  }
  const status = context.settings.integer('http-redirect-code', 308);
  const covered = certificate?.covers(counterpart) === true;
  return {
    host: { kind: 'exact', name: counterpart },
    aliases: [],
    tls: covered ? tls : { kind: 'default' },
    from: [],
    rules: [
      {
        owner: location.owner.owner,
        label: 'from-to-www-redirect',
        path: { kind: 'element-prefix', path: '/' },
        action: {
          kind: 'redirect',
          redirect: { value: { status, hostname: server.host, keepsQuery: true, purpose: 'other-host' }, from },
        },
        plainHttp: { kind: 'serve', from: [] },
        policies: {},
        from: [],
        regexFrom: [],
      },
    ],
  };
}

/** TLS passthrough is a switch of the host; the backend is the one of `/` (semantics §11.4). */
function passthroughOf(server: Server, context: Context): Passthrough | undefined {
  const askers = server.users.filter((u) => u.annotations.bool('ssl-passthrough')?.value === true);
  for (const user of server.users) {
    const value = user.annotations.bool('ssl-passthrough');
    if (value?.value === false)
      context.ledger.sayAll(value.from, {
        verdict: 'redundant',
        code: 'RS0308',
        message: 'asks for what happens anyway',
      });
  }
  const [asker] = askers;
  if (asker === undefined) return undefined;
  const asked = askers.flatMap((u) => u.annotations.itemsOf(['ssl-passthrough']));
  const host = hostPattern(server.host);
  if (host.kind !== 'exact') {
    context.ledger.sayAll(asked, {
      verdict: 'redundant',
      code: 'RS1208',
      message:
        'passthrough compares the server name with the host as written, so it never acts on wildcard or missing hosts',
    });
    return undefined;
  }
  const root = server.locations.find((l) => l.path === '/' && l.type === 'Prefix' && !l.implicit);
  const resolved =
    root?.upstream === undefined ? undefined : resolveBackend(root.upstream, root.items, context.serviceOf);
  const from = [...asked, ...(root?.items ?? [])];
  return { host, owner: asker.owner, backend: resolved?.ok === true ? resolved.backend : undefined, from };
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
    policies?.rateLimit?.limits[0];
  if (guards !== undefined && root.upstream === undefined && root.owner.annotations.denied === undefined) {
    context.ledger.sayAll(guards.from, {
      verdict: 'converted',
      code: 'RS1015',
      severity: 'info',
      message: `paths of ${server.host} that no rule names pass this check before the controller answers 404; the gateway answers 404 at once`,
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
    });
  }
}

export type { Owner };
