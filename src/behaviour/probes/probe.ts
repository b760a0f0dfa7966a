import type { Request } from '../outcome.js';

/** A request that can tell two configurations apart, and what it was made for. */
export interface Probe {
  readonly request: Request;
  /** Such as: path /api, one character longer. */
  readonly why: string;
}

/** Equal for equal requests, whatever the order and case of their header names. */
export function requestKey({ scheme, host, method, path, headers, clientAddress }: Request): string {
  // None of these holds a blank: paths are encoded, hosts are names, and methods are tokens.
  const line = `${method} ${scheme}://${host}${path} ${clientAddress ?? ''}`;
  if (headers === undefined) return line;
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return `${line} ${JSON.stringify(named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))}`;
}
