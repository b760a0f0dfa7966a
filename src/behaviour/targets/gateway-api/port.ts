import type { Attachment } from './attachment.js';
import { createHostTable, type HostTable } from './host-table.js';
import { coveringHostnames } from './hostname.js';
import type { Listener } from './listener.js';
import type { GrpcEntry, HttpEntry, TlsEntry } from './route-entry.js';

/** The usable listeners of one Gateway that share a port and are told apart by hostname: all HTTP, or HTTPS and TLS. */
export interface Port {
  readonly listeners: ReadonlyMap<string, Listener>;
  /** Routes of each listener, for data planes that isolate listeners. */
  tableOf(listener: Listener, mixed: boolean): HostTable;
  /** Routes of all listeners of the same kind (HTTP traffic or TLS streams), for those that do not. */
  merged(listener: Listener, mixed: boolean): HostTable;
}

/** The entries of every route, read once and shared by all listeners. */
export interface EntriesOf {
  http(attachment: Attachment): readonly HttpEntry[];
  grpc(attachment: Attachment): readonly GrpcEntry[];
  tls(attachment: Attachment): readonly TlsEntry[];
}

/** Builds a port from listeners with different hostnames; tables are filled when they are first needed. */
export function createPort(
  listeners: readonly Listener[],
  attachments: readonly Attachment[],
  entries: EntriesOf,
): Port {
  const tables = new Map<string, HostTable>();
  const table = (key: string, take: (attachment: Attachment) => boolean): HostTable => {
    const known = tables.get(key);
    if (known !== undefined) return known;
    const created = createHostTable();
    for (const attachment of attachments) if (take(attachment)) fill(created, attachment, entries);
    tables.set(key, created);
    return created;
  };
  const here = new Set(listeners);
  return {
    listeners: new Map(listeners.map((listener) => [listener.hostname, listener])),
    tableOf: (listener, mixed) =>
      table(
        `${listener.label} ${mixed}`,
        (attachment) => attachment.listener === listener && (mixed || !attachment.mixed),
      ),
    merged: (listener, mixed) =>
      table(
        `${listener.protocol} ${mixed}`,
        ({ listener: other, mixed: younger }) =>
          here.has(other) && other.protocol === listener.protocol && (mixed || !younger),
      ),
  };
}

/** The listener with the most specific hostname that covers the host, of those that pass the test. */
export function chooseListener(
  port: Port,
  host: string,
  test: (listener: Listener) => boolean = () => true,
): Listener | undefined {
  for (const hostname of coveringHostnames(host)) {
    const listener = port.listeners.get(hostname);
    if (listener !== undefined && test(listener)) return listener;
  }
  return undefined;
}

function fill(table: HostTable, attachment: Attachment, entries: EntriesOf): void {
  for (const hostname of attachment.hostnames) {
    switch (attachment.kind) {
      case 'HTTPRoute':
        table.addHttp(hostname, entries.http(attachment));
        break;
      case 'GRPCRoute':
        table.addGrpc(hostname, entries.grpc(attachment));
        break;
      case 'TLSRoute':
        table.addTls(hostname, entries.tls(attachment));
        break;
    }
  }
}
