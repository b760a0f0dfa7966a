import type { Outcome, Request } from '../../outcome.js';
import { ownAnswer } from '../ingress-nginx/reply.js';
import { hostOf } from '../ingress-nginx/uri.js';
import type { Configuration } from './configuration.js';
import { portOf } from './request-facts.js';
import type { ServerTable } from './server-table.js';
import type { Server } from './servers.js';

/** A connection, or an outcome that ends it. */
export type Connection =
  | { readonly kind: 'open'; readonly table: ServerTable; readonly certificate: string | null; readonly sni: string }
  | { readonly kind: 'over'; readonly outcome: Outcome };

/** What happens before HTTP is spoken: is there a listener, and does the server of that name have a certificate. */
export function connect(configuration: Configuration, request: Request): Connection {
  const port = portOf(request);
  const secure = request.scheme === 'https';
  const table = (secure ? configuration.tls : configuration.plain).get(port);
  if (table === undefined) return over(`port ${port}`, `nothing listens on port ${port} with ${request.scheme}`);
  if (!secure) return { kind: 'open', table, certificate: null, sni: '' };
  const sni = (request.sni ?? hostOf(request.host)).toLowerCase();
  const foreign = configuration.foreign.get(sni);
  if (foreign !== undefined) return over(foreign.label, 'not modelled');
  const server = table.find(sni);
  if (server === undefined || server.tls === undefined) return over(`port ${port}`, 'no certificate');
  const { certificate } = server.tls;
  return certificate === null
    ? over(server.rule, 'the server has no certificate and rejects the handshake')
    : { kind: 'open', table, certificate, sni };
}

function over(rule: string, reason: string): Connection {
  return { kind: 'over', outcome: ownAnswer(0, rule, { reason }) };
}

/** Client certificates of an IngressMTLS Policy. A status if they end the request, with the reason. */
export function checkClientCertificate(
  configuration: Configuration,
  server: Server,
  request: Request,
  sni: string,
  table: ServerTable,
): { readonly status: number; readonly reason: string } | undefined {
  const certificates = server.policies.clientCertificates;
  if (certificates === undefined || server.tls === undefined || request.scheme !== 'https') return undefined;
  if (certificates.verify === 'off') return undefined;
  if (sni !== '' && table.find(sni) !== server) return { status: 421, reason: 'Host and server name differ' };
  const ask = configuration.input.checks?.clientCertificate;
  if (ask === undefined) return undefined;
  const shown = ask(request);
  if (shown === null)
    return certificates.verify === 'on' ? { status: 400, reason: 'no client certificate' } : undefined;
  return shown.verified || certificates.verify === 'optional_no_ca'
    ? undefined
    : { status: 400, reason: 'client certificate not verified' };
}
