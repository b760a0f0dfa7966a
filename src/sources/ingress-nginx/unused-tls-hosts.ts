import type { FieldPath, Manifest } from '../../kubernetes/object.js';
import type { Ledger } from '../../ledger/ledger.js';
import { displayName } from '../served-ingress.js';
import type { RoutingTable, Server } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

/**
 * Says which hosts of a `tls` entry are not used although others are, because no rule of the Ingress names them: the
 * controller looks for the certificate of a host in the Ingresses whose rules name it, and nowhere else (createServers;
 * semantics §11.2). Of an entry that nothing uses at all, the entry speaks. To be called after the target was compiled.
 */
export function sayUnusedTlsHosts(served: readonly ServedIngress[], table: RoutingTable, ledger: Ledger): void {
  for (const one of served) {
    if (one.isCanary || namesItsHost(one)) continue;
    const ruled = new Set(one.ingress.rules.map((rule) => rule?.host ?? ''));
    one.ingress.tls.forEach((entry, index) => {
      const item = one.fields.tls[index];
      if (entry === undefined || item === undefined || ledger.isSilent(item)) return;
      const others = entry.hosts.filter((host) => !ruled.has(host));
      if (others.length === 0) return;
      const names = namesBehind(one, ruled, table);
      const unused = new Set<unknown>(others.filter((host) => !names.has(host)));
      // Where none of them is used, the entry as a whole has its meaning: it makes the hosts of the Ingress redirect.
      if (entry.hosts.every((host) => unused.has(host))) return;
      hostsOf(one.ingress.manifest, index).forEach((host, position) => {
        if (typeof host !== 'string' || !unused.has(host)) return;
        const path: FieldPath = ['spec', 'tls', index, 'hosts', position];
        sayUnused(ledger.openField(one.ingress.manifest, path, host), table.servers.get(host), ledger);
      });
    });
  }
}

/** As most do: one rule for one host, and a certificate for that host alone, if any. */
function namesItsHost({ ingress: { tls, rules } }: ServedIngress): boolean {
  if (tls.length === 0) return true;
  const [entry] = tls;
  const host = rules[0]?.host;
  return (
    tls.length === 1 && rules.length === 1 && entry?.hosts.length === 1 && host !== undefined && entry.hosts[0] === host
  );
}

function sayUnused(item: number, server: Server | undefined, ledger: Ledger): void {
  const [user] = server?.users ?? [];
  const why = 'no rule of this Ingress names it, so the controller never presents the certificate of this entry for it';
  ledger.say(
    item,
    user === undefined
      ? { verdict: 'redundant', code: 'RS1206', message: why, next: 'Remove it, or add a rule for it.' }
      : {
          verdict: 'redundant',
          code: 'RS1206',
          message: `${why}; only the tls of the Ingresses that name it in a rule counts, such as ${displayName(user)}`,
          next: 'Remove it here, and list it in the tls of that Ingress.',
        },
  );
}

/** Names that an entry serves without a rule for them: wildcards above hosts and aliases, aliases, www counterparts. */
function namesBehind(one: ServedIngress, ruled: ReadonlySet<string>, table: RoutingTable): Set<string> {
  const names = new Set<string>();
  for (const host of ruled) {
    const users = table.servers.get(host)?.users ?? [one];
    const aliases = users.flatMap((user) => user.annotations.list('server-alias')?.value ?? []);
    const www = users.some((user) => user.annotations.bool('from-to-www-redirect')?.value === true);
    const counterpart = host.startsWith('www.') ? host.slice(4) : `www.${host}`;
    for (const name of [host, ...aliases.map((alias) => alias.toLowerCase()), ...(www ? [counterpart] : [])]) {
      names.add(name);
      const dot = name.indexOf('.');
      if (dot >= 0) names.add(`*${name.slice(dot)}`);
    }
  }
  return names;
}

/** The list as it is written: entries that are no host names have a place in it too. */
function hostsOf({ content }: Manifest, index: number): readonly unknown[] {
  let value: unknown = content;
  for (const key of ['spec', 'tls', index, 'hosts']) {
    if (typeof value !== 'object' || value === null) return [];
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return Array.isArray(value) ? value : [];
}
