import type { Passthrough } from '../../model/traffic.js';
import { resolveBackend } from './backends.js';
import type { Context } from './context.js';
import { hostPattern } from './hosts.js';
import type { Server } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

/** TLS passthrough is a switch of the host; the backend is the one of `/` (semantics §11.4). */
export function passthroughOf(server: Server, context: Context): Passthrough | undefined {
  if (!context.inUse.has('ssl-passthrough')) return undefined;
  const askers: ServedIngress[] = [];
  for (const user of server.users) {
    const value = user.annotations.bool('ssl-passthrough');
    if (value?.value === true) askers.push(user);
    else if (value !== undefined)
      context.ledger.sayAll(value.from, {
        verdict: 'redundant',
        code: 'RS0308',
        message: 'asks for what happens without the annotation too',
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
  return {
    host,
    owner: asker.owner,
    backend: resolved?.ok === true ? resolved.backend : undefined,
    from,
    hostFrom: server.hostItems,
  };
}
