import type { Policies } from '../../../../model/policies.js';
import { backendsOf } from '../../split.js';
import type { RulePlace } from '../implementation.js';
import type { PolicyClaim, PolicyDraft } from '../policy-draft.js';
import { API } from './site.js';
import { needless, type Told, unfit } from './telling.js';
import { knowsVariables } from './words.js';

interface Method {
  readonly spec: Readonly<Record<string, string>>;
  readonly claims: readonly PolicyClaim[];
}

/** How endpoints are chosen, in a policy for each Service of the rule. */
export function balancing(place: RulePlace): {
  readonly policies: readonly PolicyDraft[];
  readonly lost: readonly Told[];
} {
  const lost: Told[] = [];
  const method = methodOf(place.rule.policies, lost);
  if (method === undefined) return { policies: [], lost };
  const policies = backendsOf(place.action.split).map(
    ({ namespace, service }): PolicyDraft => ({
      apiVersion: API,
      kind: 'UpstreamSettingsPolicy',
      purpose: 'balancing',
      target: { kind: 'service', namespace, name: service },
      spec: method.spec,
      claims: method.claims,
    }),
  );
  return { policies, lost };
}

/** Cookies decide before hashes, and those before the algorithm (balancer.lua get_implementation). */
function methodOf({ affinity, balancing }: Policies, lost: Told[]): Method | undefined {
  if (affinity !== undefined) {
    const hashed = [...(balancing?.hashBy?.from ?? []), ...(balancing?.algorithm?.from ?? [])];
    if (hashed.length > 0)
      lost.push(needless(hashed, 'the cookie of the affinity decides first, as at the controller'));
    return byAddress(affinity, lost);
  }
  const { hashBy, algorithm, byConnections } = balancing ?? {};
  if (hashBy !== undefined) return byHash(hashBy, lost);
  if (algorithm === undefined) return undefined;
  const claim = (verdict: 'converted' | 'approximated', message: string): PolicyClaim[] => [
    { items: algorithm.from, at: 'spec.loadBalancingMethod', remark: { verdict, code: 'RS2645', message } },
  ];
  switch (algorithm.value) {
    case 'round-robin':
      return {
        spec: { loadBalancingMethod: 'round_robin' },
        claims: claim('converted', 'one endpoint after the other'),
      };
    case 'random':
      return { spec: { loadBalancingMethod: 'random' }, claims: claim('converted', 'any endpoint') };
    case 'least-loaded':
      return byConnections === true
        ? {
            spec: { loadBalancingMethod: 'least_conn' },
            claims: claim('converted', 'the endpoint with the fewest connections'),
          }
        : {
            spec: { loadBalancingMethod: 'random two least_conn' },
            claims: claim(
              'approximated',
              'of two endpoints at random the one with fewer connections (random two least_conn); the controller looks at their answer times (ewma), which takes NGINX Plus',
            ),
          };
  }
}

function byAddress(affinity: NonNullable<Policies['affinity']>, lost: Told[]): Method {
  const [asked, ...named] = affinity.cookie.from;
  const rest = [...named, ...(affinity.mode?.from ?? []), ...(affinity.maxAge?.from ?? []), ...affinity.details];
  if (rest.length > 0)
    lost.push({
      items: rest,
      remark: {
        verdict: 'unsupported',
        code: 'RS2644',
        severity: 'info',
        message: 'shapes a cookie, and NGINX Gateway Fabric sets none without NGINX Plus',
        next: 'Use sessionPersistence with NGINX Plus, if the cookie matters.',
      },
    });
  return {
    spec: { loadBalancingMethod: 'ip_hash' },
    claims: [
      {
        items: asked === undefined ? [] : [asked],
        at: 'spec.loadBalancingMethod',
        remark: {
          verdict: 'approximated',
          code: 'RS2644',
          severity: 'warning',
          message:
            'clients keep their endpoint by their address (ip_hash) instead of a cookie: the first three numbers of an IPv4 address count, so that all clients behind one proxy reach one endpoint',
          next: 'Check who stands in front of the Gateway (NginxProxy spec.rewriteClientIP), or use sessionPersistence with NGINX Plus.',
        },
      },
    ],
  };
}

function byHash(hashBy: NonNullable<NonNullable<Policies['balancing']>['hashBy']>, lost: Told[]): Method | undefined {
  const key = hashBy.value.key.replace(/^\$\{([a-z_]+)\}$/, '$$$1');
  if (!/^\$[a-z_]+$/.test(key) || !knowsVariables(key)) {
    lost.push(
      unfit(
        hashBy.from,
        `UpstreamSettingsPolicy hashes by one variable of nginx (small letters and underscores), and ${hashBy.value.key} is none`,
        'Choose a single variable, such as $request_uri.',
      ),
    );
    return undefined;
  }
  return {
    spec: { loadBalancingMethod: 'hash consistent', hashMethodKey: key },
    claims: [
      {
        items: hashBy.from,
        at: 'spec.hashMethodKey',
        remark: {
          verdict: 'converted',
          code: 'RS2645',
          message: `endpoints are chosen by a consistent hash of ${key}; each value finds another endpoint than before, once`,
        },
      },
    ],
  };
}
