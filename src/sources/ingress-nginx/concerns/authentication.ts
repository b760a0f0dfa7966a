import type { BasicAuth, ClientCertificate, ExternalAuth } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Context } from '../context.js';
import type { ServedIngress } from '../served-ingress.js';

const EXTERNAL_DETAILS = [
  'auth-method',
  'auth-signin-redirect-param',
  'auth-snippet',
  'auth-cache-key',
  'auth-cache-duration',
  'auth-keepalive',
  'auth-keepalive-share-vars',
  'auth-keepalive-requests',
  'auth-keepalive-timeout',
  'auth-proxy-set-headers',
  'auth-request-redirect',
  'auth-always-set-cookie',
];

/**
 * Basic and digest authentication (internal/ingress/annotations/auth/main.go; semantics §18.1). What the controller
 * cannot read closes the locations.
 */
export function readBasicAuth(served: ServedIngress, context: Context): Traced<BasicAuth> | undefined {
  const { annotations } = served;
  const type = annotations.text('auth-type');
  if (type === undefined) return undefined;
  const item = type.from[0] ?? 0;
  const secretName = annotations.text('auth-secret');
  if (secretName === undefined) {
    annotations.deny(item, 'auth-type is set but auth-secret is missing');
    return undefined;
  }
  const { namespace, name } = splitName(secretName.value.replaceAll(' ', ''));
  if (namespace !== undefined && namespace !== served.namespaceKey && !context.settings.bool('allow-cross-namespace-resources', false)) {
    if (context.settings.given || served.owner.namespace !== undefined) {
      annotations.deny(secretName.from[0] ?? item, `auth-secret names a Secret of namespace ${namespace}, which is not allowed`);
      return undefined;
    }
  }
  const secret = context.secretOf(namespace ?? served.namespaceKey, name);
  const map = annotations.text('auth-secret-type')?.value === 'auth-map';
  if (secret !== undefined && !map && !secret.keys.includes('auth')) {
    annotations.deny(secretName.from[0] ?? item, `Secret ${name} has no key "auth"`);
    return undefined;
  }
  const from = annotations.itemsOf(['auth-type', 'auth-secret', 'auth-secret-type', 'auth-realm', 'satisfy']);
  return { value: { scheme: type.value === 'basic' ? 'basic' : 'digest' }, from };
}

/** External authentication, the Ingress' own or the controller's global one (semantics §18.2). */
export function readExternalAuth(served: ServedIngress, context: Context): ExternalAuth | undefined {
  const { annotations } = served;
  const url = annotations.text('auth-url');
  if (url === undefined) return globalAuth(served, context);
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?]+/i.test(url.value) || /:\/\/[^/]*\.\./.test(url.value)) {
    annotations.deny(url.from[0] ?? 0, 'auth-url has no usable scheme and host');
    return undefined;
  }
  sayGlobalSwitch(served, context, true);
  return {
    url,
    signIn: annotations.text('auth-signin'),
    responseHeaders: annotations.list('auth-response-headers'),
    details: annotations.itemsOf([...EXTERNAL_DETAILS, 'satisfy']),
  };
}

function globalAuth(served: ServedIngress, context: Context): ExternalAuth | undefined {
  const url = context.settings.text('global-auth-url');
  if (url === undefined || url === '') {
    sayGlobalSwitch(served, context, false);
    return undefined;
  }
  const enabled = served.annotations.bool('enable-global-auth');
  if (enabled?.value === false) {
    served.annotations.ledger.sayAll(enabled.from, {
      verdict: 'converted',
      code: 'RS1703',
      message: 'these paths are exempt from the global authentication, and nothing protects them on the target',
    });
    return undefined;
  }
  sayGlobalSwitch(served, context, true);
  const signIn = context.settings.text('global-auth-signin');
  return {
    url: context.settings.traced('global-auth-url', url),
    signIn: signIn === undefined || signIn === '' ? undefined : context.settings.traced('global-auth-signin', signIn),
    details: [],
  };
}

function sayGlobalSwitch(served: ServedIngress, context: Context, protectedAnyway: boolean): void {
  const enabled = served.annotations.bool('enable-global-auth');
  if (enabled === undefined) return;
  context.ledger.sayAll(enabled.from, {
    verdict: 'redundant',
    code: 'RS0308',
    message: protectedAnyway
      ? 'changes nothing: the check applies either way'
      : 'no global authentication is configured, as far as the input tells',
    next: protectedAnyway ? undefined : 'Pass --controller-config if the controller has a global-auth-url.',
  });
}

/** Client certificates; the caller asks the Ingresses of a host in order (semantics §18.3). */
export function readClientCertificate(served: ServedIngress, context: Context): Traced<ClientCertificate> | undefined {
  const { annotations } = served;
  const secret = annotations.text('auth-tls-secret');
  if (secret === undefined) return undefined;
  const keys = ['auth-tls-secret', 'auth-tls-verify-client', 'auth-tls-match-cn'];
  const mode = annotations.text('auth-tls-verify-client')?.value ?? 'on';
  if (mode === 'off') {
    context.ledger.sayAll(annotations.itemsOf([...keys, ...CERTIFICATE_DETAILS]), {
      verdict: 'redundant',
      code: 'RS0308',
      message: 'auth-tls-verify-client is off: no certificate is asked for',
    });
    return undefined;
  }
  for (const key of CERTIFICATE_DETAILS) annotations.leaveToMapping(key);
  return {
    value: { mode: mode === 'on' ? 'required' : 'optional', caSecret: secret.value },
    from: annotations.itemsOf(keys),
  };
}

const CERTIFICATE_DETAILS = ['auth-tls-verify-depth', 'auth-tls-error-page', 'auth-tls-pass-certificate-to-upstream'];

/** `namespace/name`, or a name alone. */
export function splitName(text: string): { namespace: string | undefined; name: string } {
  const slash = text.indexOf('/');
  return slash < 0 ? { namespace: undefined, name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}
