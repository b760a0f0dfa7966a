import type { CatalogueEntry } from './entry.js';

/** What policies of Envoy Gateway make of annotations. */
export const envoyGatewayCodes = {
  RS2600: {
    title: 'An address list as a SecurityPolicy',
    severity: 'info',
    why: 'spec.authorization tries deny rules first, then allow rules, and refuses everybody else where there is an allow list. It is asked after any login, by the address that the Gateway takes for that of the client.',
    fix: 'Check that the Gateway sees the addresses of clients, and not that of a load balancer.',
  },
  RS2601: {
    title: 'Basic authentication as a SecurityPolicy',
    severity: 'warning',
    why: 'spec.basicAuth reads the users from the key .htpasswd of a Secret and can check {SHA} passwords only; with any other the policy is refused and its routes answer 500.',
    fix: 'Create the Secret in the new shape, or pass --emit-secrets with the old one in the input.',
  },
  RS2602: {
    title: 'No realm',
    severity: 'info',
    why: 'SecurityPolicy has no field for the realm of basic authentication.',
    fix: 'Nothing, unless clients look at the realm.',
  },
  RS2603: {
    title: 'External authentication as a SecurityPolicy',
    severity: 'warning',
    why: 'nginx shows a request to the service as a GET with all of its headers and takes any 2xx for a yes. Envoy keeps the method, sends the headers that are listed, and takes 200 alone for a yes; whatever else happens, the request is refused.',
    fix: 'Test the check before the cut-over; let the service answer 200.',
  },
  RS2604: {
    title: 'Headers that only the check may set',
    severity: 'info',
    why: 'nginx overwrites what a client sends under the names of auth-response-headers, even where the service sends nothing. Envoy leaves the header of the client there, so a ClientTrafficPolicy takes it away before the check.',
    fix: 'Check that no client of another host on the Gateway needs to send one of these headers.',
  },
  RS2605: {
    title: 'A detail of external authentication that is lost',
    severity: 'warning',
    why: 'spec.extAuth of a SecurityPolicy has no field for it.',
    fix: 'Configure it at the service that answers the check.',
  },
  RS2606: {
    title: 'A sign-in page as a redirect',
    severity: 'warning',
    why: 'A BackendTrafficPolicy can turn a 401 into a redirect to a fixed address. It cannot say which page the client came from, so that the sign-in does not lead back there.',
    fix: 'Let the service redirect by itself, or use spec.oidc of the SecurityPolicy.',
  },
  RS2607: {
    title: 'A limit of requests as a BackendTrafficPolicy',
    severity: 'warning',
    why: 'A local rate limit fills the bucket of each client once per unit and lets no burst through. Each path of a route, and each replica of Envoy, has buckets of its own. The source counts per Ingress and client and allows a burst of several times the limit.',
    fix: 'Look for pages that need more requests at once than the limit, and raise it for them.',
  },
  RS2608: {
    title: 'A detail of a limit that is lost',
    severity: 'warning',
    why: 'Local rate limits of Envoy Gateway have neither a burst nor exempt networks beside a limit per client.',
    fix: 'Raise the limit, or give exempt clients a path of their own.',
  },
  RS2609: {
    title: 'Silence on a connection as an idle time',
    severity: 'info',
    why: 'proxy-read-timeout and proxy-send-timeout limit the time between two reads from the backend, or writes to it. The idle time of a stream looks at both directions together, and at the client as well.',
    fix: 'Nothing, unless a slow client has to be told from a slow backend.',
  },
  RS2610: {
    title: 'The time to connect to a backend',
    severity: 'info',
    why: 'spec.timeout.tcp.connectTimeout of a BackendTrafficPolicy says the same.',
    fix: 'Nothing.',
  },
  RS2611: {
    title: 'Further attempts as a BackendTrafficPolicy',
    severity: 'info',
    why: 'Envoy repeats a request for named reasons, whatever its method, and may ask the same endpoint again.',
    fix: 'Check that backends take a repeated request.',
  },
  RS2612: {
    title: 'How endpoints are chosen',
    severity: 'info',
    why: 'spec.loadBalancer of a BackendTrafficPolicy chooses among endpoints; without it the less busy of two is taken.',
    fix: 'Nothing, unless the choice matters to the application.',
  },
  RS2613: {
    title: 'A session cookie as a BackendTrafficPolicy',
    severity: 'info',
    why: 'Envoy hashes the value of a cookie that it hands out itself. The cookie of the controller is hashed like any other value, so that sessions begin anew once.',
    fix: 'Cut over when few sessions are open, or let the application survive it.',
  },
  RS2614: {
    title: 'A detail of the session cookie that is lost',
    severity: 'warning',
    why: 'The cookie of Envoy has no such attribute.',
    fix: 'Leave it out, or set it at the application.',
  },
  RS2615: {
    title: 'The largest body as a BackendTrafficPolicy',
    severity: 'warning',
    why: 'spec.requestBuffer limits bodies by holding each of them in memory. WebSockets and streams do not work on the paths of such a policy.',
    fix: 'Take the limit out where paths stream, and limit bodies in the application.',
  },
  RS2616: {
    title: 'No limit for bodies',
    severity: 'warning',
    why: 'Envoy limits bodies only by holding each of them in memory as a whole, which is no choice for streams and very large bodies.',
    fix: 'Limit the size of bodies in the application.',
  },
  RS2617: {
    title: 'The rate of answers as a BackendTrafficPolicy',
    severity: 'warning',
    why: 'spec.bandwidthLimit is one bucket for all answers of the route; limit-rate is one for each connection.',
    fix: 'Choose the value for all clients together.',
  },
  RS2618: {
    title: 'The address of the Service instead of its endpoints',
    severity: 'info',
    why: 'spec.routingType of a BackendTrafficPolicy says the same.',
    fix: 'Nothing.',
  },
  RS2619: {
    title: 'A backend as a Backend of Envoy Gateway',
    severity: 'info',
    why: 'Envoy Gateway refuses Services of type ExternalName, and speaks TLS without verification, or with a client certificate, only to a Backend. Backends have to be switched on.',
    fix: 'Set extensionApis.enableBackend in the configuration of Envoy Gateway.',
  },
  RS2620: {
    title: 'A rewrite by a regular expression',
    severity: 'info',
    why: 'An HTTPRouteFilter replaces what an expression matches; the dialect is RE2, and groups are written \\1.',
    fix: 'Nothing.',
  },
  RS2621: {
    title: 'Whose word about client addresses counts',
    severity: 'info',
    why: 'Lists and limits act on the address that the Gateway takes for that of the client. A ClientTrafficPolicy says which proxies may name another than that of the connection, for the whole Gateway.',
    fix: 'Name the networks of your load balancers, and nobody else.',
  },
  RS2622: {
    title: 'A policy that is there takes the place of one of the output, or the other way round',
    severity: 'error',
    why: 'Of two policies of a kind on one target Envoy Gateway takes the older. A policy of a route comes before that of its Gateway and takes its place as a whole, unless it has a mergeType.',
    fix: 'Put what both of them say into one policy.',
  },
  RS2623: {
    title: 'A policy of a Gateway with which policies of routes merge',
    severity: 'warning',
    why: 'mergeType StrategicMerge keeps what the policy of the Gateway says where that of the route says nothing. Lists are not merged.',
    fix: 'Check whether the routes are still meant to have what the policy of the Gateway says.',
  },
} as const satisfies Record<string, CatalogueEntry>;
