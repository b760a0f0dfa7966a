import type { OtherGuard, Policies } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { SnippetAnswer } from '../snippets/effects.js';
import { readBasicAuth, readListenPorts, readOtherGuards, readRateLimit } from './concerns/guards.js';
import { readHeaders } from './concerns/headers.js';
import type { PolicyEffects } from './concerns/policy-objects.js';
import { readAffinity, readBalancing, readProtocol, readRetries, readTimeouts } from './concerns/proxying.js';
import { listsOf, readSnippet } from './concerns/snippets.js';
import type { Context, ServedIngress } from './context.js';

/** Where the paths of an Ingress are: their server, and the minion if they are one's. */
export interface Place {
  /** The Ingress or master that has the host. */
  readonly server: ServedIngress;
  readonly serverEffects: PolicyEffects;
  readonly minion: ServedIngress | undefined;
  readonly minionEffects: PolicyEffects | undefined;
  readonly hasTls: boolean;
}

export interface PolicyReader {
  /** By the Service to which a path leads. */
  readonly of: (service: string) => Policies;
  /** What holds for answers that come before everything of a path: where the host is reached at all. */
  readonly ofServer: Policies;
  /** What a snippet answers in every location. */
  readonly answers: readonly SnippetAnswer[];
}

/** What is said of the paths of one Ingress on one host, by the Service to which they lead. */
export function policyReader(place: Place, context: Context): PolicyReader {
  const { server, serverEffects, minion, minionEffects, hasTls } = place;
  const own = (minion ?? server).annotations;
  const cors = minionEffects?.cors ?? serverEffects.cors;
  const limits = readRateLimit(own);
  const ports = readListenPorts(server.annotations, hasTls);
  const serverSnippet = readSnippet('server-snippets', server.annotations, context);
  const pathSnippet = readSnippet('location-snippets', own, context);
  const { guard: ofServer } = serverSnippet;
  const { guard: ofPaths } = pathSnippet;
  const headers = readHeaders(
    server.annotations,
    minion?.annotations,
    { hasTls, hasCors: cors !== undefined },
    { server: serverSnippet.effects, location: pathSnippet.effects },
    context,
  );
  const lists = listsOf(minionEffects?.accessList ?? serverEffects.accessList, [pathSnippet, serverSnippet]);
  const otherGuards = [
    // Each is accepted by its own name.
    ...(ofServer !== undefined && ofPaths !== undefined ? [snippetGuard(ofPaths)] : []),
    ...serverEffects.others,
    ...(minionEffects?.others ?? []),
    ...readOtherGuards(server.annotations),
    ...(minion === undefined ? [] : readOtherGuards(minion.annotations)),
    ...ports,
    ...(limits.otherGuards ?? []),
  ];
  own.leaveToMapping('nginx.org/client-max-body-size');
  const shared: Policies = {
    ...headers,
    cors,
    timeouts: readTimeouts(own, context),
    retries: readRetries(own),
    balancing: readBalancing(own),
    basicAuth:
      (minion === undefined ? undefined : readBasicAuth(minion.annotations)) ?? readBasicAuth(server.annotations),
    externalAuth: minionEffects?.externalAuth ?? serverEffects.externalAuth,
    clientCertificate: serverEffects.clientCertificate,
    accessList: lists.accessList,
    rateLimit: limits.rateLimit,
    opaqueGuard: ofServer ?? ofPaths ?? lists.opaqueGuard,
    otherGuards: otherGuards.length === 0 ? undefined : otherGuards,
  };
  const byService = new Map<string, Policies>();
  const of = (service: string): Policies => {
    const known = byService.get(service);
    if (known !== undefined) return known;
    const affinity = readAffinity(own, service);
    const { protocol, backendTls } = readProtocol(own, service, context);
    const read: Policies = { ...shared, affinity, protocol, backendTls };
    byService.set(service, read);
    return read;
  };
  const whole = [...serverEffects.others, ...ports];
  const answers = pathSnippet.effects?.answers ?? [];
  return { of, answers, ofServer: { hsts: headers.hsts, otherGuards: whole.length === 0 ? undefined : whole } };
}

function snippetGuard({ value, from }: Traced<string>): Traced<OtherGuard> {
  const what = `a second snippet that guards its paths ("${value}")`;
  return { value: { what, next: 'Read the snippet and rebuild the check by other means.' }, from };
}
