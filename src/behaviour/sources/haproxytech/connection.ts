import type { Guard, Outcome } from '../../outcome.js';
import { ownAnswer } from '../ingress-nginx/reply.js';
import type { Configuration } from './configuration.js';
import { Exchange } from './exchange.js';
import type { RequestFacts } from './request-facts.js';

/** The TLS part of a connection: what it goes on with, or an outcome that ends it. */
export type Handshake =
  | { readonly kind: 'open'; readonly certificate: string | null; readonly guards: readonly Guard[] }
  | { readonly kind: 'over'; readonly outcome: Outcome };

/** What happens before HTTP is spoken (pkg/handler/https.go; reference §2.3). */
export function shakeHands(configuration: Configuration, facts: RequestFacts): Handshake {
  if (facts.request.scheme !== 'https') return { kind: 'open', certificate: null, guards: [] };
  const passed = configuration.passthrough ? passThrough(configuration, facts) : undefined;
  if (passed !== undefined) return { kind: 'over', outcome: passed };
  const { certificates } = configuration;
  const refuse = (rule: string, reason: string): Handshake => ({
    kind: 'over',
    outcome: ownAnswer(0, rule, { reason }),
  });
  if (certificates.none) return refuse('haproxy', 'no certificate is loaded, so the HTTPS port speaks no TLS');
  const certificate = certificates.shown(facts.serverName);
  if (certificate === undefined) return refuse('ConfigMap client-strict-sni', 'no certificate for the server name');
  return withClientCertificate(configuration, facts, certificate);
}

/** The CA of the ConfigMap asks clients of every host; what is wrong ends the handshake. */
function withClientCertificate(
  { clientCa, input }: Configuration,
  facts: RequestFacts,
  certificate: string,
): Handshake {
  if (clientCa === undefined) return { kind: 'open', certificate, guards: [] };
  const { secret, optional } = clientCa;
  const guards: Guard[] = [{ kind: 'client-certificate', parameters: { secret, optional } }];
  const shown = input.checks?.clientCertificate?.(facts.request);
  const refused = shown === null ? !optional : shown?.verified === false;
  if (!refused) return { kind: 'open', certificate, guards };
  const outcome = ownAnswer(0, 'ConfigMap client-ca', { reason: 'the client certificate is refused', guards });
  return { kind: 'over', outcome };
}

/** The TCP listener before HTTPS: lists, then the name; undefined for what goes on to HTTPS. */
function passThrough(configuration: Configuration, facts: RequestFacts): Outcome | undefined {
  const { table, backends, pipelines } = configuration;
  const row = facts.serverName === '' ? undefined : table.findName(facts.serverName);
  const exchange = new Exchange(facts, configuration.input.checks);
  const rule = row?.path.rule ?? 'ConfigMap';
  const refused = exchange.run(pipelines.rulesFor('passthrough', row?.ingress));
  const { guards } = exchange;
  if (refused !== undefined)
    return ownAnswer(0, rule, { reason: `the connection is closed: ${refused.reason}`, guards });
  const backend = row === undefined ? undefined : backends.get(row.backend.split('.')[0] ?? '');
  if (backend === undefined) return undefined;
  if (!backend.hasEndpoints) return ownAnswer(0, rule, { reason: 'no endpoints', guards });
  return {
    ...ownAnswer(200, rule, { reason: 'TLS passthrough', guards }),
    backend: backend.label,
    backends: [{ backend: backend.label, weight: 1 }],
    timeouts: backend.timeouts,
  };
}
