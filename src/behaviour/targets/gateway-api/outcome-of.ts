import type { Outcome } from '../../outcome.js';
import { type Answer, answerHttp, answerTls, type Forward } from './answer.js';
import type { Decision } from './decision.js';
import type { GrpcMatch } from './grpc-match.js';
import { noHeaderChanges } from './header-changes.js';
import type { HttpMatch } from './http-match.js';
import type { CoreSupport } from './implementations/implementation.js';
import type { ParsedRequest } from './parsed-request.js';
import type { Plane } from './plane.js';

/** An outcome together with what it was made of: the answers of the backends one by one. */
export interface DetailedOutcome {
  readonly outcome: Outcome;
  readonly answers: readonly Answer[];
}

/** What an implementation has to say about rules. */
export interface Manner {
  readonly support: CoreSupport;
  readonly plane: Plane;
}

/** Tells a decision as an outcome. */
export function outcomeOf(
  decision: Decision,
  request: ParsedRequest,
  gateway: string,
  { support, plane }: Manner,
): DetailedOutcome {
  const { listener, entry } = decision;
  const certificate = listener?.certificate ?? null;
  if (entry === undefined) {
    return {
      answers: [],
      outcome: {
        ...silence,
        status: decision.status,
        reason: decision.reason,
        certificate,
        rule: listener?.label ?? `Gateway ${gateway}`,
      },
    };
  }
  const { match, rule } = entry;
  if (match === undefined) {
    const answers = answerTls(rule);
    return { answers, outcome: summarize(answers, certificate, rule.label, () => ({})) };
  }
  const treatment = plane.treatment({
    listener: decision.listener,
    route: entry.route,
    ruleName: rule.name,
    ruleIndex: rule.index,
  });
  const visit = { request, address: treatment.clientAddress(request) };
  const prefix = prefixOf(match);
  const answers = answerHttp({ rule, prefix, listener: decision.listener, visit, treatment, support });
  const limits = (forward: Forward) => treatment.limits({ ...forward.limits, ...rule.timeouts });
  return { answers, outcome: summarize(answers, certificate, rule.label, limits) };
}

const silence = {
  backend: null,
  backends: [],
  path: null,
  host: null,
  requestHeaders: noHeaderChanges,
  responseHeaders: noHeaderChanges,
  guards: [],
  timeouts: {},
} as const;

function prefixOf(match: HttpMatch | GrpcMatch): string | undefined {
  return 'path' in match && match.path.kind === 'prefix' ? match.path.value : undefined;
}

/**
 * One outcome for all shares. Shares that the gateway answers itself appear among the backends under their status ("500");
 * path, host and headers are those of the largest forwarded share.
 */
function summarize(
  answers: readonly Answer[],
  certificate: string | null,
  rule: string,
  limits: (forward: Forward) => Readonly<Record<string, number>>,
): Outcome {
  const forwards = answers.filter((answer) => answer.kind === 'forward');
  const [first] = forwards;
  if (first === undefined) {
    const replies = answers.filter((answer) => answer.kind === 'reply');
    const main = replies.reduce((a, b) => (b.share > a.share ? b : a));
    const { status, reason, location, responseHeaders, guards } = main;
    return { ...silence, status, reason, location, certificate, responseHeaders, guards, rule };
  }
  const main = forwards.reduce((a, b) => (b.share > a.share ? b : a), first);
  const shares = new Map<string, number>();
  for (const answer of answers) {
    const name = answer.kind === 'forward' ? answer.backend.name : String(answer.status);
    shares.set(name, (shares.get(name) ?? 0) + answer.share);
  }
  const backends = [...shares].map(([backend, weight]) => ({ backend, weight }));
  return {
    status: 200,
    backend: backends.length === 1 ? main.backend.name : null,
    backends,
    path: main.path,
    host: main.host,
    certificate,
    requestHeaders: main.requestHeaders,
    responseHeaders: main.responseHeaders,
    guards: main.guards,
    // Zero switches a limit off (HTTPRouteTimeouts).
    timeouts: Object.fromEntries(Object.entries(limits(main)).filter(([, seconds]) => seconds > 0)),
    rule,
  };
}
