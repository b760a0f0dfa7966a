import type { Rule, VirtualHost } from '../../model/traffic.js';
import { converted, type RouteClaim } from './claims.js';
import type { Planning } from './planning.js';

/** `spec.tls` of a Route. */
export interface RouteSecurity {
  readonly termination: 'edge' | 'reencrypt';
  readonly insecureEdgeTerminationPolicy: 'Allow' | 'None' | 'Redirect';
  readonly certificate?: string;
  readonly key?: string;
  readonly externalCertificate?: { readonly name: string };
  readonly destinationCACertificate?: string;
}

type Certificate = Pick<RouteSecurity, 'certificate' | 'key' | 'externalCertificate'>;

/** The certificate of a host as a Route of one namespace can have it. */
export interface RouteCertificate {
  readonly fields: Certificate;
  /** The Secret that the router has to be allowed to read. */
  readonly reads: string | undefined;
  readonly claims: readonly RouteClaim[];
}

/** The only type that the API server takes for externalCertificate (semantics 2.12). */
const TLS_SECRET = 'kubernetes.io/tls';

/** Where a host presents which certificate (openshift-semantics 2.12). */
export function certificateFor(host: VirtualHost, namespace: string | undefined, planning: Planning): RouteCertificate {
  const { tls } = host;
  if (tls.kind !== 'terminate') return { fields: {}, reads: undefined, claims: [] };
  if (tls.certificate.kind === 'default') {
    const message =
      'has no certificate of its own: the router presents its default certificate, or that of a wildcard Route above, and the controller its own default certificate';
    const remark = { verdict: 'approximated', code: 'RS2168', severity: 'info', message } as const;
    return { fields: {}, reads: undefined, claims: [{ items: tls.from, at: 'spec.tls', remark }] };
  }
  const { name, namespace: home } = tls.certificate;
  const secret = planning.secretOf(home, name);
  if (planning.options.inlineCertificates === true) {
    const pair = secret?.manifest.keyPair;
    if (pair !== undefined) {
      const message = `the certificate of Secret ${name} is copied into the Route, key included`;
      const claims = [converted(tls.from, 'RS2168', message, 'spec.tls.certificate')];
      return { fields: { certificate: pair.certificate, key: pair.key }, reads: undefined, claims };
    }
  }
  if (home !== namespace) {
    const message = `Secret ${name} is in namespace ${home ?? 'of the manifest'}, and a Route of another namespace cannot refer to it: the default certificate of the router is presented`;
    const next = 'Copy the Secret into the namespace, or pass --inline-certificates with the Secret in the input.';
    const remark = { verdict: 'unsupported', code: 'RS2169', severity: 'warning', message, next } as const;
    return { fields: {}, reads: undefined, claims: [{ items: tls.from, at: undefined, remark }] };
  }
  if (secret !== undefined && secret.type !== TLS_SECRET) {
    const message = `Secret ${name} is of type ${secret.type}, and a Route only refers to Secrets of type ${TLS_SECRET}: the default certificate of the router is presented`;
    const next = `Make it a Secret of type ${TLS_SECRET}, or pass --inline-certificates.`;
    const remark = { verdict: 'manual', code: 'RS2169', severity: 'warning', message, next } as const;
    return { fields: {}, reads: undefined, claims: [{ items: tls.from, at: undefined, remark }] };
  }
  const wanted = planning.options.inlineCertificates === true;
  const message = `${wanted ? `Secret ${name} holds no key pair that could be read, so the Route refers to it` : `the Route refers to Secret ${name}`}; a Role lets the router read it, and the Secret has to be of type kubernetes.io/tls and there before the Route is`;
  return {
    fields: { externalCertificate: { name } },
    reads: name,
    claims: [
      {
        items: tls.from,
        at: 'spec.tls.externalCertificate',
        remark: { verdict: 'converted', code: 'RS2168', severity: wanted ? 'warning' : 'info', message },
      },
    ],
  };
}

/** Whether a rule speaks TLS to its backend. */
export function isReencrypted({ policies }: Rule): boolean {
  return policies.protocol?.value === 'https' || policies.protocol?.value === 'grpcs';
}

/** `spec.tls` of the Route of a rule; undefined where the host is served on plain HTTP only. */
export function securityOf(rule: Rule, certificate: Certificate, planning: Planning): RouteSecurity {
  const ca = isReencrypted(rule) ? caOf(rule, planning) : undefined;
  return {
    termination: isReencrypted(rule) ? 'reencrypt' : 'edge',
    insecureEdgeTerminationPolicy: POLICY_OF[rule.plainHttp.kind],
    ...certificate,
    ...(ca === undefined ? {} : { destinationCACertificate: ca }),
  };
}

/** The CA by which the source verifies the backend, where its Secret is in the input. */
function caOf({ policies }: Rule, planning: Planning): string | undefined {
  const secret = policies.backendTls?.caSecret?.value;
  if (secret === undefined || policies.backendTls?.verify.value !== true) return undefined;
  return planning.secretOf(secret.namespace, secret.name)?.manifest.certificates?.['ca.crt'];
}

const POLICY_OF = { serve: 'Allow', refuse: 'None', redirect: 'Redirect' } as const;

/** What a Route says about plain HTTP. */
export function plainHttpClaims({ plainHttp }: Rule, isSecured: boolean): RouteClaim[] {
  const at = isSecured ? 'spec.tls.insecureEdgeTerminationPolicy' : 'spec';
  if (plainHttp.kind === 'serve') {
    return [converted(plainHttp.from, 'RS2167', 'plain HTTP is served, not redirected', at)];
  }
  if (plainHttp.kind === 'refuse') return [converted(plainHttp.from, 'RS2167', 'plain HTTP is not served', at)];
  const { status, from, keepsTrailingSlash, unless, port } = plainHttp;
  const claims: RouteClaim[] = [
    status === 302
      ? converted(from, 'RS2167', 'plain HTTP is redirected to https with 302', at)
      : {
          items: from,
          at,
          remark: {
            verdict: 'approximated',
            code: 'RS2167',
            severity: 'info',
            message: `plain HTTP is redirected to https with 302, the only status that a Route has, instead of ${status}; a client may repeat a POST as a GET`,
          },
        },
    keepsTrailingSlash.value
      ? converted(keepsTrailingSlash.from, 'RS2167', 'the redirect to https keeps the URL as it is', at)
      : {
          items: keepsTrailingSlash.from,
          at,
          remark: {
            verdict: 'approximated',
            code: 'RS2167',
            severity: 'info',
            message: 'the redirect to https keeps a final slash of the URL; the controller cuts it off',
          },
        },
  ];
  if (port !== undefined) {
    const isStandard = port.value === 443;
    const message = isStandard
      ? 'the redirect to https leaves the standard port out'
      : `the redirect to https goes to the standard port instead of ${port.value}: a Route has no field for it`;
    const remark = { verdict: 'approximated', code: 'RS2236', severity: 'info', message } as const;
    claims.push({ items: port.from, at, remark });
  }
  if (unless !== undefined) {
    const message = `the router also redirects requests with ${unless.value.name}: ${unless.value.value}: behind a proxy that terminates TLS they would go in circles`;
    const next = 'Set insecureEdgeTerminationPolicy to Allow where TLS ends before the router.';
    const remark = { verdict: 'unsupported', code: 'RS2167', severity: 'warning', message, next } as const;
    claims.push({ items: unless.from, at: undefined, remark });
  }
  return claims;
}
