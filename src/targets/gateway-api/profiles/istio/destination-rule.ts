import type { Affinity, Balancing, Policies } from '../../../../model/policies.js';
import type { Backend } from '../../../../model/traffic.js';
import { backendsOf } from '../../split.js';
import { hashedCookieClaims } from '../hashed-cookie.js';
import type { RulePlace } from '../implementation.js';
import type { PolicyClaim, PolicyDraft } from '../policy-draft.js';
import { tlsOf } from './backend-tls.js';

interface Part {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly claims: readonly PolicyClaim[];
}

const NOTHING: Part = { fields: {}, claims: [] };
const ROOT = 'spec.trafficPolicy';

/**
 * A DestinationRule for each Service of a rule (implementation-policies.md §1.3): it stands in the namespace of the Service
 * and acts on every route to it, and on clients within the mesh.
 */
export function destinationRules({ rule, action }: RulePlace): PolicyDraft[] {
  return backendsOf(action.split).flatMap((backend) => {
    const { fields, claims } = trafficPolicy(rule.policies, backend);
    if (Object.keys(fields).length === 0) return [];
    const host =
      backend.namespace === undefined ? backend.service : `${backend.service}.${backend.namespace}.svc.cluster.local`;
    return [
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        purpose: backend.service,
        target: { kind: 'service', namespace: backend.namespace, name: backend.service, named: true },
        spec: { host, trafficPolicy: fields },
        claims,
      },
    ];
  });
}

function trafficPolicy(policies: Policies, backend: Backend): Part {
  const connect = connection(policies);
  const balancing = affinityPart(policies.affinity) ?? balancingPart(policies.balancing);
  const tls = tlsOf(policies, backend);
  return {
    fields: { ...connect.fields, ...balancing.fields, ...tls?.fields },
    claims: [...connect.claims, ...balancing.claims, ...(tls?.claims ?? [])],
  };
}

function connection({ tuning }: Policies): Part {
  const connect = tuning?.connectTimeout;
  if (connect === undefined || connect.value <= 0) return NOTHING;
  return {
    fields: { connectionPool: { tcp: { connectTimeout: `${connect.value}s` } } },
    claims: [
      {
        items: connect.from,
        at: `${ROOT}.connectionPool.tcp.connectTimeout`,
        remark: {
          verdict: 'converted',
          code: 'RS2672',
          message: `connections to the Service have to come about within ${connect.value} s, for all of its routes`,
        },
      },
    ],
  };
}

/** A cookie whose value is hashed; without a ttl none would ever be handed out (implementation-policies.md §6.15). */
function affinityPart(affinity: Affinity | undefined): Part | undefined {
  if (affinity === undefined) return undefined;
  const { cookie, maxAge, path, domain, sameSite, secure } = affinity;
  const attributes = [
    { name: 'HttpOnly' },
    ...(secure?.value === true ? [{ name: 'Secure' }] : []),
    ...(sameSite === undefined ? [] : [{ name: 'SameSite', value: sameSite.value }]),
    ...(domain === undefined ? [] : [{ name: 'Domain', value: domain.value }]),
  ];
  const at = `${ROOT}.loadBalancer.consistentHash.httpCookie`;
  const httpCookie = { name: cookie.value, path: path?.value ?? '/', ttl: `${maxAge?.value ?? 0}s`, attributes };
  const attribute = (name: string): { name: string; at: string } => ({ name, at: `${at}.attributes` });
  return {
    fields: { loadBalancer: { consistentHash: { httpCookie } } },
    claims: hashedCookieClaims(affinity, {
      at,
      code: 'RS2671',
      fields: {
        maxAge: { name: 'ttl', at: `${at}.ttl` },
        path: { name: 'path', at: `${at}.path` },
        domain: attribute('Domain'),
        sameSite: attribute('SameSite'),
        secure: attribute('Secure'),
      },
      lost: {
        code: 'RS2675',
        message: 'a cookie that is hashed has no such setting',
        next: 'Do without: a client moves when its endpoint goes, and not before.',
      },
    }),
  };
}

function balancingPart(balancing: Balancing | undefined): Part {
  const { algorithm, hashBy, subset } = balancing ?? {};
  if (hashBy !== undefined && subset === undefined) {
    const hash = hashOf(hashBy.value.key, hashBy.value.isClientAddress);
    if (hash === undefined) return NOTHING;
    const message = `requests with the same ${hash.words} go to the same endpoint; which one it is changes at the cut-over`;
    return {
      fields: { loadBalancer: { consistentHash: hash.field } },
      claims: [
        {
          items: [...hashBy.from, ...(algorithm?.from ?? [])],
          at: `${ROOT}.loadBalancer.consistentHash`,
          remark: { verdict: 'approximated', code: 'RS2673', message },
        },
      ],
    };
  }
  if (algorithm === undefined || hashBy !== undefined) return NOTHING;
  const simple = { 'round-robin': 'ROUND_ROBIN', 'least-loaded': 'LEAST_REQUEST', random: 'RANDOM' }[algorithm.value];
  const message = `endpoints of the Service are chosen by ${simple}, by each proxy for itself`;
  return {
    fields: { loadBalancer: { simple } },
    claims: [
      {
        items: algorithm.from,
        at: `${ROOT}.loadBalancer.simple`,
        remark: { verdict: 'approximated', code: 'RS2673', message },
      },
    ],
  };
}

/** One variable of nginx alone; a text around it would be hashed along. */
function hashOf(
  key: string,
  isClientAddress: boolean,
): { readonly field: Readonly<Record<string, unknown>>; readonly words: string } | undefined {
  if (isClientAddress) return { field: { useSourceIp: true }, words: 'client address' };
  const [, kind, name = ''] = /^\$\{?(http|arg|cookie)_(\w+)\}?$/.exec(key) ?? [];
  switch (kind) {
    case 'http': {
      const header = name.replaceAll('_', '-');
      return { field: { httpHeaderName: header }, words: `header ${header}` };
    }
    case 'arg':
      return { field: { httpQueryParameterName: name }, words: `query parameter ${name}` };
    case 'cookie':
      return { field: { httpCookie: { name } }, words: `cookie ${name}` };
    default:
      return undefined;
  }
}
