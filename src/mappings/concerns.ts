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
  'body-size',
  'canary',
  'class',
  'client-certificate',
  'cors',
  'custom-headers',
  'external-auth',
  'forwarded-headers',
  'host-assignment',
  'https-redirect',
  'listen-ports',
  'load-balance',
  'mergeable',
  'mirror',
  'policies',
  'rate-limit',
  'redirect',
  'retries',
  'rewrite',
  'satisfy',
  'server-alias',
  'snippet',
  'ssl-passthrough',
  'termination',
  'timeouts',
  'upstream-vhost',
] as const;

export type Concern = (typeof CONCERNS)[number];
