/**
 * The concerns that entries may name: annotations that act together are read by one function in
 * `src/sources/<controller>`, named after its concern.
 */
export const CONCERNS = [
  'access-list',
  'affinity',
  'backend-protocol',
  'backend-tls',
  'basic-auth',
  'blue-green',
  'body-size',
  'canary',
  'class',
  'client-certificate',
  'cors',
  'custom-headers',
  'external-auth',
  'forwarded-headers',
  'header-match',
  'host-assignment',
  'hsts',
  'https-redirect',
  'listen-ports',
  'load-balance',
  'mergeable',
  'mirror',
  'path-type',
  'policies',
  'rate-limit',
  'redirect',
  'retries',
  'rewrite',
  'satisfy',
  'server-alias',
  'snippet',
  'ssl-passthrough',
  'tcp-service',
  'termination',
  'timeouts',
  'upstream-vhost',
] as const;

export type Concern = (typeof CONCERNS)[number];
