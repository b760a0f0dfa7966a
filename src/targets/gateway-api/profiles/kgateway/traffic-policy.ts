import { parseClusterUrl } from '../../../../kubernetes/cluster-url.js';
import type { AccessList, BasicAuth, ExternalAuth, Policies } from '../../../../model/policies.js';
import type { ItemId, Traced } from '../../../../model/traced.js';
import type { RulePlace } from '../implementation.js';
import type { PolicyClaim } from '../policy-draft.js';
import { aclOf } from './acl.js';

export const API_VERSION = 'gateway.kgateway.dev/v1alpha1';

/** A part of the `spec` of a TrafficPolicy. */
export interface Part {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly claims: readonly PolicyClaim[];
}

export const NOTHING: Part = { fields: {}, claims: [] };

const ADDRESS =
  'the address is that of the connection unless a ListenerPolicy trusts X-Forwarded-For; an acl of the Gateway does not act on the rule besides this one';

/** Address lists (implementation-policies.md §2.2 ip-allow, ip-deny). */
export function aclPart(lists: AccessList): Part {
  const { allow, deny } = lists;
  const both = allow !== undefined && deny !== undefined;
  const claim = (list: AccessList['allow'], what: string): PolicyClaim[] =>
    list === undefined
      ? []
      : [
          {
            items: list.from,
            at: 'spec.acl',
            remark: {
              verdict: 'converted',
              code: 'RS2680',
              message: `${what} 403; ${both ? 'allowed ranges within denied ones are left out, because the longest prefix decides here; ' : ''}${ADDRESS}`,
            },
          },
        ];
  return {
    fields: { acl: aclOf(lists) },
    claims: [
      ...claim(allow, 'addresses that are not on the list are answered'),
      ...claim(deny, 'addresses on the list are answered'),
    ],
  };
}

/** Passwords (implementation-policies.md §2.2 basic-auth): for Secrets that `missingGuards` lets pass. */
export function passwordPart({ value, from }: Traced<BasicAuth>, routeNamespace: string | undefined): Part {
  const { secret, realm } = value;
  const name = secret?.name ?? 'users';
  const isForeign = secret?.namespace !== undefined && secret.namespace !== routeNamespace;
  const secretRef = { name, key: 'auth', ...(isForeign ? { namespace: secret.namespace } : {}) };
  const own = from.filter((item) => realm?.from.includes(item) !== true);
  const known = secret?.hashes !== undefined && !isForeign;
  const kept = `basic authentication with Secret ${name}, key auth, of which kgateway verifies {SHA} hashes only`;
  return {
    fields: { basicAuth: { secretRef } },
    claims: [
      {
        items: own,
        at: 'spec.basicAuth.secretRef',
        remark: {
          verdict: 'approximated',
          code: 'RS2681',
          severity: known ? 'info' : 'warning',
          message: `${kept}; the Authorization header is taken away before the backend, as before`,
          ...(known
            ? {}
            : {
                next: isForeign
                  ? `Allow the reference by a ReferenceGrant in namespace ${secret.namespace}, and check that all passwords are written {SHA}.`
                  : 'Check that all passwords in the Secret are written {SHA} (htpasswd -s): others let nobody in.',
              }),
        },
      },
      ...(realm === undefined
        ? []
        : [
            {
              items: realm.from,
              at: 'spec.basicAuth',
              remark: {
                verdict: 'unsupported',
                code: 'RS2685',
                message: 'kgateway asks for passwords without a realm',
                next: 'Do without; browsers show the host instead.',
              } as const,
            },
          ]),
    ],
  };
}

/** External checks (implementation-policies.md §2.2 ext-auth): for those that `missingGuards` lets pass. */
export function askPart(place: RulePlace, auth: ExternalAuth): Part {
  const service = parseClusterUrl(auth.url.value);
  if (service === undefined) return NOTHING;
  const { rule, namespace, planning } = place;
  const isForeign = namespace !== undefined && service.namespace !== namespace;
  const headersToBackend = [...new Set(auth.responseHeaders?.value ?? [])];
  const headersToForward = [...new Set(['Cookie', ...(auth.requestHeaders?.value ?? [])])];
  const spec = {
    extAuth: {
      httpService: {
        backendRef: {
          name: service.service,
          ...(isForeign ? { namespace: service.namespace } : {}),
          port: service.port,
        },
        ...(service.path === '/' ? {} : { pathPrefix: service.path }),
        ...(headersToBackend.length === 0 ? {} : { authorizationResponse: { headersToBackend } }),
      },
      headersToForward,
    },
  };
  const extension = planning.extras.need(
    {
      apiVersion: API_VERSION,
      kind: 'GatewayExtension',
      namespace,
      wanted: `${rule.owner.ref.name}-ext-auth`,
      content: { spec },
      refersTo: { namespace: service.namespace, service: service.service },
    },
    rule.owner,
  );
  const claim = (items: readonly ItemId[], remark: PolicyClaim['remark']): PolicyClaim[] =>
    items.length === 0 ? [] : [{ items, at: 'spec.extAuth', remark }];
  return {
    fields: { extAuth: { extensionRef: { name: extension.name } } },
    claims: [
      ...claim(auth.url.from, {
        verdict: 'approximated',
        code: 'RS2682',
        severity: 'warning',
        message: `every request is checked by Service ${service.service} through GatewayExtension ${extension.name}: only the answer 200 lets it pass (before: any 2xx), the path of the request is appended to ${service.path}, and of the client headers only ${['Authorization', ...headersToForward].join(', ')} reach the service; X-Original-URL and X-Original-Method are not sent`,
        next: 'Test the check before the cut-over.',
      }),
      ...claim(auth.responseHeaders?.from ?? [], {
        verdict: 'approximated',
        code: 'RS2682',
        message:
          'copied from the answer of the service to the request that the backend sees; one that the service does not send is not removed from the request',
        next: 'Let the service send every one of these headers always, so that no client can make one up.',
      }),
      ...claim(auth.requestHeaders?.from ?? [], {
        verdict: 'converted',
        code: 'RS2682',
        severity: 'info',
        message: 'sent to the service that answers the check',
      }),
      ...claim(auth.details, {
        verdict: 'unsupported',
        code: 'RS2685',
        message: 'the check has no such setting, or its form is not known for certain',
        next: 'Configure it at the service that answers the check.',
      }),
    ],
  };
}

/** Pauses between reads and writes (implementation-policies.md §2.2 proxy-read-send-timeout). */
export function timePart({ timeouts, protocol }: Policies): Part {
  const seconds = Math.max(timeouts?.read?.value ?? 0, timeouts?.send?.value ?? 0);
  const items = [...(timeouts?.read?.from ?? []), ...(timeouts?.send?.from ?? [])];
  // A GRPCRoute has no timeouts of its own; the limit of 15 s acts unless something is said.
  const request = /^grpcs?$/.test(protocol?.value ?? '') ? { request: '0s' } : {};
  const streamIdle = seconds > 0 ? { streamIdle: `${seconds}s` } : {};
  const all = { ...request, ...streamIdle };
  if (Object.keys(all).length === 0) return NOTHING;
  const message = `a request on which nothing is read or written for ${seconds} s is given up; the whole exchange has no limit`;
  return {
    fields: { timeouts: all },
    claims:
      items.length === 0
        ? []
        : [{ items, at: 'spec.timeouts', remark: { verdict: 'approximated', code: 'RS2683', message } }],
  };
}
