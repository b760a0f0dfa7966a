import type { IngressBackend } from '../../kubernetes/ingress.js';
import type { ItemId } from '../../model/traced.js';
import { listenerWords } from '../tcp-words.js';
import type { Context, ServedIngress } from './context.js';

/** Finds the Service port of a backend, or says why there is none. */
type Use = (
  served: ServedIngress,
  backend: IngressBackend & { readonly kind: 'service' },
) => { readonly ok: true } | { readonly ok: false; readonly why: string };

/**
 * Ingresses that open a TCP port instead of serving HTTP (syncIngressTCP; tcp-service-port). What each port leads to is told
 * by name and number, because the model of traffic has no word for it.
 */
export class TcpServices {
  readonly #context: Context;
  readonly #use: Use;
  /** Server names that have a backend already, by port; the empty one is for everybody else. */
  readonly #taken = new Set<string>();

  /** @param use makes the annotations of the Ingress count for its Service ports, as they do there */
  constructor(context: Context, use: Use) {
    this.#context = context;
    this.#use = use;
  }

  /** The port that an Ingress opens; undefined for one that serves HTTP. */
  portOf({ annotations }: ServedIngress): number | undefined {
    const port = annotations.integer('tcp-service-port')?.value ?? 0;
    return port === 0 ? undefined : port;
  }

  add(served: ServedIngress, port: number): void {
    const { ingress, fields, annotations } = served;
    if (ingress.defaultBackend !== undefined && fields.defaultBackend !== undefined)
      this.#saySkipped(
        fields.defaultBackend,
        this.#claim(served, port, '', ingress.defaultBackend, fields.defaultBackend),
      );
    ingress.rules.forEach((rule, i) => {
      const host = (rule?.host ?? '').toLowerCase();
      rule?.paths?.forEach((path, j) => {
        const item = fields.paths[i]?.[j];
        if (path === undefined || item === undefined) return;
        const isRoot = ['/', ''].includes(path.path ?? '');
        const why = isRoot ? this.#claim(served, port, host, path.backend, item) : 'a TCP service has no paths';
        this.#saySkipped(item, why);
      });
    });
    const { ledger } = this.#context;
    const message = `opens TCP port ${port} and serves no HTTP; what it leads to is told at its rules, and not published`;
    const rest = [...fields.tls, ...fields.rules, ...annotations.itemsOf(['tcp-service-port'])];
    for (const item of rest)
      if (item !== undefined && ledger.isSilent(item)) ledger.say(item, { verdict: 'manual', code: 'RS2201', message });
  }

  /** Why the path is skipped; undefined where it is told. */
  #claim(served: ServedIngress, port: number, host: string, backend: IngressBackend, item: ItemId): string | undefined {
    const key = `${port}\n${host}`;
    if (this.#taken.has(key)) return `port ${port} has a backend already`;
    if (backend.kind === 'resource') return 'its backend is no Service';
    const used = this.#use(served, backend);
    if (!used.ok) return used.why;
    this.#taken.add(key);
    const servicePort = 'number' in backend.port ? String(backend.port.number) : backend.port.name;
    const hasTls = served.ingress.tls.length > 0;
    const words = listenerWords({ port, host, service: backend.name, servicePort, hasTls }, this.#context.options);
    this.#context.ledger.say(item, { verdict: 'manual', code: 'RS2201', ...words });
    return undefined;
  }

  #saySkipped(item: ItemId, why: string | undefined): void {
    if (why === undefined) return;
    const message = `the controller skips this path: ${why}`;
    this.#context.ledger.say(item, { verdict: 'redundant', code: 'RS2203', message });
  }
}
