import type { Policies } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import type { Passthrough } from '../../model/traffic.js';
import { displayName } from '../served-ingress.js';
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
  settle(hosts: ReadonlyMap<string, HostRows>): Passthrough[] {
    this.#sayOverridden();
    this.#sayPlainHttp(hosts);
    return [...this.#passthroughs.values()];
  }

  /** A passthrough Route has no paths, and what it says of plain HTTP holds for the whole host. */
  beside(all: ReadonlyMap<string, HostRows>): ReadonlySet<Row> {
    if (this.#context.options.to !== 'openshift-route') return new Set();
    const hosts = [...all].filter(([host]) => this.covers(host)).map(([, rows]) => rows);
    const rows = hosts.flatMap(({ exact, prefix }) => [...exact.values(), ...prefix.values()].flat());
    const beside = rows.filter(({ passes }) => !passes);
    for (const row of beside)
      this.#context.ledger.sayAll(row.items, {
        verdict: 'unsupported',
        code: 'RS2239',
        severity: 'error',
        message:
          'not published: TLS of the host passes through, and a Route for that takes plain HTTP of the whole host',
        next: 'Give the path a host of its own.',
      });
    return new Set(beside);
  }

  /** Whoever comes by plain HTTP for a host whose TLS passes through gets no answer today. */
  #sayPlainHttp(hosts: ReadonlyMap<string, HostRows>): void {
    for (const [host, passthrough] of this.#passthroughs) {
      const wider = [host.replace(/^[^.]*/, '*'), ''].find((one) => one !== host && hosts.has(one));
      if (wider === undefined && this.#context.options.to !== 'openshift-route') continue;
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
