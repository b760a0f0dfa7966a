import type { BasicAuth, ClientCertificate, ExternalAuth } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Refusal } from '../../held-annotations.js';
import type { Context } from '../context.js';
import type { ServedIngress } from '../served-ingress.js';
import { isCacheLifetime, isUsableAuthUrl } from './validity.js';

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
  // What closes a host or a path has to be known before the first rule is built, so it cannot wait for the hosts.
  lockHostWithoutCa(served, context);
  refuseForeignBackendCa(served, context);
  const type = annotations.text('auth-type');
  if (type === undefined) return undefined;
  const item = type.from[0] ?? 0;
  const secretName = annotations.text('auth-secret');
  if (secretName === undefined) {
    annotations.deny(item, 'auth-type is set but auth-secret is missing');
    return undefined;
  }
  const { namespace, name } = splitName(secretName.value.replaceAll(' ', ''));
  if (isForeign(served, namespace, context)) {
    const reason = `auth-secret names a Secret of namespace ${namespace}, which is not allowed`;
    annotations.deny(secretName.from[0] ?? item, reason);
    return undefined;
  }
  const layout = annotations.text('auth-secret-type');
  const isWord = layout?.value === 'auth-file' || layout?.value === 'auth-map';
  if (layout !== undefined && (!isWord || annotations.hasLines('auth-secret-type'))) {
    // The validator only looks for one of the words somewhere in the value; the parser then wants the word alone.
    annotations.deny(layout.from[0] ?? item, 'the value is neither auth-file nor auth-map');
    return undefined;
  }
  const secret = context.secretOf(namespace ?? served.namespaceKey, name);
  if (secret !== undefined && layout?.value !== 'auth-map' && !secret.keys.includes('auth')) {
    annotations.deny(secretName.from[0] ?? item, `Secret ${name} has no key "auth"`);
    return undefined;
  }
  const from = annotations.itemsOf(['auth-type', 'auth-secret', 'auth-secret-type', 'auth-realm', 'satisfy']);
  return {
    value: {
      scheme: type.value === 'basic' ? 'basic' : 'digest',
      secret: {
        namespace,
        name,
        layout: layout?.value === 'auth-map' ? 'keys' : 'file',
        keyCount: secret?.keys.length,
        hashes: secret?.hashes,
        users: secret?.manifest.users,
      },
      realm: annotations.text('auth-realm'),
    },
    from,
  };
}

/** External authentication, the Ingress' own or the controller's global one (semantics §18.2). */
export function readExternalAuth(served: ServedIngress, context: Context): ExternalAuth | undefined {
  const { annotations } = served;
  const url = annotations.text('auth-url');
  if (url === undefined) return globalAuth(served, context);
  if (!isUsableAuthUrl(url.value)) {
    annotations.deny(url.from[0] ?? 0, 'auth-url has no usable scheme and host');
    return undefined;
  }
  const refusal = refusedDetail(served, context);
  if (refusal !== undefined) {
    annotations.deny(refusal.item, refusal.reason);
    return undefined;
  }
  sayGlobalSwitch(served, context, true);
  return {
    url,
    signIn: annotations.text('auth-signin'),
    responseHeaders: annotations.list('auth-response-headers'),
    ...readExternalDetails(served, context),
    details: annotations.itemsOf([...EXTERNAL_DETAILS, 'satisfy']),
  };
}

function readExternalDetails({ annotations }: ServedIngress, context: Context): Partial<ExternalAuth> {
  const headers = annotations.text('auth-proxy-set-headers');
  const { namespace, name } = splitName(headers?.value.replaceAll(' ', '') ?? '');
  return {
    method: annotations.text('auth-method'),
    redirectParameter: annotations.text('auth-signin-redirect-param'),
    requestRedirect: annotations.text('auth-request-redirect'),
    setHeaders:
      headers === undefined
        ? undefined
        : {
            value: namespace === undefined ? undefined : context.configMapOf(namespace, name)?.data,
            from: headers.from,
          },
    alwaysSetsCookie: annotations.bool('auth-always-set-cookie'),
    directives: annotations.text('auth-snippet'),
    keepalive: annotations.integer('auth-keepalive'),
    keepaliveRequests: annotations.integer('auth-keepalive-requests'),
    keepaliveTimeout: annotations.integer('auth-keepalive-timeout'),
  };
}

