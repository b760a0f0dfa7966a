import type { Guard, HeaderChanges } from '../../outcome.js';
import { type Backend, invalidBackendStatus } from './backends.js';
import { corsHeaders, isPreflight } from './cors.js';
import type { FilterChain, Mirror } from './filters.js';
import { noHeaderChanges, overlayHeaderChanges, thenHeaderChanges } from './header-changes.js';
import type { CoreSupport } from './implementations/implementation.js';
import type { Listener } from './listener.js';
import { modifyPath } from './path-modifier.js';
import { type Redirect, redirectLocation } from './redirect.js';
import type { Rule } from './rule.js';
import { type AnswerHeaders, type OwnReply, type Visit, walk } from './step.js';
import type { Treatment } from './treatment.js';

/** A share of the requests that a backend answers. */
export interface Forward {
  readonly kind: 'forward';
  readonly share: number;
  readonly backend: Backend;
  /** With query; null for a stream of bytes that the gateway does not read. */
  readonly path: string | null;
  readonly host: string | null;
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
  readonly mirrors: readonly Mirror[];
  readonly guards: readonly Guard[];
  /** Seconds; what filters and the Service limit. */
  readonly limits: Readonly<Record<string, number>>;
}

/** A share of the requests that the gateway answers itself. */
export interface Reply {
  readonly kind: 'reply';
  readonly share: number;
  readonly status: number;
  readonly reason?: string | undefined;
  readonly location?: string | undefined;
  readonly responseHeaders: HeaderChanges;
  readonly guards: readonly Guard[];
}

export type Answer = Forward | Reply;

/** A request at a rule, with everything that has a say in the answer. */
export interface Encounter {
  readonly rule: Rule;
  /** The PathPrefix that matched. */
  readonly prefix: string | undefined;
  readonly listener: Listener;
  readonly visit: Visit;
  readonly treatment: Treatment;
  readonly support: CoreSupport;
}

/** What a rule does with an HTTP request, share by share. */
export function answerHttp(encounter: Encounter): readonly Answer[] {
  const { rule, prefix, listener, treatment } = encounter;
  const { request } = encounter.visit;
  const own = replyOf(rule.chain, encounter);
  if ('status' in own) return [own];
  // HTTPRouteRule.backendRefs: nothing to forward to and nothing that responded is a 500.
  if (rule.backends.length === 0) return [reply({ status: 500, reason: 'rule has no backendRef with a weight' })];
  return rule.backends.map(({ backend, share, chain }): Answer => {
    const asked = chain === rule.chain ? own : replyOf(chain, encounter);
    if ('status' in asked) return { ...asked, share };
    if ('problem' in backend) {
      return reply(treatment.override({ status: invalidBackendStatus(rule.kind), reason: backend.problem }), share);
    }
    const path = chain.path ?? treatment.path;
    return {
      kind: 'forward',
      share,
      backend,
      path: (path === undefined ? request.path : modifyPath(path, request.path, prefix)) + request.query,
      host: chain.hostname ?? request.hostHeader,
      requestHeaders: expanded(thenHeaderChanges(treatment.requestHeaders, chain.requestHeaders), encounter),
      responseHeaders: responseHeaders(chain, encounter),
      mirrors: chain.mirrors,
      guards: [
        ...listener.guards,
        ...asked.passed,
        ...rule.affinity,
        ...treatment.affinity,
        ...backend.settings.guards,
      ],
      limits: { ...chain.limits, ...backend.settings.limits },
    };
  });
}

/** What a rule of a TLSRoute does with a connection: bytes pass as they are. */
export function answerTls(rule: Rule): readonly Answer[] {
  if (rule.backends.length === 0) return [reply({ status: 0, reason: 'rule has no backendRef with a weight' })];
  return rule.backends.map(({ backend, share }): Answer => {
    if ('problem' in backend) {
      return reply({ status: invalidBackendStatus(rule.kind), reason: backend.problem }, share);
    }
    return {
      kind: 'forward',
      share,
      backend,
      path: null,
      host: null,
      requestHeaders: noHeaderChanges,
      responseHeaders: noHeaderChanges,
      mirrors: [],
      guards: [],
      limits: {},
    };
  });
}

