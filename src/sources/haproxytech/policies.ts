import type { Policies } from '../../model/policies.js';
import { withSnippet } from '../snippets/merged-policies.js';
import { readAccess, readBasicAuth, readRateLimit, readSnippet } from './concerns/access.js';
import { readAffinity, readBackendTls, readBalancing, readTimeouts } from './concerns/backend.js';
import { readCors } from './concerns/cors.js';
import { readHeaders } from './concerns/headers.js';
import type { Context } from './context.js';
import type { Layers } from './layers.js';
import type { ServedIngress } from './served-ingress.js';

/** What an Ingress says about all of its paths alike, from its own annotations and those of the ConfigMap. */
export function readFrontendPolicies(served: ServedIngress, layers: Layers, context: Context): Policies {
  for (const key of ['request-capture', 'request-capture-len']) layers.leaveToMapping(key);
  const access = readAccess(served, layers, context);
  return {
    ...access,
    rateLimit: readRateLimit(layers),
    basicAuth: readBasicAuth(layers),
    cors: readCors(layers, context),
    requestHeaders: readHeaders('request', layers, context),
    responseHeaders: readHeaders('response', layers, context),
  };
}

/** What Service, Ingress and ConfigMap say about a backend. */
export function readBackendPolicies(layers: Layers, context: Context): Policies {
  layers.leaveToMapping('forwarded-for');
  const { secretOf } = context;
  const snippet = readSnippet(layers, context);
  const secured = readBackendTls(layers, (namespace, name) => secretOf(namespace, name) !== undefined || name !== '');
  const policies: Policies = {
    timeouts: readTimeouts(layers),
    affinity: readAffinity(layers),
    balancing: readBalancing(layers),
    ...secured,
  };
  return withSnippet(policies, snippet);
}
