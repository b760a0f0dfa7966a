import type { IngressBackend } from '../../kubernetes/ingress.js';
import type { ItemId } from '../../model/traced.js';
import type { TcpPorts } from '../tcp-ports.js';
import type { BackendDraft, Context, ServedIngress } from './context.js';
import { sayLostTuning, tcpBlockers } from './tcp-blockers.js';

/** Finds the Service port of a backend, or says why there is none. */
type Use = (
  served: ServedIngress,
  backend: IngressBackend & { readonly kind: 'service' },
) => { readonly ok: true; readonly backend: BackendDraft } | { readonly ok: false; readonly why: string };

/**
 * Ingresses that open a TCP port instead of serving HTTP (syncIngressTCP; tcp-service-port). Each of their backends claims the
 * port, for everybody or for a server name.
 */
export class TcpServices {
  readonly #context: Context;
  readonly #ports: TcpPorts;
  readonly #use: Use;
  /** Server names that have a backend already, by port; the empty one is for everybody else. */
  readonly #taken = new Set<string>();
  readonly #opening: { readonly port: number; readonly served: ServedIngress; readonly items: readonly ItemId[] }[] =
    [];

  /** @param use makes the annotations of the Ingress count for its Service ports, as they do there */
  constructor(context: Context, ports: TcpPorts, use: Use) {
    this.#context = context;
    this.#ports = ports;
    this.#use = use;
  }

  /** The port that an Ingress opens; undefined for one that serves HTTP. */
  portOf({ annotations }: ServedIngress): number | undefined {
    const port = annotations.integer('tcp-service-port')?.value ?? 0;
    return port === 0 ? undefined : port;
  }

  add(served: ServedIngress, port: number): void {
    const { ingress, fields, annotations } = served;
    const opening = annotations.itemsOf(['tcp-service-port']);
    const isWritten = (item: ItemId | undefined): item is ItemId => item !== undefined;
    this.#opening.push({ port, served, items: [...fields.tls, ...fields.rules, ...opening].filter(isWritten) });
    if (ingress.defaultBackend !== undefined && fields.defaultBackend !== undefined) {
      const why = this.#claim(served, port, '', ingress.defaultBackend, [fields.defaultBackend, ...opening]);
      this.#saySkipped(fields.defaultBackend, why);
    }
    ingress.rules.forEach((rule, i) => {
      const host = (rule?.host ?? '').toLowerCase();
      const hostItems = [fields.rules[i]].filter(isWritten);
      rule?.paths?.forEach((path, j) => {
        const item = fields.paths[i]?.[j];
        if (path === undefined || item === undefined) return;
        const isRoot = ['/', ''].includes(path.path ?? '');
        const items = [item, ...hostItems, ...opening] as const;
        const why = isRoot ? this.#claim(served, port, host, path.backend, items) : 'a TCP service has no paths';
        this.#saySkipped(item, why);
      });
    });
  }

  /** Says of what opens a port that its rules tell the rest, where nothing else was said. */
  sweep(): void {
    const { ledger } = this.#context;
    for (const { port, served, items } of this.#opening) {
      sayLostTuning(served.annotations, port, this.#context);
      const message = `opens TCP port ${port} and serves no HTTP; what it leads to is told at its rules, and not published`;
      for (const item of items)
        if (ledger.isSilent(item)) ledger.say(item, { verdict: 'manual', code: 'RS2201', message });
    }
  }

  /** Why the path is skipped; undefined where it claims the port. */
  #claim(
    served: ServedIngress,
    port: number,
    host: string,
    backend: IngressBackend,
    [item, ...from]: readonly [ItemId, ...ItemId[]],
  ): string | undefined {
    const key = `${port}\n${host}`;
    if (this.#taken.has(key)) return `port ${port} has a backend already`;
    if (backend.kind === 'resource') return 'its backend is no Service';
    const used = this.#use(served, backend);
    if (!used.ok) return used.why;
    this.#taken.add(key);
    const servicePort = 'number' in backend.port ? String(backend.port.number) : backend.port.name;
    const { owner, annotations, ingress } = served;
    const { sources, backend: resolved } = used.backend;
    this.#ports.claim({
      words: { port, host, service: backend.name, servicePort, hasTls: ingress.tls.length > 0 },
      item,
      from,
      owner,
      backend: resolved,
      why: () => tcpBlockers(sources.includes(annotations) ? sources : [annotations, ...sources], this.#context),
    });
    return undefined;
  }

  #saySkipped(item: ItemId, why: string | undefined): void {
    if (why === undefined) return;
    const message = `the controller skips this path: ${why}`;
    this.#context.ledger.say(item, { verdict: 'redundant', code: 'RS2203', message });
  }
}
