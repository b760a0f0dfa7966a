import type { BasicAuth, ClientCertificate, ExternalAuth } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Context, ServedIngress } from '../context.js';
import type { Values } from '../values.js';

/** Passwords (reference §1.9); a Secret that cannot be read leaves the paths open, which is said. */
export function readBasicAuth(
  served: ServedIngress,
  values: Values,
  { ledger, secretOf, settings }: Context,
): Traced<BasicAuth> | undefined {
  const written = values.annotation('auth-secret');
  if (written === undefined) return undefined;
  const { value, from } = written;
  const details = values.itemsOf(['auth-realm']);
  const [first = '', second] = value.split('/');
  const [namespace, name] = second === undefined ? [served.namespaceKey, first] : [first, second];
  const secret = secretOf(namespace, name);
  const isForeign = namespace !== served.namespaceKey && settings.text('cross-namespace-secrets-passwd') !== 'allow';
  const why = isForeign
    ? `Secret ${value} is in another namespace, which cross-namespace-secrets-passwd does not allow`
    : secret !== undefined && !secret.keys.includes('auth')
      ? `Secret ${value} has no key auth`
      : undefined;
  if (why === undefined) return { value: { scheme: 'basic' }, from: [...from, ...details] };
  ledger.sayAll([...from, ...details], {
    verdict: 'invalid',
    code: 'RS2206',
    message: `${why}, so the controller asks nobody for a password; the paths stay open`,
    next: 'Correct the reference if these paths are meant to be protected.',
  });
  return undefined;
}

const EXTERNAL = ['auth-method', 'auth-headers-fail', 'auth-external-placement'];

/** Names alone; all of them, or those that begin alike, are no names. */
const HEADER_NAMES = /^\s*[!#$%&'+.^_`|~0-9A-Za-z-]+\s*(?:,\s*[!#$%&'+.^_`|~0-9A-Za-z-]+\s*)*$/;

/** A check by another service, or by an oauth2-proxy. */
export function readExternalAuth(values: Values): ExternalAuth | undefined {
  const url = values.text('auth-url');
  if (url !== undefined && url.value !== '') {
    const headers = values.annotation('auth-headers-succeed');
    const sent = values.annotation('auth-headers-request');
    const isNamed = sent !== undefined && HEADER_NAMES.test(sent.value);
    return {
      url,
      signIn: values.annotation('auth-signin'),
      responseHeaders:
        headers === undefined
          ? undefined
          : { value: headers.value.split(',').map((name) => name.trim()), from: headers.from },
      requestHeaders: isNamed
        ? { value: sent.value.split(',').map((name) => name.trim()), from: sent.from }
        : undefined,
      details: [
        ...(isNamed ? [] : (sent?.from ?? [])),
        ...values.itemsOf([...EXTERNAL, 'oauth', 'oauth-uri-prefix', 'oauth-headers']),
      ],
    };
  }
  const oauth = values.annotation('oauth');
  if (oauth === undefined) return undefined;
  const prefix = values.annotation('oauth-uri-prefix')?.value ?? '/oauth2';
  return {
    url: { value: `${prefix}/auth`, from: oauth.from },
    signIn: { value: `${prefix}/start`, from: oauth.from },
    details: values.itemsOf(['oauth-uri-prefix', 'oauth-headers', 'auth-headers-request', ...EXTERNAL]),
  };
}

/** Client certificates of a whole host; a CA that cannot be read closes it, unless auth-tls-strict is off. */
export function readClientCertificate(values: Values): Traced<ClientCertificate> | undefined {
  const secret = values.annotation('auth-tls-secret');
  const verify = values.text('auth-tls-verify-client');
  if (secret === undefined || secret.value === '' || verify?.value === 'off') return undefined;
  const details = values.itemsOf(['auth-tls-error-page', 'auth-tls-strict']);
  return {
    value: { mode: verify === undefined || verify.value === 'on' ? 'required' : 'optional', caSecret: secret.value },
    from: [...secret.from, ...(verify?.from ?? []), ...details],
  };
}
