import type { CatalogueEntry } from './entry.js';

/** kgateway's TrafficPolicies, GatewayExtensions and BackendConfigPolicies. */
export const profilesKgateway = {
  RS2680: {
    title: 'An address list is kept by the acl of a TrafficPolicy',
    severity: 'info',
    why: 'Of the ranges that hold an address the longest prefix decides; at the source, a denied range does.',
    fix: 'Check that the addresses of clients reach the gateway unchanged.',
  },
  RS2681: {
    title: 'Passwords are checked by a TrafficPolicy',
    severity: 'warning',
    why: 'kgateway verifies unsalted {SHA} hashes only; users with others cannot sign in.',
    fix: 'Check how the passwords are hashed, and give new ones with htpasswd -s.',
  },
  RS2682: {
    title: 'Requests are checked by a GatewayExtension',
    severity: 'warning',
    why: 'The check passes on 200 only, and the path of the request is appended to that of the service.',
    fix: 'Test the check before the cut-over.',
  },
  RS2683: {
    title: 'Pauses of an exchange are limited by a TrafficPolicy',
    severity: 'info',
    why: 'streamIdle limits the time in which nothing is read or written; the limit of the whole exchange is switched off.',
    fix: 'Check the longest pause of streams on these paths.',
  },
  RS2684: {
    title: 'Bodies and attempts are limited by a TrafficPolicy',
    severity: 'info',
    why: 'A limit of bodies reads each body to its end; attempts are for all methods.',
    fix: 'Remove the field where the paths stream.',
  },
  RS2685: {
    title: 'A setting needs no field with kgateway, or has none',
    severity: 'info',
    why: 'Either kgateway does so by itself, or no field of its policies says it.',
    fix: 'Do without, or configure it in the application.',
  },
  RS2686: {
    title: 'A path is rewritten by a TrafficPolicy',
    severity: 'info',
    why: 'The URLRewrite filter replaces whole paths and prefixes only.',
    fix: 'Test a request with percent-encoded characters if paths have any.',
  },
  RS2687: {
    title: 'The time to connect stands in a BackendConfigPolicy',
    severity: 'info',
    why: 'The policy acts on every route to the Service.',
    fix: 'Give paths with other needs Services of their own.',
  },
  RS2688: {
    title: 'Endpoints are chosen as a BackendConfigPolicy says',
    severity: 'info',
    why: 'Each gateway chooses for itself, and a cookie is hashed: clients move when endpoints come or go.',
    fix: 'Watch the load of the endpoints after the cut-over.',
  },
  RS2689: {
    title: 'TLS towards the backend stands in a BackendConfigPolicy',
    severity: 'info',
    why: 'A BackendTLSPolicy always verifies; a BackendConfigPolicy says whether the Service is verified.',
    fix: 'Verify backends where you can: give proxy-ssl-secret and proxy-ssl-verify.',
  },
  RS2690: {
    title: 'A policy of a Service acts on other paths, too',
    severity: 'info',
    why: 'The implementation ties cookies, strategies, times and TLS to the Service: every rule that leads there has them, also those of objects that did not ask.',
    fix: 'Give the paths Services of their own.',
  },
} as const satisfies Record<string, CatalogueEntry>;
