import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { Traced } from '../../model/traced.js';
import type { TargetName } from '../../options.js';
import { displayName } from '../served-ingress.js';
import type { HostCertificate } from './certificates.js';
import type { Context } from './context.js';
import { orderAssumption } from './order.js';
import { DEFAULT_SERVER, type RoutingTable, type Server } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

/** Of a host name (RFC 1035). */
const LONGEST_NAME = 253;

/** The Ingresses that set aliases of a server, of which the first counts. */
export function aliasOwners({ users }: Server): readonly ServedIngress[] {
  if (!users.some(setsAliases)) return NOBODY;
  return users.filter((one) => setsAliases(one) && one.ingress.rules.length > 0);
}

function setsAliases({ annotations }: ServedIngress): boolean {
  return annotations.has('server-alias');
}

const NOBODY: readonly ServedIngress[] = [];
const NO_ALIASES: Aliases = { covered: [], uncovered: [] };

/** Further names of a host: those that are served as it is, and those that are not, for want of a certificate. */
export interface Aliases {
  readonly covered: readonly Traced<HostPattern>[];
  readonly uncovered: readonly Traced<HostPattern>[];
}

export function aliasesOf(
  server: Server,
  certificate: HostCertificate | undefined,
  inherited: (name: string) => HostCertificate | undefined,
  table: RoutingTable,
  taken: Map<string, string>,
  context: Context,
): Aliases {
  if (!context.inUse.has('server-alias')) return NO_ALIASES;
  const users = server.users.filter(setsAliases);
  if (users.length === 0) return NO_ALIASES;
  const covered: Traced<HostPattern>[] = [];
  const uncovered: Traced<HostPattern>[] = [];
  // The controller goes through the rules: a catch-all Ingress has none (createServers in controller.go).
  for (const one of users.filter(({ ingress }) => ingress.rules.length === 0)) {
    const message = 'an Ingress without rules names no host that could have aliases; it serves unknown names anyway';
    context.ledger.sayAll(one.annotations.itemsOf(['server-alias']), { verdict: 'redundant', code: 'RS1109', message });
  }
  const [owner, ...others] = aliasOwners(server);
  for (const other of others) {
    context.ledger.sayAll(other.annotations.itemsOf(['server-alias']), {
      verdict: 'redundant',
      code: 'RS0313',
      severity: 'warning',
      message: `${displayName(owner ?? other)} is older and sets the aliases of ${server.host}${orderAssumption(owner ?? other, other)}`,
      next: `List the aliases of ${server.host} in one Ingress.`,
    });
  }
  const list = owner?.annotations.list('server-alias');
  for (const name of [...new Set(list?.value ?? [])].sort()) {
    const from = list?.from ?? [];
    const pattern = aliasPattern(name.toLowerCase());
    if (name.length > LONGEST_NAME) {
      context.ledger.sayAll(from, {
        verdict: 'unsupported',
        code: 'RS1108',
        message: `an alias of ${name.length} characters is longer than a host name can be (${LONGEST_NAME})`,
        next: 'Remove the alias: no name server knows it.',
      });
    } else if (pattern === undefined) {
      context.ledger.sayAll(from, {
        verdict: 'unsupported',
        code: 'RS1108',
        ...(isChecked(server) ? { severity: 'error' as const } : {}),
        message: `the alias ${name} is an nginx expression; host names here are names, or *. before a name${isChecked(server) ? `. What serves unknown names takes its requests, without the checks of ${server.host}` : ''}`,
        next: 'List the names one by one.',
      });
    } else if (table.servers.has(name.toLowerCase())) {
      context.ledger.sayAll(from, {
        verdict: 'redundant',
        code: 'RS1109',
        message: `the alias ${name} is itself the host of an Ingress, which wins`,
      });
    } else if (server.host === DEFAULT_SERVER && !taken.has(name.toLowerCase())) {
      // Its server stands before those with letters; of two that have a name, nginx keeps the first.
      taken.set(name.toLowerCase(), 'the rules without a host');
      if (server.locations.length > 0 && isWorthNaming(pattern, table, context.options.to)) {
        uncovered.push({ value: pattern, from });
        continue;
      }
      const message =
        server.locations.length === 0
          ? 'rules without a host take the name before every other host, and none of their paths is served: the controller answers 404'
          : 'rules without a host serve every name that no Ingress names, this one included';
      context.ledger.sayAll(from, { verdict: 'redundant', code: 'RS1109', message });
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
      // Below a wildcard host with TLS the name has a certificate that the main host lacks.
      const alike =
        certificate === undefined
          ? inherited(name.toLowerCase()) === undefined
          : certificate.covers(name.toLowerCase());
      const target = alike ? covered : uncovered;
      target.push({ value: pattern, from });
    }
  }
  return { covered, uncovered };
}

/** Whether something stands before the paths of a server that its aliases would lose. */
function isChecked({ users }: Server): boolean {
  return users.some(({ annotations }) => CHECKS.some((key) => annotations.has(key)));
}

const CHECKS = [
  ...['auth-url', 'auth-type', 'auth-tls-secret', 'whitelist-source-range', 'allowlist-source-range'],
  ...['denylist-source-range', 'limit-rps', 'limit-rpm', 'limit-connections'],
];

/**
 * Rules without a host serve unknown names anyway. One below a wildcard would go to the rules of the wildcard, past the
 * guards of its own, and Routes have no other form for rules without a host.
 */
function isWorthNaming(alias: HostPattern, table: RoutingTable, to: TargetName): boolean {
  if (to === 'openshift-route') return true;
  const name = alias.kind === 'wildcard' ? alias.suffix : formatHost(alias);
  const isAbove = (host: string): boolean => host.startsWith('*.') && name.endsWith(host.slice(1).toLowerCase());
  return [...table.servers.values()].some(
    ({ host, users }) =>
      isAbove(host) || users.some(({ annotations }) => annotations.list('server-alias')?.value.some(isAbove) === true),
  );
}

function aliasPattern(name: string): HostPattern | undefined {
  const bare = name.startsWith('*.') ? name.slice(2) : name;
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(bare)) return undefined;
  return name.startsWith('*.') ? { kind: 'wildcard', suffix: bare, labels: 'many' } : { kind: 'exact', name };
}
