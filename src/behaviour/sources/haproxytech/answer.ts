import type { HeaderChanges, Outcome, Request } from '../../outcome.js';
import type { RawHeader } from '../haproxy-lines.js';
import { Headers, ownAnswer } from '../ingress-nginx/reply.js';
import type { Backend } from './backends.js';
import type { Configuration } from './configuration.js';
import { shakeHands } from './connection.js';
import { Exchange, type RuleReply } from './exchange.js';
import { isWellFormed, type RequestFacts, readRequest } from './request-facts.js';
import type { Row } from './routing-table.js';

/** How the controller handles a request: connection, look-up, rules, choice of the backend (reference §2.2, §2.4). */
export function answerRequest(configuration: Configuration, request: Request): Outcome {
  const facts = readRequest(request);
  const handshake = shakeHands(configuration, facts);
  if (handshake.kind === 'over') return handshake.outcome;
  const { certificate } = handshake;
  if (!isWellFormed(request)) return ownAnswer(400, 'haproxy', { reason: 'malformed request', certificate });
  const row = rowFor(configuration, facts);
  const exchange = new Exchange(facts, configuration.input.checks);
  exchange.guards.push(...handshake.guards);
  const reply = exchange.run(configuration.pipelines.rulesFor(request.scheme, row?.ingress));
  const rule = row?.path.rule ?? 'ConfigMap';
  if (reply !== undefined) return replied(reply, exchange, rule, certificate);
  return forward(chooseBackends(configuration, exchange, row), exchange, certificate);
}

/** The row of the maps that a request hits; without a Host header it hits none. */
export function rowFor({ table }: Configuration, { host, path }: RequestFacts): Row | undefined {
  return host === undefined ? undefined : table.find(host, path)?.row;
}

function replied(reply: RuleReply, exchange: Exchange, rule: string, certificate: string | null): Outcome {
  const { status, reason, location } = reply;
  // What is set on answers of backends is not set on these, except for the challenge.
  const own = status === 401 ? exchange.responseChanges.changes.set['www-authenticate'] : undefined;
  const headers = withLate(own === undefined ? new Headers() : new Headers().set('www-authenticate', own), exchange);
  const base = ownAnswer(status, rule, { reason, location, certificate, guards: exchange.guards });
  return { ...base, responseHeaders: headers.changes };
}

/** A backend that may get the request, and how likely it is. */
interface Choice {
  readonly backend: Backend | undefined;
  readonly rule: string;
  readonly share: number;
}

/** `route-acl` rules come before what the maps say; a name that is no backend leads to the default one. */
function chooseBackends(configuration: Configuration, exchange: Exchange, row: Row | undefined): readonly Choice[] {
  const { customRoutes, backends, fallback } = configuration;
  const scope = exchange.scope();
  const choices: Choice[] = [];
  let left = 1;
  for (const { path, backend, matches } of customRoutes) {
    const share = left * matches(scope);
    if (share > 0) choices.push({ backend: backends.get(backend), rule: path.rule, share });
    left -= share;
    if (left <= 0) return choices;
  }
  // The maps say `backend.rule.rule`, so a dot in the name of a standalone backend cuts it short.
  const mapped = row === undefined ? undefined : backends.get(row.backend.split('.')[0] ?? '');
  if (row !== undefined && mapped !== undefined) choices.push({ backend: mapped, rule: row.path.rule, share: left });
  else if (fallback === undefined) choices.push({ backend: undefined, rule: 'default backend', share: left });
  else choices.push({ backend: backends.get(fallback.backend), rule: fallback.rule, share: left });
  return choices;
}

function forward(choices: readonly Choice[], exchange: Exchange, certificate: string | null): Outcome {
  const [first] = choices;
  const rule = first?.rule ?? 'default backend';
  const backend = choices.map((choice) => choice.backend).find((one) => one !== undefined);
  const answered = copyOf(exchange.responseChanges.changes);
  for (const raw of backend?.rawHeaders ?? [])
    applyRaw(raw, raw.side === 'request' ? exchange.requestChanges : answered);
  const responseHeaders = withLate(answered, exchange).changes;
  const own = { certificate, guards: exchange.guards };
  if (backend === undefined) {
    return { ...ownAnswer(404, rule, { ...own, reason: 'nothing takes the request' }), responseHeaders };
  }
  if (backend.tcp) {
    const reason = 'the connection is closed: the backend passes TLS through and takes no HTTP';
    return ownAnswer(0, rule, { ...own, reason });
  }
  if (choices.length === 1 && !backend.hasEndpoints) {
    const late = withLate(new Headers(), exchange).changes;
    return { ...ownAnswer(503, rule, { ...own, reason: 'no endpoints' }), responseHeaders: late };
  }
  if (backend.forwardedFor) exchange.requestChanges.add('x-forwarded-for', exchange.clientAddress);
  const backends = sharesOf(choices);
  return {
    status: 200,
    backend: backends.length === 1 ? (backends[0]?.backend ?? null) : null,
    backends,
    path: exchange.target,
    host: exchange.hostHeader,
    certificate,
    requestHeaders: exchange.requestChanges.changes,
    responseHeaders,
    guards: backend.cookie === undefined ? exchange.guards : [...exchange.guards, backend.cookie],
    timeouts: backend.timeouts,
    rule,
  };
}

function applyRaw({ action, name, value }: RawHeader, headers: Headers): void {
  if (action === 'set') headers.set(name, value);
  else if (action === 'add') headers.add(name, value);
  else headers.remove(name);
}

function sharesOf(choices: readonly Choice[]): Outcome['backends'] {
  const shares = new Map<string, number>();
  for (const { backend, share } of choices) {
    const label = backend?.label ?? 'default backend';
    shares.set(label, (shares.get(label) ?? 0) + share);
  }
  return [...shares].map(([backend, weight]) => ({ backend, weight }));
}

function copyOf({ set }: HeaderChanges): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(set)) headers.set(name, value);
  return headers;
}

/** Rules for all answers come last and win. */
function withLate(headers: Headers, { lateChanges }: Exchange): Headers {
  for (const [name, value] of Object.entries(lateChanges.changes.set)) headers.set(name, value);
  return headers;
}
