import type { Request } from '../outcome.js';

/** A request that can tell two configurations apart, and what it was made for. */
export interface Probe {
  readonly request: Request;
  /** Such as: path /api, one character longer. */
  readonly why: string;
}

/** Equal for equal requests, whatever the order and case of their header names. */
export function requestKey({ scheme, host, method, path, headers, clientAddress }: Request): string {
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return JSON.stringify([
    scheme,
    host,
    method,
    path,
    clientAddress ?? '',
    named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  ]);
}
