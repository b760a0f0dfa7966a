import { parseClusterUrl } from '../../kubernetes/cluster-url.js';
import type { HttpRouteFilter } from '../../kubernetes/gateway-api.js';
import type { ExternalAuth } from '../../model/policies.js';
import type { Claim } from './draft.js';
import { type Features, whereFound } from './features.js';
import { backendRef } from './references.js';

/**
 * Whether the ExternalAuth filter (GEP-1494, experimental) can stand for the check: its backend is a Service of the
 * cluster, its path is literal, and no sign-in redirect hangs on it.
 */
export function canCheckExternally(auth: ExternalAuth, features: Features): boolean {
  return features.externalAuth && auth.signIn === undefined && serviceOf(auth) !== undefined;
}

/** Completes "cannot express external authentication": what stands in the way. */
export function whyNotExternally(auth: ExternalAuth, features: Features): string {
  if (auth.signIn !== undefined) return ' that sends clients to a sign-in page, for which no channel has a field';
  if (serviceOf(auth) === undefined) return ' by anything but a Service of the cluster that is called over plain http';
  return features.externalAuth ? '' : ` in the ${features.channel} channel (${whereFound('externalAuth')})`;
}

/** What the filter sends without being asked. */
const ALWAYS_SENT = /^(?:host|method|path|content-length|authorization)$/i;

function serviceOf(auth: ExternalAuth): ReturnType<typeof parseClusterUrl> {
  if (auth.url.value.includes('$')) return undefined;
  const url = parseClusterUrl(auth.url.value);
  return url?.scheme === 'http' && url.query === undefined ? url : undefined;
}

/** The filter and what it claims; only for checks that `canCheckExternally`. */
export function externalAuthFilter(
  auth: ExternalAuth,
  routeNamespace: string | undefined,
  at: string,
): { filter: HttpRouteFilter; claims: Claim[] } | undefined {
  const url = serviceOf(auth);
  if (url === undefined) return undefined;
  const headers = auth.responseHeaders?.value ?? [];
  const sent = [...new Set(auth.requestHeaders?.value ?? ['Cookie'])]
    .filter((name) => !ALWAYS_SENT.test(name))
    .slice(0, 64);
  const filter: HttpRouteFilter = {
    type: 'ExternalAuth',
    externalAuth: {
      protocol: 'HTTP',
      backendRef: backendRef({ namespace: url.namespace, service: url.service, port: url.port }, routeNamespace),
      http: {
        ...(url.path === '/' ? {} : { path: url.path }),
        ...(sent.length === 0 ? {} : { allowedHeaders: sent }),
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
        message: `checked by the ExternalAuth filter: only the answer 200 lets a request pass (before: any 2xx), the path of the request is appended to that of the service, and of the client headers only ${['Authorization', ...sent].join(', ').replace(/, ([^,]*)$/, ' and $1')} reach it; X-Original-URL, X-Original-Method and X-Auth-Request-Redirect are not sent`,
        next: 'Test the sign-in before the cut-over.',
      },
    },
  ];
  if (auth.requestHeaders !== undefined) {
    claims.push({
      items: auth.requestHeaders.from,
      at: `${at}.externalAuth.http.allowedHeaders`,
      remark: {
        verdict: 'approximated',
        code: 'RS1704',
        message: 'sent to the service that answers the check, and Authorization with them in any case',
      },
    });
  }
  if (auth.responseHeaders !== undefined) {
    claims.push({
      items: auth.responseHeaders.from,
      at: `${at}.externalAuth.http.allowedResponseHeaders`,
      remark: {
        verdict: 'approximated',
        code: 'RS1704',
        message:
          'copied to the backend request; a header that the service does not send is not removed from the request',
        next: 'Let the service send every one of these headers always, so that no client can make one up.',
      },
    });
  }
  if (auth.details.length > 0) {
    claims.push({
      items: auth.details,
      at: undefined,
      remark: {
        verdict: 'unsupported',
        code: 'RS1705',
        message: 'the ExternalAuth filter has no such setting',
        next: 'Configure it at the service that answers the check.',
      },
    });
  }
  return { filter, claims };
}
