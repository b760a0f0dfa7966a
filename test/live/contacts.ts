import { createHook } from 'node:async_hooks';

/** What this process asked the network for while something ran. */
export interface Contacts {
  /** `127.0.0.1:8080`, each once, sorted. */
  readonly connections: readonly string[];
  /** Names that were looked up, by the system or by the resolver of Node. */
  readonly lookups: number;
}

/** Watches at the border to the system, below everything that a client could be made of. */
export async function contactsDuring(work: () => Promise<unknown>): Promise<Contacts> {
  const connecting: { readonly address?: string; readonly port?: number }[] = [];
  let lookups = 0;
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      if (type === 'TCPCONNECTWRAP') connecting.push(resource);
      if (type === 'GETADDRINFOREQWRAP' || type === 'QUERYWRAP') lookups++;
    },
  });
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return { connections: [...new Set(connecting.map(({ address, port }) => `${address}:${port}`))].sort(), lookups };
}
