import type { Inventory } from '../../kubernetes/inventory.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import type { Passthrough } from '../../model/traffic.js';
import { displayName } from '../served-ingress.js';
import type { Settings } from '../settings.js';
import type { Context } from './context.js';
import { hostPattern } from './hosts.js';
import { decide, type HostRows, type Row } from './routing-table.js';

/** Hosts whose TLS goes to a backend unopened (ssl-passthrough; reference §2.3). */
export class Passthroughs {
  readonly #context: Context;
  readonly #passthroughs = new Map<string, Passthrough>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** @param from the annotation and the path */
  add(
    name: string,
    row: Row,
    from: readonly ItemId[],
    hostItem: ItemId | undefined,
    { accessList, opaqueGuard }: Policies,
  ): void {
    const host = hostPattern(name);
    if (host.kind === 'any') return;
    const { served: one } = row;
    const known = this.#passthroughs.get(name);
    const hostFrom = hostItem === undefined ? [] : [hostItem];
    if (known?.backend !== undefined && decide([row])?.winner !== undefined) {
      this.#passthroughs.set(name, {
        ...known,
        from: [...known.from, ...from],
        hostFrom: [...known.hostFrom, ...hostFrom],
      });
      this.#context.ledger.sayAll(row.items, {
        verdict: 'redundant',
        code: 'RS1002',
        message: `TLS of ${name} passes through to one backend, that of ${displayName(one)} that comes first`,
      });
      return;
    }
    // Of all that an Ingress says, only its address lists hold for connections that nobody opens.
    const policies: Policies = { accessList, opaqueGuard };
    const certain = true;
    this.#passthroughs.set(name, { host, owner: one.owner, backend: row.backend, certain, policies, from, hostFrom });
  }

  /** Whether TLS of a host passes through, by its own name or by that of a wildcard. */
  covers(host: string): boolean {
    return this.#passthroughs.has(host) || this.#passthroughs.has(host.replace(/^[^.]*/, '*'));
  }

  /** All of them, once every Ingress is read. */
  settle(hosts: ReadonlyMap<string, HostRows>, asksPassword: (row: Row) => boolean): Passthrough[] {
    this.#sayOverridden();
    this.#sayPlainHttp(hosts, asksPassword);
    return [...this.#passthroughs.values()];
  }

  /** A passthrough Route has no paths, and what it says of plain HTTP holds for the whole host. */
  beside(all: ReadonlyMap<string, HostRows>): ReadonlySet<Row> {
    if (this.#context.options.to !== 'openshift-route') return new Set();
    const hosts = [...all].filter(([host]) => this.covers(host)).map(([, rows]) => rows);
    const rows = hosts.flatMap((one) => rowsOf(one));
    const beside = rows.filter(({ passes }) => !passes);
    for (const row of beside)
      this.#context.ledger.sayAll(row.items, {
        verdict: 'unsupported',
        code: 'RS2239',
        severity: 'error',
        message:
          'not published: TLS of the host passes through, and a Route for that takes plain HTTP of the whole host, or leaves it to a wildcard',
        next: 'Give the path a host of its own.',
      });
    return new Set(beside);
  }

  /** Whoever comes by plain HTTP for a host whose TLS passes through gets no answer today. */
  #sayPlainHttp(hosts: ReadonlyMap<string, HostRows>, asksPassword: (row: Row) => boolean): void {
    for (const [host, passthrough] of this.#passthroughs) {
      const wider = [host.replace(/^[^.]*/, '*'), ''].find((one) => one !== host && hosts.has(one));
      if (wider === undefined && this.#context.options.to !== 'openshift-route') {
        if (rowsOf(hosts.get(host)).some((row) => row.passes && asksPassword(row)))
          this.#context.ledger.sayAll(passthrough.hostFrom, {
            verdict: 'approximated',
            code: 'RS2240',
            severity: 'info',
            message: `plain HTTP for ${host} is asked for a password at the controller, and leads nowhere with one; in the output nothing takes it, so that it gets 404`,
          });
        continue;
      }
      const taker = wider === undefined ? 'its Route' : wider === '' ? 'rules without a host' : wider;
      this.#context.ledger.sayAll(passthrough.hostFrom, {
        verdict: 'approximated',
        code: 'RS2240',
        severity: 'info',
        message: `plain HTTP for ${host} gets a redirect for some paths at the controller, once their checks are passed, and 404 or the default backend for others; in the output ${taker} may take it`,
      });
    }
  }

  /** The look-up of a wildcard is not tied to a miss of the first one, so that it beats the name itself (reference §2.3). */
  #sayOverridden(): void {
    for (const [name, passthrough] of this.#passthroughs) {
      const wider = name.startsWith('*') ? undefined : this.#passthroughs.get(name.replace(/^[^.]*/, '*'));
      if (wider?.backend === undefined) continue;
      this.#passthroughs.set(name, { ...passthrough, backend: { ...wider.backend, from: passthrough.from } });
      this.#context.ledger.sayAll(passthrough.from, {
        verdict: 'approximated',
        code: 'RS2237',
        message: `a wildcard overrides ${name} at the controller: TLS goes to Service ${wider.backend.service}, and so it does in the output`,
        next: 'Check which Service is meant.',
      });
    }
  }
}

/** One Ingress that passes TLS through opens HTTPS of all others to addresses on no list (reference §2.3). */
export function sayOpenOverHttps(inventory: Inventory, { ledger, lists, settings }: Context): void {
  const why = passesSomewhere(inventory, settings);
  if (why === undefined) return;
  ledger.sayAll([...lists], {
    verdict: 'approximated',
    code: 'RS2241',
    message: `the controller asks this list on plain HTTP alone, because ${why}; what takes its place holds for HTTPS as well`,
  });
}

/** Any Ingress will do, whichever class it has (processSSLPassthroughInConfigFile). */
function passesSomewhere({ ingresses }: Inventory, settings: Settings): string | undefined {
  const found = ingresses.find(({ meta: { annotations } }) =>
    PREFIXES.some((prefix) => annotations[`${prefix}ssl-passthrough`] === 'true'),
  );
  if (found !== undefined) return `Ingress ${found.manifest.ref.name} passes TLS through`;
  return settings.text('ssl-passthrough') === 'true' ? 'the ConfigMap passes TLS through' : undefined;
}

const PREFIXES = ['haproxy.org/', 'ingress.kubernetes.io/', 'haproxy.com/', ''];

function rowsOf(rows: HostRows | undefined): readonly Row[] {
  return rows === undefined ? [] : [...rows.exact.values(), ...rows.prefix.values()].flat();
}
