import type { CatalogueEntry } from './entry.js';

/** Traefik's Middlewares, TraefikServices and ServersTransports. */
export const profilesTraefik = {
  RS2650: {
    title: 'Passwords are checked by a Traefik Middleware',
    severity: 'info',
    why: 'basicAuth and digestAuth read the users from a Secret of the namespace of the route with exactly one key. Traefik leaves a rule out whose Secret it cannot read.',
    fix: 'Make sure that the Secret has one key and hashes of the kinds apr1, bcrypt or {SHA}.',
  },
  RS2651: {
    title: 'Requests are checked by a forwardAuth Middleware',
    severity: 'info',
    why: 'forwardAuth asks the service with a GET for each request and lets any 2xx pass, as the source does; it describes the request in X-Forwarded headers.',
    fix: 'Test the sign-in before the cut-over.',
  },
  RS2652: {
    title: 'An allow list is kept by an ipAllowList Middleware',
    severity: 'info',
    why: 'The Middleware compares the address of the connection, or the last one in X-Forwarded-For where the source trusted that header.',
    fix: 'Check that the addresses of clients reach Traefik unchanged.',
  },
  RS2653: {
    title: 'A limit is kept by a rateLimit or inFlightReq Middleware',
    severity: 'info',
    why: 'Each router of Traefik, and each replica, counts for itself, and answers 429.',
    fix: 'Divide the limit where many rules or replicas must not add up.',
  },
  RS2654: {
    title: 'Bodies are buffered, or streamed',
    severity: 'info',
    why: 'Traefik streams; the buffering Middleware, which limits bodies, reads requests and answers to their end before it passes them on.',
    fix: 'Remove the Middleware from paths that stream, and limit bodies in the application.',
  },
  RS2655: {
    title: 'CORS is answered by a headers Middleware',
    severity: 'info',
    why: 'Traefik does not support the CORS filter of HTTPRoute: routes with it answer 500. Its headers Middleware has the same lists.',
    fix: 'Test a preflight from each origin.',
  },
  RS2656: {
    title: 'A path is rewritten by a replacePathRegex Middleware',
    severity: 'info',
    why: 'The URLRewrite filter replaces whole paths and prefixes only.',
    fix: 'Test a request with percent-encoded characters if paths have any.',
  },
  RS2657: {
    title: 'Requests are tried again by a retry Middleware',
    severity: 'info',
    why: 'It counts attempts as the source does, and knows connection errors and status codes.',
    fix: 'Check which failures of the backend have to be tried again.',
  },
  RS2658: {
    title: 'Error pages come from an errors Middleware',
    severity: 'warning',
    why: 'It calls a Service for the status codes that it is told and keeps the status; it does not send the headers that tell the Service about the error.',
    fix: 'Let the query of the Middleware carry the status if the Service has to know it.',
  },
  RS2659: {
    title: 'Session affinity is kept by a TraefikService',
    severity: 'info',
    why: 'The cookie is a hash of the address of the endpoint, made by Traefik.',
    fix: 'Expect that clients are spread anew once at the cut-over.',
  },
  RS2660: {
    title: 'Endpoints are chosen by a strategy of Traefik',
    severity: 'info',
    why: 'The strategies wrr, p2c, leasttime and hrw stand nearest to those of the source.',
    fix: 'Watch the load of the endpoints after the cut-over.',
  },
  RS2661: {
    title: 'Times towards the backend stand in a ServersTransport',
    severity: 'info',
    why: 'Traefik limits the time to connect and to the first byte of an answer, and ignores timeouts of an HTTPRoute.',
    fix: 'Set respondingTimeouts of the entry point where whole exchanges have to be limited.',
  },
  RS2662: {
    title: 'TLS towards the backend stands in a ServersTransport',
    severity: 'info',
    why: 'A ServersTransport says whether the backend is verified, by which CA and name, and what is presented to it.',
    fix: 'Verify backends where you can: give proxy-ssl-secret and proxy-ssl-verify.',
  },
  RS2663: {
    title: 'Requests are mirrored by a TraefikService',
    severity: 'info',
    why: 'Traefik does not support the RequestMirror filter: routes with it answer 500.',
    fix: 'Check that the mirror copes with the Host of the original requests.',
  },
  RS2664: {
    title: 'A backend is reached through a TraefikService',
    severity: 'info',
    why: 'The references of an HTTPRoute know Services only; a TraefikService can go to the address of the Service, or to an external name.',
    fix: 'Check the options of Traefik that it needs.',
  },
  RS2665: {
    title: 'Traefik has no such setting',
    severity: 'info',
    why: 'No field of its Middlewares, TraefikServices and ServersTransports says it.',
    fix: 'Do without, or configure it in the application.',
  },
  RS2666: {
    title: 'A longer path of a wildcard host takes requests from a host below it',
    severity: 'warning',
    why: 'Traefik ranks a match by the length of its path and adds the length of the host name, so that the path decides before the host does.',
    fix: 'Write the path of the wildcard as a path of the host, too.',
  },
} as const satisfies Record<string, CatalogueEntry>;
