import { parseClusterUrl } from '../../kubernetes/cluster-url.js';
import type { HttpRouteFilter } from '../../kubernetes/gateway-api.js';
import type { ExternalAuth } from '../../model/policies.js';
import type { Claim } from './draft.js';
import type { Features } from './features.js';
import { backendRef, type References } from './references.js';

/**
 * Whether the ExternalAuth filter (GEP-1494, experimental) can stand for the check: its backend is a Service of the
 * cluster, its path is literal, and no sign-in redirect hangs on it.
 */
export function canCheckExternally(auth: ExternalAuth, features: Features): boolean {
  return features.externalAuth && auth.signIn === undefined && serviceOf(auth) !== undefined;
}

function serviceOf(auth: ExternalAuth): ReturnType<typeof parseClusterUrl> {
  if (auth.url.value.includes('$')) return undefined;
  const url = parseClusterUrl(auth.url.value);
  return url?.scheme === 'http' && url.query === undefined ? url : undefined;
}

/** The filter and what it claims; only for checks that `canCheckExternally`. */
export function externalAuthFilter(auth: ExternalAuth, references: References, at: string): { filter: HttpRouteFilter; claims: Claim[] } | undefined {
  const url = serviceOf(auth);
  if (url === undefined) return undefined;
  const headers = auth.responseHeaders?.value ?? [];
  const filter: HttpRouteFilter = {
    type: 'ExternalAuth',
    externalAuth: {
      protocol: 'HTTP',
      backendRef: backendRef({ namespace: url.namespace, service: url.service, port: url.port }, references),
      http: {
        ...(url.path === '/' ? {} : { path: url.path }),
        allowedHeaders: ['Cookie'],
        ...(headers.length === 0 ? {} : { allowedResponseHeaders: [...new Set(headers)].slice(0, 64) }),
      },
    },
  };
  const claims: Claim[] = [
    {
      items: auth.url.from,
      at,
      remark: {
        verdict: 'approximated',
        code: 'RS1704',
        message:
          'checked by the ExternalAuth filter: only the answer 200 lets a request pass (before: any 2xx), its path is a prefix, and of the client headers Authorization and Cookie reach the service',
        next: 'Test the sign-in before the cut-over.',
      },
    },
  ];
  if (auth.responseHeaders !== undefined) {
    claims.push({
      items: auth.responseHeaders.from,
      at: `${at}.externalAuth.http.allowedResponseHeaders`,
      remark: {
        verdict: 'approximated',
        code: 'RS1704',
        message: 'copied to the backend request; a header that the service does not send is not removed from the request',
      },
    });
  }
  if (auth.details.length > 0) {
    claims.push({
      items: auth.details,
      at: undefined,
      remark: { verdict: 'unsupported', code: 'RS1705', message: 'the ExternalAuth filter has no such setting', next: 'Configure it at the service that answers the check.' },
    });
  }
  return { filter, claims };
}
