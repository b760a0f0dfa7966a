import type { Policies } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import { withSnippet } from '../snippets/merged-policies.js';
import { readAccessList, readRateLimit } from './concerns/access.js';
import { readAffinity } from './concerns/affinity.js';
import { readBasicAuth, readExternalAuth } from './concerns/authentication.js';
import { readBackendTls, readProtocol } from './concerns/backend-tls.js';
import { readCors } from './concerns/cors.js';
import { readHeaders } from './concerns/headers.js';
import { readSnippets } from './concerns/snippets.js';
import type { BackendDraft, Context, ServedIngress } from './context.js';
import type { Values } from './values.js';

/** Keys that code knows and that no field of the traffic model carries. */
const OF_PATH = ['proxy-body-size', 'auth-external-placement', 'waf', 'waf-mode'];
const OF_BACKEND = [
  'balance-algorithm',
  'blue-green-balance',
  'blue-green-mode',
  'blue-green-header',
  'blue-green-cookie',
  'timeout-connect',
  'timeout-http-request',
  'timeout-keep-alive',
  'timeout-queue',
  'timeout-server-fin',
  'timeout-tunnel',
  'auth-tls-cert-header',
  'ssl-fingerprint-lower',
  'ssl-fingerprint-sha2-bits',
  'fcgi-app',
];

/** What is set for a path (reference §1.1): keys of the path, and those of the Service port. */
export function readPolicies(
  served: ServedIngress,
  backend: BackendDraft,
  path: Values,
  shared: Values,
  context: Context,
): Policies {
  path.leave(...OF_PATH);
  shared.leave(...OF_BACKEND);
  const read = shared.seconds('timeout-server');
  const protocol = readProtocol(shared);
  const access = readAccessList(path, context);
  const snippet = readSnippets(shared, context);
  const policies: Policies = {
    timeouts: read === undefined ? undefined : { read },
    cors: readCors(path, context),
    affinity: readAffinity(shared),
    basicAuth: readBasicAuth(served, path, context),
    externalAuth: readExternalAuth(path),
    accessList: access.list,
    rateLimit: readRateLimit(shared),
    opaqueGuard: access.opaque,
    requestHeaders: readHeaders(shared, backend, context),
    backendTls: readBackendTls(served, shared, protocol?.value),
    protocol,
    hsts: readHsts(path, context),
  };
  return withSnippet(policies, snippet);
}

/** On unless somebody switches it off (reference §1.6). */
function readHsts(path: Values, { settings, ledger }: Context): Traced<string> | undefined {
  const on = path.bool('hsts');
  if (on?.value === false) {
    ledger.sayAll(on.from, {
      verdict: 'converted',
      code: 'RS0323',
      message: 'Strict-Transport-Security is off here, so that none is written',
    });
    return undefined;
  }
  const age = path.integer('hsts-max-age');
  const subdomains = path.bool('hsts-include-subdomains');
  const preload = path.bool('hsts-preload');
  const value = [
    `max-age=${age?.value ?? 15768000}`,
    ...(subdomains?.value === true ? ['includeSubDomains'] : []),
    ...(preload?.value === true ? ['preload'] : []),
  ].join('; ');
  const from = [...(on?.from ?? []), ...(age?.from ?? []), ...(subdomains?.from ?? []), ...(preload?.from ?? [])];
  return { value, from: from.length === 0 ? [settings.item('hsts', 'true')] : from };
}
