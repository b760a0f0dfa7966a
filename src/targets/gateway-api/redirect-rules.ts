import type { PathModifier, RequestRedirect } from '../../kubernetes/gateway-api.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Redirect } from '../../model/traffic.js';
import type { Claim, PlannedRule } from './draft.js';
import type { Features } from './features.js';

const PRECISE_HOSTNAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What of a redirect a filter cannot say; undefined when all can be said. */
export function inexpressibleRedirect(redirect: Redirect): string | undefined {
  if (redirect.query !== undefined && redirect.query !== '')
    return `a redirect to a URL with a query (?${redirect.query})`;
  if (redirect.path?.includes('$') === true || redirect.hostname?.includes('$') === true)
    return 'a redirect to a URL that depends on the request';
  if (redirect.path?.startsWith('/') === false) return 'a redirect to a target that is relative to the URL asked for';
  if ((redirect.path?.length ?? 0) > 1024) return 'a redirect to a path of more than 1024 characters';
  if (
    redirect.hostname !== undefined &&
    (!PRECISE_HOSTNAME.test(redirect.hostname) || redirect.hostname.length > 253)
  ) {
    return `a redirect to ${redirect.hostname}, which is no DNS name`;
  }
  return undefined;
}

/** The nearest status code that the target knows: the same permanence, and the same method if possible. */
export function redirectStatus(status: number, features: Features): number {
  if (features.redirectCodes.has(status)) return status;
  return status === 308 ? 301 : 302;
}

/** RequestRedirect for a redirect that `inexpressibleRedirect` let pass, with what differs. */
export function redirectFilter(
  redirect: Traced<Redirect>,
  features: Features,
): { filter: RequestRedirect; claims: Claim[] } {
  const { value, from } = redirect;
  const statusCode = redirectStatus(value.status, features);
  const path: PathModifier | undefined =
    value.path === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: value.path };
  const filter: RequestRedirect = {
    ...(value.scheme === undefined ? {} : { scheme: value.scheme }),
    ...(value.hostname === undefined ? {} : { hostname: value.hostname }),
    ...(value.port === undefined ? {} : { port: value.port }),
    ...(path === undefined ? {} : { path }),
    statusCode,
  };
  return {
    filter,
    claims: [
      ...claimPurpose(value, value.purpose === 'fixed-target' ? from.slice(0, 1) : from),
      ...claimStatus(value.status, statusCode, from, features),
    ],
  };
}

function claimPurpose(redirect: Redirect, from: readonly ItemId[]): Claim[] {
  const at = 'filters[0].requestRedirect';
  const approximately = (what: string): Claim => ({
    items: from,
    at,
    remark: { verdict: 'approximated', code: 'RS1101', severity: 'info', message: `written as ${what}` },
  });
  switch (redirect.purpose) {
    case 'add-slash':
      return [
        {
          items: from,
          at,
          remark: {
            verdict: 'converted',
            code: 'RS1010',
            message: `without its final slash the path is redirected to ${redirect.path}, as the controller does`,
          },
        },
      ];
    case 'other-host':
      return [
        {
          items: from,
          at,
          remark: {
            verdict: 'approximated',
            code: 'RS1106',
            message: `redirected to ${redirect.hostname}; before, Location named the port (:80, :443) and lost one final slash`,
          },
        },
      ];
    case 'app-root':
      return [
        approximately(
          'a redirect filter, which carries the query of the request over and drops a port of its Host header; before, the query was dropped and the port kept',
        ),
      ];
    case 'fixed-target':
    case 'rewrite':
      if (redirect.keepsQuery) {
        return [
          {
            items: from,
            at,
            remark: { verdict: 'converted', code: 'RS1100', message: 'written as a redirect filter' },
          },
        ];
      }
      return [approximately('a redirect filter, which carries the query of the request over; before, it was dropped')];
  }
}

function claimStatus(wanted: number, given: number, from: readonly ItemId[], features: Features): Claim[] {
  if (wanted === given) {
    // The item of the code is the second of a redirect that has one.
    return from.length > 1
      ? [
          {
            items: from.slice(1),
            at: 'filters[0].requestRedirect.statusCode',
            remark: { verdict: 'converted', code: 'RS1100', message: `status ${given}` },
          },
        ]
      : [];
  }
  return [
    {
      items: from.length > 1 ? from.slice(1) : from,
      at: 'filters[0].requestRedirect.statusCode',
      remark: {
        verdict: 'approximated',
        code: 'RS1102',
        message: `status ${given} instead of ${wanted}: Gateway API ${features.version} knows ${[...features.redirectCodes].join(', ')}`,
      },
    },
  ];
}

/** Whether plain HTTP is redirected to https for a rule that is planned. */
export function isRedirected({ redirects, rule }: PlannedRule): boolean {
  return redirects && rule.plainHttp.kind === 'redirect';
}

/** One redirect can only stand for all of them where they have the same status and port. */
export function redirectsAlike(redirected: readonly PlannedRule[]): boolean {
  const first = redirected[0]?.rule.plainHttp;
  if (first?.kind !== 'redirect') return redirected.length === 0;
  return redirected.every(
    ({ rule: { plainHttp: other } }) =>
      other.kind === 'redirect' && other.status === first.status && other.port?.value === first.port?.value,
  );
}
