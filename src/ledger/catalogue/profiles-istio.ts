import type { CatalogueEntry } from './entry.js';

/** Istio's AuthorizationPolicies and DestinationRules. */
export const profilesIstio = {
  RS2670: {
    title: 'An address list is kept by an AuthorizationPolicy of the Gateway',
    severity: 'info',
    why: 'A DENY policy with the hosts and paths of the rule refuses the addresses that the source refuses. There is no ALLOW policy, which would refuse the requests for every other host.',
    fix: 'Check that the addresses of clients reach the Gateway unchanged.',
  },
  RS2671: {
    title: 'Session affinity is a hash of a cookie',
    severity: 'info',
    why: 'A DestinationRule has consistent hashing only: the value of the cookie is hashed to choose an endpoint of the Service.',
    fix: 'Expect that clients move when endpoints come or go.',
  },
  RS2672: {
    title: 'The time to connect stands in a DestinationRule',
    severity: 'info',
    why: 'A DestinationRule acts on every route to the Service, and on clients within the mesh.',
    fix: 'Give paths with other needs Services of their own.',
  },
  RS2673: {
    title: 'Endpoints are chosen as a DestinationRule says',
    severity: 'info',
    why: 'Each proxy chooses for itself, and the rule acts on every route to the Service.',
    fix: 'Watch the load of the endpoints after the cut-over.',
  },
  RS2674: {
    title: 'TLS towards the backend stands in a DestinationRule',
    severity: 'info',
    why: 'A BackendTLSPolicy always verifies; a DestinationRule says whether the Service is verified, and what is presented to it.',
    fix: 'Verify backends where you can: give proxy-ssl-secret and proxy-ssl-verify.',
  },
  RS2675: {
    title: 'A setting needs no field with Istio, or has none',
    severity: 'info',
    why: 'Either Istio does so by itself, or no field of a DestinationRule or AuthorizationPolicy says it.',
    fix: 'Do without, or configure it in the application.',
  },
} as const satisfies Record<string, CatalogueEntry>;