/** The gateway's own answer, where something gives one: an error, a preflight, a refusal, a redirect. */
function replyOf(chain: FilterChain, encounter: Encounter): Reply | { readonly passed: readonly Guard[] } {
  const { listener, visit, treatment, support } = encounter;
  if (chain.failure !== undefined) return reply(treatment.override({ status: 500, reason: chain.failure }));
  if (treatment.failure !== undefined) return reply(treatment.failure);
  if (chain.redirect !== undefined && support.redirectsFirst) return redirectReply(chain.redirect, [], encounter);
  const cors = chain.cors ?? treatment.cors;
  if (cors !== undefined && !chain.redirectBeforeCors && isPreflight(visit.request)) {
    const before = walk(chain.stepsBeforeCors, visit);
    if ('status' in before) return reply(treatment.override(before));
    const set = corsHeaders(cors, visit.request);
    return {
      ...reply({ status: support.preflightStatus, reason: 'CORS preflight' }),
      responseHeaders: { set, added: {}, removed: [] },
      guards: [...listener.guards, ...before.passed],
    };
  }
  const walked = walk([...treatment.steps, ...chain.steps], visit);
  if ('status' in walked) {
    const told = treatment.override(walked);
    return { ...reply(told), responseHeaders: replyHeaders(chain, walked, told.responseHeaders, encounter) };
  }
  return chain.redirect === undefined ? walked : redirectReply(chain.redirect, walked.passed, encounter);
}

function replyHeaders(
  chain: FilterChain,
  { outer }: OwnReply,
  own: HeaderChanges = noHeaderChanges,
  { support, treatment, visit }: Encounter,
): HeaderChanges {
  const held = { all: chain, outer, none: undefined }[support.headersOnReplies];
  const ofRule = held === undefined ? noHeaderChanges : answerHeaders(held, visit);
  return thenHeaderChanges(thenHeaderChanges(own, ofRule), treatment.responseHeaders);
}

function answerHeaders({ responseHeaders, secureHeaders }: AnswerHeaders, { request }: Visit): HeaderChanges {
  return request.scheme === 'https' ? thenHeaderChanges(responseHeaders, secureHeaders) : responseHeaders;
}

function redirectReply(redirect: Redirect, passed: readonly Guard[], encounter: Encounter): Reply {
  const { rule, prefix, listener, visit } = encounter;
  const { scheme, hostHeader, path, query } = visit.request;
  const from = { scheme, host: hostHeader, path, query, port: listener.port };
  return {
    ...reply({ status: redirect.status, location: redirectLocation(redirect, from, prefix) }),
    responseHeaders: responseHeaders(rule.chain, encounter),
    guards: [...listener.guards, ...passed],
  };
}

function responseHeaders(chain: FilterChain, encounter: Encounter): HeaderChanges {
  const { treatment, visit } = encounter;
  const cors = chain.cors ?? treatment.cors;
  const changes = answerHeaders(chain, visit);
  const own = cors === undefined ? changes : overlayHeaderChanges(corsHeaders(cors, visit.request), changes);
  return expanded(thenHeaderChanges(own, treatment.responseHeaders), encounter);
}

/** Header changes with the variables that an implementation knows in values. */
function expanded(changes: HeaderChanges, { treatment, visit }: Encounter): HeaderChanges {
  const values = (given: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, treatment.expand(value, visit)]));
  return { set: values(changes.set), added: values(changes.added), removed: changes.removed };
}

function reply({ status, reason, location, responseHeaders = noHeaderChanges }: OwnReply, share = 1): Reply {
  return { kind: 'reply', share, status, reason, location, responseHeaders, guards: [] };
}
