import { type ClusterUrl, parseClusterUrl } from '../../../../kubernetes/cluster-url.js';
import type { EmittedRef } from '../../../../ledger/verdict.js';
import type { ExternalAuth } from '../../../../model/policies.js';
import type { Traced } from '../../../../model/traced.js';
import type { Claim } from '../../draft.js';
import type { RulePlace } from '../implementation.js';
import type { PolicyClaim } from '../policy-draft.js';
import { API_VERSION, GROUP, keeps, loses, type Part, resembles } from './parts.js';

/** Headers of the client that checks read; Envoy Gateway sends none but those that it is told of. */
const SENT = [
  'accept',
  'authorization',
  'cookie',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-request-id',
];

/** A host outside of the cluster, or one that only a resolver knows. */
const OUTSIDE = /^(https?):\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?(\/[^?#]*)?$/i;

/** Paths of oauth2-proxy (docs/features/endpoints.md): the check answers 202, which Envoy does not take for a yes. */
const OAUTH2 = /\/oauth2\/(?:auth|start|sign_in|userinfo)\b/;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/;

/** Why a SecurityPolicy cannot ask the service; undefined where it can. */
export function whyNoExternalAuth({ url, signIn }: ExternalAuth): { what: string; next: string } | undefined {
  if (OAUTH2.test(url.value) || (signIn !== undefined && OAUTH2.test(signIn.value))) {
    return {
      what: `the check of oauth2-proxy (${url.value}), which answers 202 where Envoy wants 200, and whose sign-in wants to know the address to come back to: every request would be refused`,
      next: 'Write a SecurityPolicy with oidc (issuer, clientID, clientSecret) for the route, or put oauth2-proxy in front of the Service as its upstream.',
    };
  }
  if (url.value.includes('$')) {
    return {
      what: `external authentication by an address that depends on the request (${url.value})`,
      next: 'Let one service at a fixed address answer the check.',
    };
  }
  if (targetOf(url.value) !== undefined) return undefined;
  return {
    what: `external authentication by ${url.value}, where no Service or host with a plain path can be made of it`,
    next: 'Let a service answer the check at a path without query.',
  };
}

interface Target {
  readonly service?: ClusterUrl | undefined;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly path: string;
}

function targetOf(url: string): Target | undefined {
  const service = parseClusterUrl(url);
  const [, scheme = '', host = '', port, path = '/'] = OUTSIDE.exec(url) ?? [];
  const tls = scheme.toLowerCase() === 'https';
  const number = port === undefined ? (tls ? 443 : 80) : Number(port);
  if (
    host === '' ||
    host.length > 253 ||
    host.split('.').some((label) => !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label))
  )
    return undefined;
  if (number < 1 || number > 65535 || !/^[\x21-\x7e]*$/.test(path)) return undefined;
  const plain = service !== undefined && !tls && service.query === undefined ? service : undefined;
  return { service: plain, host: host.toLowerCase(), port: number, tls, path };
}

/** The check as a SecurityPolicy asks it. */
export function externalAuthPart(auth: ExternalAuth, place: RulePlace): Part {
  const target = targetOf(auth.url.value);
  if (target === undefined) return { spec: {}, claims: [] };
  const { ref, what, next } = referTo(target, place);
  const sent = [...new Set([...SENT, ...(auth.requestHeaders?.value ?? []).map((name) => name.toLowerCase())])]
    .filter((name) => TOKEN.test(name))
    .slice(0, 64);
  const wanted = headersOfAnswer(auth)?.value ?? [];
  const at = 'spec.extAuth';
  const claims: PolicyClaim[] = [
    resembles(
      auth.url.from,
      'RS2603',
      `every request is first shown to ${what} at ${target.path}; only the answer 200 lets it pass (before: any 2xx), the check has the method of the request instead of GET and no body, and of its headers only ${sent.join(', ')} are sent; X-Original-URL, X-Original-Method and X-Auth-Request-Redirect are not`,
      at,
      { severity: 'warning', next },
    ),
  ];
  if (auth.requestHeaders !== undefined)
    claims.push(
      resembles(
        auth.requestHeaders.from,
        'RS2603',
        'sent with the check, besides the usual ones',
        `${at}.headersToExtAuth`,
      ),
    );
  if (auth.responseHeaders !== undefined) {
    const message = `${wanted.join(', ')} of the answer ${wanted.length === 1 ? 'goes' : 'go'} to the backend`;
    claims.push(keeps(auth.responseHeaders.from, 'RS2604', message, `${at}.http.headersToBackend`));
  }
  return {
    spec: {
      extAuth: {
        failOpen: false,
        headersToExtAuth: sent,
        http: {
          backendRefs: [ref],
          pathOverride: target.path,
          ...(wanted.length === 0 ? {} : { headersToBackend: wanted }),
        },
      },
    },
    claims,
    lost: lostDetails(auth),
  };
}

/** Headers that only the service may set. */
export function headersOfAnswer({ responseHeaders }: ExternalAuth): Traced<readonly string[]> | undefined {
  if (responseHeaders === undefined) return undefined;
  const value = [...new Set(responseHeaders.value.filter((name) => TOKEN.test(name)))];
  return { value, from: responseHeaders.from };
}

function referTo(
  { service, host, port, tls }: Target,
  place: RulePlace,
): { ref: Record<string, unknown>; what: string; next: string } {
  const { namespace, rule, planning } = place;
  const next = 'Test the sign-in, and a request without one, before the cut-over.';
  if (service !== undefined) {
    const isForeign = service.namespace !== namespace;
    if (isForeign && namespace !== undefined) allowReference(service, namespace, place);
    const ref = { name: service.service, ...(isForeign ? { namespace: service.namespace } : {}), port: service.port };
    return { ref, what: `Service ${service.namespace}/${service.service}:${service.port}`, next };
  }
  const backend = planning.extras.need(
    {
      apiVersion: API_VERSION,
      kind: 'Backend',
      namespace,
      wanted: host,
      content: {
        spec: {
          endpoints: [{ fqdn: { hostname: host, port } }],
          ...(tls ? { tls: { wellKnownCACertificates: 'System', sni: host } } : {}),
        },
      },
    },
    rule.owner,
  );
  return {
    ref: { group: GROUP, kind: 'Backend', name: backend.name, port },
    what: `${host}:${port}${tls ? ', whose certificate is verified by the CAs of the system' : ''}`,
    next: `Switch extensionApis.enableBackend of Envoy Gateway on. ${next}`,
  };
}

/** A SecurityPolicy may name a Service of another namespace only with a grant there. */
function allowReference(
  { service, namespace: to }: ClusterUrl,
  from: string,
  { rule, planning }: RulePlace,
): EmittedRef {
  const spec = {
    from: [{ group: GROUP, kind: 'SecurityPolicy', namespace: from }],
    to: [{ group: '', kind: 'Service', name: service }],
  };
  const wanted = `securitypolicies-of-${from}-to-${service}`;
  return planning.extras.need(
    { apiVersion: planning.features.referenceGrant, kind: 'ReferenceGrant', namespace: to, wanted, content: { spec } },
    rule.owner,
  );
}

function lostDetails(auth: ExternalAuth): Claim[] {
  const lost: Claim[] = [];
  const told = new Set<number>();
  const say = (part: { readonly from: readonly number[] } | undefined, message: string, next: string): void => {
    if (part === undefined) return;
    lost.push(loses(part.from, 'RS2605', message, next));
    for (const item of part.from) told.add(item);
  };
  const atService = 'Configure it at the service that answers the check.';
  say(
    auth.method,
    `the check has the method of the request, not ${auth.method?.value ?? ''}`,
    'Let the service answer every method alike.',
  );
  say(auth.redirectParameter, 'no sign-in page is told where to lead back to', 'Use oidc of the SecurityPolicy.');
  say(auth.requestRedirect, 'X-Auth-Request-Redirect is not sent', atService);
  say(auth.setHeaders, 'no headers of our own are sent with the check', atService);
  say(auth.alwaysSetsCookie, 'cookies of the service reach the client only where it refuses a request', atService);
  const pooled = [auth.keepalive, auth.keepaliveRequests, auth.keepaliveTimeout].flatMap((part) => part?.from ?? []);
  for (const item of pooled) told.add(item);
  if (pooled.length > 0) {
    const message = 'Envoy keeps connections to the service open by itself, without a number of its own for them';
    lost.push({
      items: pooled,
      remark: { verdict: 'approximated', code: 'RS2605', severity: 'info', message },
      at: undefined,
    });
  }
  const rest = auth.details.filter((item) => !told.has(item));
  if (rest.length > 0)
    lost.push(loses(rest, 'RS2605', 'a SecurityPolicy has no such setting for its check', atService));
  return lost;
}
