import type { Policies } from '../../../../model/policies.js';
import type { Backend } from '../../../../model/traffic.js';
import { backendsOf } from '../../split.js';
import { hashedCookieClaims } from '../hashed-cookie.js';
import type { RulePlace } from '../implementation.js';
import type { PolicyClaim, PolicyDraft } from '../policy-draft.js';
import { API_VERSION, NOTHING, type Part } from './traffic-policy.js';

/** A BackendConfigPolicy for each Service of a rule (implementation-policies.md §1.4): it acts on every route to it. */
export function backendConfigs({ rule, action }: RulePlace): PolicyDraft[] {
  return backendsOf(action.split).flatMap((backend) => {
    const parts = [connectPart(rule.policies), balancingPart(rule.policies), tlsPart(rule.policies, backend)];
    const spec = Object.assign({}, ...parts.map(({ fields }) => fields)) as Record<string, unknown>;
    if (Object.keys(spec).length === 0) return [];
    return [
      {
        apiVersion: API_VERSION,
        kind: 'BackendConfigPolicy',
        purpose: backend.service,
        target: { kind: 'service', namespace: backend.namespace, name: backend.service },
        spec,
        claims: parts.flatMap(({ claims }) => claims),
      },
    ];
  });
}

function connectPart({ tuning }: Policies): Part {
  const connect = tuning?.connectTimeout;
  if (connect === undefined || connect.value <= 0) return NOTHING;
  const message = `connections to the Service have to come about within ${connect.value} s, for all of its routes`;
  const remark = { verdict: 'converted', code: 'RS2687', message } as const;
  return {
    fields: { connectTimeout: `${connect.value}s` },
    claims: [{ items: connect.from, at: 'spec.connectTimeout', remark }],
  };
}

function balancingPart({ affinity, balancing }: Policies): Part {
  if (affinity !== undefined) return cookiePart(affinity);
  const { algorithm, hashBy, subset } = balancing ?? {};
  if (hashBy !== undefined && subset === undefined) {
    const [, kind, name = ''] = /^\$\{?(http|cookie)_(\w+)\}?$/.exec(hashBy.value.key) ?? [];
    const policy = hashBy.value.isClientAddress
      ? { sourceIP: {} }
      : kind === 'http'
        ? { header: { name: name.replaceAll('_', '-') } }
        : kind === 'cookie'
          ? { cookie: { name } }
          : undefined;
    if (policy === undefined) return NOTHING;
    const message = 'what is hashed chooses one endpoint; which one it is changes at the cut-over';
    return {
      fields: { loadBalancer: { ringHash: { hashPolicies: [policy] } } },
      claims: [
        {
          items: [...hashBy.from, ...(algorithm?.from ?? [])],
          at: 'spec.loadBalancer.ringHash.hashPolicies',
          remark: { verdict: 'approximated', code: 'RS2688', message },
        },
      ],
    };
  }
  if (algorithm === undefined || hashBy !== undefined) return NOTHING;
  const chosen = { 'round-robin': 'roundRobin', 'least-loaded': 'leastRequest', random: 'random' }[algorithm.value];
  const message = `endpoints of the Service are chosen by ${chosen}, by each gateway for itself`;
  return {
    fields: { loadBalancer: { [chosen]: {} } },
    claims: [
      {
        items: algorithm.from,
        at: `spec.loadBalancer.${chosen}`,
        remark: { verdict: 'approximated', code: 'RS2688', message },
      },
    ],
  };
}

/** A cookie that is hashed; without a ttl none would ever be handed out (implementation-policies.md §6.15). */
function cookiePart(affinity: NonNullable<Policies['affinity']>): Part {
  const { cookie, maxAge, path, sameSite, secure } = affinity;
  const at = 'spec.loadBalancer.ringHash.hashPolicies[0].cookie';
  const fields = {
    name: cookie.value,
    ttl: `${maxAge?.value ?? 0}s`,
    path: path?.value ?? '/',
    ...(secure?.value === true ? { secure: true } : {}),
    httpOnly: true,
    ...(sameSite === undefined ? {} : { sameSite: sameSite.value }),
  };
  const field = (name: string): { name: string; at: string } => ({ name, at: name in fields ? `${at}.${name}` : at });
  return {
    fields: { loadBalancer: { ringHash: { hashPolicies: [{ cookie: fields }] } } },
    claims: hashedCookieClaims(affinity, {
      at,
      code: 'RS2688',
      fields: { maxAge: field('ttl'), path: field('path'), sameSite: field('sameSite'), secure: field('secure') },
      lost: {
        code: 'RS2685',
        message: 'the cookie of kgateway has no such setting',
        next: 'Do without, or let the application set the cookie.',
      },
    }),
  };
}

/** Whether a BackendConfigPolicy says what the source does about TLS towards the backend. */
export function securesItself({ protocol, backendTls }: Pick<Policies, 'protocol' | 'backendTls'>): boolean {
  const isOwn = backendTls?.ca !== undefined || backendTls?.serviceCa === true;
  return protocol?.value === 'https' && !isOwn;
}

function tlsPart(policies: Policies, backend: Backend): Part {
  const { protocol, backendTls } = policies;
  if (protocol === undefined || !securesItself(policies)) return NOTHING;
  const verifies = backendTls?.verify.value === true;
  const secret = backendTls?.caSecret;
  const written = backendTls?.serverName?.value.toLowerCase() ?? '';
  const fallback = backend.namespace === undefined ? backend.service : `${backend.service}.${backend.namespace}.svc`;
  const name = written !== '' ? written : verifies ? fallback : undefined;
  const isForeign = secret?.value.namespace !== undefined && secret.value.namespace !== backend.namespace;
  const tls = {
    ...(secret === undefined ? {} : { secretRef: { name: secret.value.name } }),
    ...(name === undefined ? {} : { sni: name }),
    ...(verifies && name !== undefined ? { verifySubjectAltNames: [name] } : {}),
    ...(verifies ? {} : { insecureSkipVerify: true }),
  };
  const claims: PolicyClaim[] = [
    {
      items: [...protocol.from, ...(backendTls?.verify.from ?? [])],
      at: verifies ? 'spec.tls.verifySubjectAltNames' : 'spec.tls.insecureSkipVerify',
      remark: {
        verdict: 'converted',
        code: 'RS2689',
        message: verifies
          ? `the Service is spoken to over TLS, and its certificate has to name ${name}`
          : 'the Service is spoken to over TLS, and its certificate is not looked at, as before',
      },
    },
    {
      items: secret?.from ?? [],
      at: 'spec.tls.secretRef',
      remark: isForeign
        ? {
            verdict: 'manual',
            code: 'RS2689',
            message: `the certificate is read from Secret ${secret?.value.name} in the namespace of the Service`,
            next: `Copy Secret ${secret?.value.namespace}/${secret?.value.name} there.`,
          }
        : {
            verdict: 'converted',
            code: 'RS2689',
            message: `the certificate in Secret ${secret?.value.name} is presented to the Service${verifies ? ', and its ca.crt is trusted' : ''}`,
          },
    },
    {
      items: backendTls?.serverName?.from ?? [],
      at: name === undefined ? 'spec.tls' : 'spec.tls.sni',
      remark: {
        verdict: written === '' ? 'approximated' : 'converted',
        code: 'RS2689',
        message: `${name === undefined ? 'no name of its own is' : `${name} is`} sent as server name${written === '' ? '; before, nginx sent its own internal name' : ''}`,
      },
    },
  ];
  return { fields: { tls }, claims: claims.filter(({ items }) => items.length > 0) };
}
