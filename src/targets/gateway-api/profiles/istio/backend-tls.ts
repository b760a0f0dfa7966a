import type { Policies } from '../../../../model/policies.js';
import type { Backend } from '../../../../model/traffic.js';
import type { PolicyClaim } from '../policy-draft.js';

const AT = 'spec.trafficPolicy.tls';

/** Whether a DestinationRule says what the source does about TLS towards the backend. */
export function securesItself({ protocol, backendTls }: Pick<Policies, 'protocol' | 'backendTls'>): boolean {
  return protocol?.value === 'https' && backendTls?.ca === undefined && backendTls?.serviceCa !== true;
}

/** TLS towards a Service (implementation-policies.md §2.2 backend-protocol, proxy-ssl-*): a BackendTLSPolicy would compete. */
export function tlsOf(
  policies: Policies,
  backend: Backend,
): { readonly fields: Readonly<Record<string, unknown>>; readonly claims: readonly PolicyClaim[] } | undefined {
  const { protocol, backendTls } = policies;
  if (protocol === undefined || !securesItself(policies)) return undefined;
  const verifies = backendTls?.verify.value === true;
  const secret = backendTls?.caSecret;
  const written = backendTls?.serverName?.value.toLowerCase() ?? '';
  const fallback = backend.namespace === undefined ? backend.service : `${backend.service}.${backend.namespace}.svc`;
  const name = written !== '' ? written : verifies ? fallback : undefined;
  const tls = {
    mode: secret === undefined ? 'SIMPLE' : 'MUTUAL',
    ...(secret === undefined ? {} : { credentialName: secret.value.name }),
    ...(name === undefined ? {} : { sni: name }),
    ...(verifies && name !== undefined ? { subjectAltNames: [name] } : {}),
    ...(verifies ? {} : { insecureSkipVerify: true }),
  };
  const claims: PolicyClaim[] = [
    {
      items: protocol.from,
      at: `${AT}.mode`,
      remark: {
        verdict: 'converted',
        code: 'RS2674',
        message: verifies
          ? `the Service is spoken to over TLS, and its certificate has to name ${name}`
          : 'the Service is spoken to over TLS, and its certificate is not looked at, as before',
      },
    },
    {
      items: backendTls?.verify.from ?? [],
      at: verifies ? `${AT}.subjectAltNames` : `${AT}.insecureSkipVerify`,
      remark: {
        verdict: 'converted',
        code: 'RS2674',
        message: `the certificate of the Service is ${verifies ? 'verified' : 'not looked at'}`,
      },
    },
    {
      items: secret?.from ?? [],
      at: `${AT}.credentialName`,
      remark: {
        verdict: 'converted',
        code: 'RS2674',
        severity: 'warning',
        message: `the certificate in Secret ${secret?.value.name} is presented to the Service${verifies ? ', and its ca.crt is trusted' : ''}; a Gateway reads it in its own namespace`,
        next: 'Copy the Secret into the namespace of the Gateway if that is another one.',
      },
    },
    {
      items: backendTls?.serverName?.from ?? [],
      at: name === undefined ? `${AT}.mode` : `${AT}.sni`,
      remark:
        written !== ''
          ? {
              verdict: 'converted',
              code: 'RS2674',
              message: `${written} is sent as server name${verifies ? ' and verified' : ''}`,
            }
          : {
              verdict: 'approximated',
              code: 'RS2674',
              message: `${name === undefined ? 'the name of the Service is' : `${name} is`} sent as server name; before, nginx sent its own internal name`,
            },
    },
  ];
  return { fields: { tls }, claims: claims.filter(({ items }) => items.length > 0) };
}
