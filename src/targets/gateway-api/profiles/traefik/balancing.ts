import type { Affinity, Balancing, Policies, Tuning } from '../../../../model/policies.js';
import type { RulePlace } from '../implementation.js';
import type { Said } from './middleware.js';

interface Balanced {
  /** Fields of a service of a TraefikService. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `at` is a field of the service. */
  readonly said: readonly Said[];
}

/** How the endpoints of a Service are chosen (implementation-policies.md §2.2 session-affinity, load-balance, service-upstream). */
export function balancingOf(place: RulePlace, version: string): Balanced {
  const { policies } = place.rule;
  const parts = [
    stickiness(place, policies.affinity),
    strategy(policies.balancing, policies.affinity, version),
    address(policies.tuning),
  ];
  return {
    fields: Object.assign({}, ...parts.map(({ fields }) => fields)),
    said: parts.flatMap(({ said }) => said),
  };
}

const NOTHING: Balanced = { fields: {}, said: [] };

/** The name that the controller uses unless told; Traefik makes one for each Service, which keeps their cookies apart. */
const DEFAULT_NAME = 'INGRESSCOOKIE';

function stickiness({ rule, action, planning }: RulePlace, affinity: Affinity | undefined): Balanced {
  if (affinity === undefined) return NOTHING;
  const { cookie, maxAge, mode, sameSite, secure, path, domain, changesOnFailure, details } = affinity;
  const name = cookie.value === DEFAULT_NAME ? undefined : cookie.value;
  const isSecure = secure?.value ?? rule.plainHttp.kind === 'redirect';
  const fields = {
    ...(name === undefined ? {} : { name }),
    httpOnly: true,
    ...(isSecure ? { secure: true } : {}),
    ...(sameSite === undefined ? {} : { sameSite: sameSite.value.toLowerCase() }),
    ...(maxAge === undefined ? {} : { maxAge: maxAge.value }),
    ...(path === undefined ? {} : { path: path.value }),
    ...(domain === undefined ? {} : { domain: domain.value }),
  };
  const shared = (action.split.alternative?.share.value.weight ?? 0) > 0;
  const at = (field: string): string => `sticky.cookie${field}`;
  const same = (traced: { readonly from: readonly number[] } | undefined, field: string): Said => ({
    items: traced?.from ?? [],
    at: at(`.${field}`),
    remark: { verdict: 'converted', code: 'RS2659', message: `written as ${field} of the cookie` },
  });
  const told = new Set([sameSite, secure, path, domain, changesOnFailure].flatMap((one) => one?.from ?? []));
  const how = `a cookie of Traefik (${name ?? 'named by Traefik after the Service'}${path === undefined ? ', for all paths of the host' : ''}) keeps clients at their endpoint; its values are new, so that clients are spread anew once at the cut-over`;
  const said: Said[] = [
    {
      items: cookie.from,
      at: at(''),
      remark: shared
        ? {
            verdict: 'approximated',
            code: 'RS2659',
            severity: 'warning',
            message: `${how}. It does not keep them on their side of the split with the canary`,
            next: 'Write both Services into one TraefikService with weighted.sticky if clients must not change sides.',
          }
        : { verdict: 'converted', code: 'RS2659', message: how },
    },
    {
      items: mode?.from ?? [],
      at: at(''),
      remark:
        mode?.value === 'persistent'
          ? {
              verdict: 'converted',
              code: 'RS2659',
              message: 'clients stay at their endpoint for as long as it is there',
            }
          : {
              verdict: 'approximated',
              code: 'RS2659',
              message: 'clients stay at their endpoint; before, some were moved when endpoints were added',
            },
    },
    ...(cookie.from.every((item) => planning.ledger.objectOf(item) !== rule.owner.ref)
      ? [
          {
            items: rule.from,
            at: at(''),
            remark: {
              verdict: 'approximated',
              code: 'RS2659',
              message: `another object asks for affinity of the Service: ${how}`,
            },
          } as const,
        ]
      : []),
    same(maxAge, 'maxAge'),
    same(sameSite, 'sameSite'),
    same(secure, 'secure'),
    same(path, 'path'),
    same(domain, 'domain'),
    {
      items: changesOnFailure?.from ?? [],
      remark:
        changesOnFailure?.value === true
          ? {
              verdict: 'manual',
              code: 'RS2659',
              message: 'Traefik leaves an endpoint when a health check fails, and none is written',
              next: 'Add healthCheck with a path of the application to the service in the TraefikService.',
            }
          : { verdict: 'converted', code: 'RS2659', message: 'clients stay at an endpoint that fails' },
    },
    {
      items: details.filter((item) => !told.has(item)),
      remark: {
        verdict: 'unsupported',
        code: 'RS2665',
        message: 'the cookie of Traefik has no such attribute',
        next: 'Check which clients need it; old browsers that mind SameSite=None are rare by now.',
      },
    },
  ];
  return { fields: { sticky: { cookie: fields } }, said };
}

