/** Keys of ingress-nginx of which less or more is reached with the profile cilium than the reference declares, and why. */
export const cilium: Readonly<Record<string, string>> = {
  'allowlist-source-range':
    'source ranges of the load balancer hold for every host of a Gateway, and act on connections: the rules stay withheld',
  'app-root':
    'core code says what differs with every implementation: the query is kept, and the port of Location may differ',
  'configuration-snippet':
    'more is reached: headers and redirects of a snippet are read one by one and have core filters',
  'denylist-source-range':
    'source ranges of the load balancer hold for every host of a Gateway, and act on connections: the rules stay withheld',
  'from-to-www-redirect': 'core code says what differs with every implementation: port and final slash of Location',
  'proxy-next-upstream':
    'retries are a field of the experimental channel, and the sample is written for the standard one',
  'proxy-next-upstream-tries':
    'retries are a field of the experimental channel, and the sample is written for the standard one',
  'proxy-ssl-secret': 'more is reached: the CA in the Secret becomes a BackendTLSPolicy',
  'server-snippet': 'more is reached: headers and redirects of a snippet are read one by one and have core filters',
};
