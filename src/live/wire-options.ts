import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Request } from '../behaviour/outcome.js';
import type { Address } from './entry-point.js';
import { serverNameOf } from './sendable.js';

/** What keeps the connection of one client, by scheme. */
export function newAgents() {
  const options = { keepAlive: true, maxSockets: 1, maxFreeSockets: 1 };
  // A session that is resumed shows no certificate.
  return { http: new HttpAgent(options), https: new HttpsAgent({ ...options, maxCachedSessions: 0 }) };
}

/**
 * A request as Node is told of it, to an address that is no name. Routing is compared, also before the new side has its final
 * certificate, so connections are made whatever the certificate; certificates are compared apart from it.
 */
export function requestOptions(
  request: Request,
  { host, port }: Address,
  headers: readonly (readonly [name: string, value: string])[],
): RequestOptions & ConnectionOptions {
  const { scheme, method, path } = request;
  const plain = { host, port, method, path, setHost: false, headers: headersOf(request, headers), lookup: noLookup };
  if (scheme === 'http') return plain;
  const name = serverNameOf(request);
  const servername = isIP(name) === 0 ? name : '';
  return { ...plain, servername, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] };
}

/** Those of the request win over those of every request; whoever serves it may see who asks. */
function headersOf(
  { host, headers = {} }: Request,
  every: readonly (readonly [name: string, value: string])[],
): Record<string, string> {
  const all = new Map<string, readonly [string, string]>([
    ['user-agent', ['User-Agent', 'routeshift']],
    ['accept', ['Accept', '*/*']],
  ]);
  for (const [name, value] of [...every, ...Object.entries(headers)]) all.set(name.toLowerCase(), [name, value]);
  all.set('host', ['Host', host]);
  return Object.fromEntries(all.values());
}

/** Addresses are there before anything is sent, so nothing is looked up; least of all a name from a rule. */
function noLookup(
  _name: string,
  _options: unknown,
  done: (error: Error, address: string, family: number) => void,
): void {
  done(new Error('names are not looked up'), '', 4);
}
