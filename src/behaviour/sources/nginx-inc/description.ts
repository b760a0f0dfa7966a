import type { Configuration } from './configuration.js';

/** One `server` block, in the order of the files. */
export interface DescribedServer {
  /** The value of `server_name`. */
  readonly host: string;
  /** What an Outcome calls the server. */
  readonly rule: string;
  /** What an Outcome calls its locations, in the order of the file; also those that NGINX cannot read. */
  readonly locations: readonly string[];
}

/**
 * Which rules and paths become servers and locations, and in which order: who asks a real NGINX writes them with the
 * controller's template.
 */
export function describeServers({ servers }: Configuration): readonly DescribedServer[] {
  return servers.map(({ host, rule, written }) => ({ host, rule, locations: written }));
}