/** What the parser of authreq/main.go refuses although its validators let it pass. */
export function refusedDetail(served: ServedIngress, context: Context): Refusal | undefined {
  const { annotations } = served;
  const lifetimes = annotations.list('auth-cache-duration');
  const wrong = lifetimes?.value.find((lifetime) => !isCacheLifetime(lifetime));
  if (lifetimes !== undefined && wrong !== undefined) {
    return {
      item: lifetimes.from[0] ?? 0,
      reason: `${JSON.stringify(wrong)} is not a list of status codes with a duration`,
    };
  }
  const headers = annotations.text('auth-proxy-set-headers');
  if (headers === undefined) return undefined;
  const item = headers.from[0] ?? 0;
  const { namespace, name } = splitName(headers.value.replaceAll(' ', ''));
  // The ConfigMap is looked up under the text as it is written, so that a name alone is never found.
  if (namespace === undefined) return { item, reason: 'auth-proxy-set-headers must be written namespace/name' };
  if (isForeign(served, namespace, context)) {
    return { item, reason: `auth-proxy-set-headers names a ConfigMap of namespace ${namespace}, which is not allowed` };
  }
  const header = Object.keys(context.configMapOf(namespace, name)?.data ?? {}).find(
    (key) => !/^[a-zA-Z\d\-_]+$/.test(key),
  );
  return header === undefined
    ? undefined
    : { item, reason: `ConfigMap ${name} has the key ${JSON.stringify(header)}, which is no header name` };
}

/** Whether a reference leaves the namespace of its Ingress, which the controller must be told to allow. */
export function isForeign(served: ServedIngress, namespace: string | undefined, context: Context): boolean {
  if (namespace === undefined || namespace === served.namespaceKey) return false;
  if (context.settings.bool('allow-cross-namespace-resources', false)) return false;
  // A manifest without a namespace goes wherever it is applied, perhaps to that very namespace.
  return context.settings.given || served.owner.namespace !== undefined;
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
    details: served.annotations.itemsOf(['satisfy']),
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

/** The parser looks at the Secret whatever the protocol of the backend (proxyssl/main.go). */
function refuseForeignBackendCa(served: ServedIngress, context: Context): void {
  const secret = served.annotations.text('proxy-ssl-secret');
  if (secret === undefined) return;
  const { namespace } = splitName(secret.value.replaceAll(' ', ''));
  if (!isForeign(served, namespace, context)) return;
  const reason = `proxy-ssl-secret names a Secret of namespace ${namespace}, which is not allowed`;
  served.annotations.deny(secret.from[0] ?? 0, reason);
}

/** Why the CA of an Ingress cannot be used, which its parser finds out before it looks at any other key. */
export function refusalOfCa(served: ServedIngress, context: Context): Refusal | undefined {
  const secret = served.annotations.text('auth-tls-secret');
  if (secret === undefined) return undefined;
  const item = secret.from[0] ?? 0;
  const { namespace, name } = splitName(secret.value.replaceAll(' ', ''));
  if (isForeign(served, namespace, context))
    return { item, reason: `auth-tls-secret names a Secret of namespace ${namespace}, which is not allowed` };
  const keys = context.secretOf(namespace ?? served.namespaceKey, name)?.keys;
  const isCertificate = keys?.includes('tls.crt') === true && keys.includes('tls.key');
  return keys === undefined || keys.includes('ca.crt') || isCertificate
    ? undefined
    : { item, reason: `Secret ${name} has neither a ca.crt nor a certificate with its key` };
}

/** A CA that cannot be used locks the whole host (authtls/main.go; semantics §18.3). */
export function lockHostWithoutCa(served: ServedIngress, context: Context): void {
  const { annotations } = served;
  if (annotations.text('auth-tls-secret') === undefined) return;
  const refusal = refusalOfCa(served, context);
  if (refusal !== undefined) {
    annotations.denyHost(refusal.item, refusal.reason);
    return;
  }
  const subject = annotations.text('auth-tls-match-cn');
  if (subject !== undefined && annotations.text('auth-tls-verify-client')?.value === 'off') {
    // rootfs/etc/nginx/template/nginx.tmpl compares the subject whether or not there can be one.
    annotations.denyHost(
      subject.from[0] ?? 0,
      'no request has a certificate subject that could match, because auth-tls-verify-client is off',
    );
  }
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
  // A required certificate can be had by hand, a required subject cannot: the mapping tells the two apart.
  for (const key of [...CERTIFICATE_DETAILS, 'auth-tls-match-cn']) annotations.leaveToMapping(key);
  return {
    value: {
      mode: mode === 'on' ? 'required' : 'optional',
      caSecret: secret.value,
      tuning: {
        depth: annotations.integer('auth-tls-verify-depth'),
        errorPage: annotations.text('auth-tls-error-page'),
        passedOn: annotations.bool('auth-tls-pass-certificate-to-upstream'),
        subject: annotations.text('auth-tls-match-cn'),
      },
    },
    from: annotations.itemsOf(keys),
  };
}

const CERTIFICATE_DETAILS = ['auth-tls-verify-depth', 'auth-tls-error-page', 'auth-tls-pass-certificate-to-upstream'];

/** `namespace/name`, or a name alone. */
export function splitName(text: string): { namespace: string | undefined; name: string } {
  const slash = text.indexOf('/');
  return slash < 0
    ? { namespace: undefined, name: text }
    : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}
