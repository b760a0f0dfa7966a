import type { Server } from './servers.js';

/** The servers that listen on one port; the first one listed takes what no name fits, unless a default server does. */
export class ServerTable {
  private readonly exact = new Map<string, Server>();
  private readonly wildcards = new Map<string, Server>();
  private readonly fallback: Server | undefined;

  /** `servers` in the order of the files. */
  constructor(servers: readonly Server[], defaultServer: Server | undefined) {
    this.fallback = defaultServer ?? servers[0];
    for (const server of servers) {
      const name = server.host.toLowerCase();
      const table = name.startsWith('*.') ? this.wildcards : this.exact;
      const key = name.startsWith('*.') ? name.slice(1) : name;
      if (!table.has(key)) table.set(key, server);
    }
  }

  /** The server for a host name in lower case: its own, that of the longest wildcard, which spans any number of labels and an empty one, or the default. */
  find(host: string): Server | undefined {
    return this.named(host) ?? this.fallback;
  }

  named(host: string): Server | undefined {
    const exact = host === '' ? undefined : this.exact.get(host);
    if (exact !== undefined) return exact;
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      const found = this.wildcards.get(host.slice(dot));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
