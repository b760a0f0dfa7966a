/** Keys of ingress-nginx whose declared fidelity is not reached with the profile envoy-gateway, and why. */
export const envoyGateway: Readonly<Record<string, string>> = {
  'app-root':
    'core code says what differs with every implementation: the query is kept, and the port of Location may differ',
  'auth-secret-type': 'the Secret of the sample holds no password that Envoy could check, and such rules are withheld',
  'canary-by-cookie':
    'matched by an expression on the Cookie header, which every release has: cookie matches of HTTPRouteFilter came with 1.9, and their rank among routes is nowhere described',
  'from-to-www-redirect': 'core code says what differs with every implementation: port and final slash of Location',
  'limit-allowlist':
    'a rule tells clients apart or leaves one network out, not both, so exempt networks would be limited: nothing is kept',
  'proxy-next-upstream-timeout':
    'perRetry.timeout limits each attempt with its answer, so that long answers would be cut; it is no limit for further attempts',
};