function strategy(balancing: Balancing | undefined, affinity: Affinity | undefined, version: string): Balanced {
  const { algorithm, hashBy, subset } = balancing ?? {};
  const isNew = version >= '3.6';
  // A cookie wins over both, as it does at the source.
  if (hashBy?.value.isClientAddress === true && subset === undefined && affinity === undefined && isNew) {
    return {
      fields: { strategy: 'hrw' },
      said: [
        {
          items: [...hashBy.from, ...(algorithm?.from ?? [])],
          at: 'strategy',
          remark: {
            verdict: 'approximated',
            code: 'RS2660',
            message: 'the address of the client chooses the endpoint (hrw); it is the address of the connection',
            next: 'Check that the addresses of clients reach Traefik; behind a load balancer all may have the same.',
          },
        },
      ],
    };
  }
  if (algorithm === undefined || hashBy !== undefined) return NOTHING;
  if (algorithm.value === 'round-robin') {
    const message = 'endpoints take turns, which is what Traefik does unless told otherwise';
    return { fields: {}, said: [{ items: algorithm.from, remark: { verdict: 'converted', code: 'RS2660', message } }] };
  }
  const chosen = algorithm.value === 'least-loaded' && isNew ? 'leasttime' : 'p2c';
  const message =
    chosen === 'leasttime'
      ? 'the endpoint that answers fastest with the fewest requests under way is chosen (leasttime), measured by each replica of Traefik'
      : 'the less loaded of two endpoints drawn at random is chosen (p2c)';
  return {
    fields: { strategy: chosen },
    said: [{ items: algorithm.from, at: 'strategy', remark: { verdict: 'approximated', code: 'RS2660', message } }],
  };
}

function address(tuning: Tuning | undefined): Balanced {
  const viaService = tuning?.viaService;
  if (viaService === undefined) return NOTHING;
  if (!viaService.value) {
    const message = 'requests go to the endpoints of the Service';
    return {
      fields: {},
      said: [{ items: viaService.from, remark: { verdict: 'converted', code: 'RS2664', message } }],
    };
  }
  const message = 'requests go to the address of the Service (nativeLB), and the cluster chooses the endpoint';
  return {
    fields: { nativeLB: true },
    said: [{ items: viaService.from, at: 'nativeLB', remark: { verdict: 'converted', code: 'RS2664', message } }],
  };
}

/** Whether a backend of such a rule can be a TraefikService: GRPCRoutes and BackendTLSPolicies know Services only. */
export function canStandIn({ protocol, backendTls }: Policies): boolean {
  switch (protocol?.value) {
    case undefined:
    case 'http':
      return true;
    case 'https':
      return securesItself({ protocol, backendTls });
    case 'grpc':
    case 'grpcs':
    case 'fastcgi':
    case 'as-client':
      return false;
  }
}

/** Whether a ServersTransport says what the source does about TLS towards the backend. */
export function securesItself({ protocol, backendTls }: Pick<Policies, 'protocol' | 'backendTls'>): boolean {
  return protocol?.value === 'https' && backendTls?.ca === undefined && backendTls?.serviceCa !== true;
}
