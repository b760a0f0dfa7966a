import type { Policies } from '../../../../model/policies.js';
import type { Blocker } from '../../../blocker.js';
import type { Planning } from '../../planning.js';
import type { Standing } from '../implementation.js';
import { hasOnlyNetworks } from './address-lists.js';
import { isBasic } from './authentication.js';
import { looksAtConnections, OTHER_ADDRESSES } from './client-addresses.js';
import { whyNotExternal } from './external-auth.js';
import { ratesOf } from './rate-limits.js';
import { canRewrite } from './rewrites.js';
import { REFUSED } from './site.js';
import { PASS_ALLOW_SNIPPETS } from './telling.js';

interface Reason {
  /** Completes the name of the guard. */
  readonly because: string;
  /** In place of its name, where that says more than is true here. */
  readonly what?: string | undefined;
  readonly next: string;
}

const BY_HAND = 'Write a SnippetsFilter by hand, or put a check in front of the Gateway.';

/** The guards that stay blockers, with the reason in the words of this implementation. */
export function missingGuards(
  policies: Policies,
  core: (policies: Policies) => Blocker[],
  planning: Planning,
): Blocker[] {
  const { basicAuth, externalAuth, accessList, rateLimit, opaqueGuard, ...others } = policies;
  const found: Blocker[] = [];
  const hold = (part: Policies, reason: Reason | undefined): void => {
    if (reason === undefined) return;
    const { because, next, what } = reason;
    found.push(...core(part).map((blocker) => ({ ...blocker, what: `${what ?? blocker.what}${because}`, next })));
  };
  if (basicAuth !== undefined && !isBasic(basicAuth))
    hold(
      { basicAuth },
      {
        because: ', which nginx does not have',
        next: 'Use basic authentication, or an authenticating proxy in front of the Service.',
      },
    );
  if (externalAuth !== undefined) hold({ externalAuth }, reasonOfExternal(policies, planning));
  if (accessList !== undefined) hold({ accessList }, reasonOfList(policies, planning));
  if (rateLimit !== undefined) holdLimits(rateLimit, planning, hold);
  if (opaqueGuard !== undefined) found.push(...core({ opaqueGuard }));
  const next =
    'Give the host a Gateway of its own and set spec.tls.frontend there (NGINX Gateway Fabric 2.6): a connection without a valid certificate is then closed without an answer.';
  found.push(...core({ clientCertificate: others.clientCertificate }).map((blocker) => ({ ...blocker, next })));
  found.push(...core({ otherGuards: others.otherGuards }));
  return found;
}

function mayWrite({ options }: Planning): boolean {
  return options.allowSnippets === true;
}

const NO_FIELD: Reason = {
  because: ', for which NGINX Gateway Fabric has no field',
  next: PASS_ALLOW_SNIPPETS,
};

function reasonOfExternal({ externalAuth, protocol }: Policies, planning: Planning): Reason | undefined {
  if (externalAuth === undefined) return undefined;
  const what = 'external authentication';
  if (protocol?.value === 'grpc' || protocol?.value === 'grpcs')
    return { what, because: ' of gRPC calls, whose refusals nginx would have to translate', next: BY_HAND };
  const why = whyNotExternal(externalAuth, planning);
  if (why !== undefined) return { what, because: why, next: BY_HAND };
  return mayWrite(planning) ? undefined : { ...NO_FIELD, what };
}

function reasonOfList({ accessList }: Policies, planning: Planning): Reason | undefined {
  if (accessList === undefined) return undefined;
  if (!hasOnlyNetworks(accessList))
    return { because: ' with entries that are no addresses or networks', next: 'Correct the list.' };
  if (!mayWrite(planning)) return NO_FIELD;
  return looksAtConnections(planning) ? undefined : { because: OTHER_ADDRESSES, next: BY_HAND };
}

function holdLimits(
  limits: NonNullable<Policies['rateLimit']>,
  planning: Planning,
  hold: (part: Policies, reason: Reason | undefined) => void,
): void {
  const isOther = ratesOf(limits) === undefined;
  const believes = looksAtConnections(planning);
  for (const limit of limits.limits) {
    const part: Policies = { rateLimit: { ...limits, limits: [limit] } };
    if (isOther || !believes)
      hold(
        part,
        isOther
          ? { because: ', which the controller counts in another way than nginx', next: BY_HAND }
          : { because: OTHER_ADDRESSES, next: BY_HAND },
      );
    else if (limit.per === 'at a time' && !mayWrite(planning)) hold(part, NO_FIELD);
  }
}

/** What depends on the path: limits whose policy would be refused, rewrites where headers choose the backend. */
export function missingAtPath(
  { rule, entries, isCrowded }: Pick<Standing, 'rule' | 'entries' | 'isCrowded'>,
  planning: Planning,
): Blocker[] {
  const found: Blocker[] = [];
  const { rateLimit } = rule.policies;
  if (isCrowded && rateLimit !== undefined && !mayWrite(planning)) {
    for (const { value, from, per } of rateLimit.limits) {
      if (per === 'at a time') continue;
      found.push({
        code: 'RS1715',
        items: from,
        details: rateLimit.details,
        verdict: 'unsupported',
        what: `a limit of ${value}: ${REFUSED}`,
        next: 'Pass --allow-snippets to limit by directives of nginx, or give the paths apart names.',
        acceptable: true,
      });
    }
  }
  const { action } = rule;
  if (action.kind !== 'forward' || action.rewrite === undefined) return found;
  for (const { modifier } of entries) {
    if (modifier?.type !== 'ReplaceRegex') continue;
    const byHeader = (action.split.alternative?.decisions.length ?? 0) > 0;
    if (!byHeader && canRewrite(modifier.pattern, modifier.template)) continue;
    found.push({
      code: 'RS1103',
      items: action.rewrite.from,
      details: [],
      verdict: 'unsupported',
      what: `the rewrite of ${modifier.pattern} to ${modifier.template}${byHeader ? ', because headers choose between backends: the directive would see internal paths' : ', which no directive can say'}`,
      next: 'Let the application serve the original paths.',
      acceptable: false,
    });
  }
  return found;
}
