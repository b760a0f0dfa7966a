import { type ExternalAuth, readAuthUrl } from './external-auth.js';
import type { HostDraft, Inventory } from './inventory.js';
import { defaultHost } from './path-link.js';
import { secretKey } from './path-settings.js';

/** Client certificates that a host asks for. */
export interface ClientCertificates {
  /** `namespace/name` of the Secret with the CA; '' where it cannot be read and nothing is accepted. */
  readonly secret: string;
  /** `on` refuses requests without one, `optional` only bad ones, `optional_no_ca` none. */
  readonly verify: 'on' | 'optional' | 'optional_no_ca';
  readonly errorPage: string;
}

/** What is set for a host and all its paths (reference §1.1, Host keys). */
export interface HostSettings {
  readonly appRoot: string;
  readonly alias: string;
  readonly aliasExpression: string;
  readonly redirectFrom: string;
  readonly redirectFromExpression: string;
  readonly alwaysHttps: boolean;
  readonly isPassthrough: boolean;
  readonly passthroughHttpPort: string | undefined;
  readonly clientCertificates: ClientCertificates | undefined;
  /** A check before the route is known. */
  readonly frontendAuth: ExternalAuth | undefined;
}

export function readHostSettings(inventory: Inventory, host: HostDraft): HostSettings {
  const { mapper, paths } = host;
  const hasPaths = paths.size > 0;
  const hasRoot = [...paths.values()].some(({ link }) => link.path === '/' && link.headers.length === 0);
  const httpPort = mapper.get('ssl-passthrough-http-port');
  const inFront =
    mapper.get('auth-external-placement').text.toLowerCase() === 'frontend' && mapper.get('auth-url').text !== '';
  return {
    appRoot: mapper.get('app-root').text,
    alias: mapper.get('server-alias').text,
    aliasExpression: mapper.get('server-alias-regex').text,
    redirectFrom: hasPaths ? mapper.get('redirect-from').text : '',
    redirectFromExpression: hasPaths ? mapper.get('redirect-from-regex').text : '',
    alwaysHttps: mapper.get('ssl-always-add-https').isTrue,
    isPassthrough: mapper.get('ssl-passthrough').isTrue && hasRoot,
    passthroughHttpPort: httpPort.source === undefined ? undefined : httpPort.text,
    clientCertificates: host.hostname === defaultHost ? undefined : readClientCertificates(inventory, host),
    frontendAuth: inFront ? readAuthUrl(inventory, mapper) : undefined,
  };
}

/** setAuthTLSConfig in annotations/host.go: a CA that cannot be read denies everything unless auth-tls-strict is off. */
function readClientCertificates(inventory: Inventory, { mapper }: HostDraft): ClientCertificates | undefined {
  const { text, source } = mapper.get('auth-tls-secret');
  const verify = mapper.get('auth-tls-verify-client').text;
  if (source === undefined || text === '' || verify === 'off') return undefined;
  const key = secretKey(inventory, text, source.namespace, 'ca');
  const isThere = key !== undefined && inventory.cluster.secret(key)?.hasCa === true;
  if (!isThere && !mapper.get('auth-tls-strict').isTrue) return undefined;
  return {
    secret: isThere ? key : '',
    verify: verify === 'optional' || verify === 'optional_no_ca' ? verify : 'on',
    errorPage: mapper.get('auth-tls-error-page').text,
  };
}
