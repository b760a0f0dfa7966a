import { parseAddress } from '../../values/addresses.js';
import type { Values } from './annotations.js';
import { parseAuthUrl } from './auth-url.js';
import type { BackendDraft, Inventory } from './inventory.js';

/** A check by another service; `denied` where it is set up wrongly, which closes the path (reference §1.9). */
export type ExternalAuth =
  | { readonly kind: 'denied'; readonly reason: string }
  | {
      readonly kind: 'asks';
      readonly url: string;
      readonly method: string;
      /** A text in log-format; '' for none. */
      readonly signin: string;
      readonly succeedHeaders: string;
      readonly failHeaders: string;
      /** Requests below this path are not checked; '' for none. */
      readonly exempt: string;
    };

/** setAuthExternal and buildBackendOAuth in annotations/backend.go, for the checks that run at the backend. */
export function readExternalAuth(
  inventory: Inventory,
  backend: BackendDraft,
  values: Values,
): ExternalAuth | undefined {
  const url = values.get('auth-url').text;
  const isHere = values.get('auth-external-placement').text.toLowerCase() === 'backend';
  const own = isHere && url !== '' ? readAuthUrl(inventory, values) : undefined;
  const { text, source } = values.get('oauth');
  if (source === undefined) return own;
  if (text !== 'oauth2_proxy' && text !== 'oauth2-proxy')
    return { kind: 'denied', reason: `oauth: unknown implementation ${text}` };
  if (backend.mapper.get('auth-url').text === '') return readOauth(inventory, values, source.namespace);
  // An auth-url anywhere on the backend takes the place of oauth, and what closed the path for it is undone.
  return own?.kind === 'asks' ? own : undefined;
}

/** The check of `auth-url`, wherever it is placed. */
export function readAuthUrl(inventory: Inventory, values: Values): ExternalAuth {
  const { text, source } = values.get('auth-url');
  const denied = (reason: string): ExternalAuth => ({ kind: 'denied', reason: `auth-url ${text}: ${reason}` });
  const url = parseAuthUrl(text);
  if (url === undefined) return denied('malformed');
  switch (url.scheme) {
    case 'http':
    case 'https': {
      const resolves = inventory.input.checks?.resolves?.(url.host) ?? true;
      if (parseAddress(url.host) === undefined && !resolves) return denied('the name does not resolve');
      break;
    }
    case 'svc':
    case 'service': {
      if (url.port === '') return denied('no port');
      const [first = '', second] = url.host.split('/');
      const namespace = second === undefined ? source?.namespace : first;
      if (namespace === undefined || inventory.known(namespace, second ?? first, url.port) === undefined)
        return denied('no such Service and targetPort');
      break;
    }
    default:
      return denied(`the scheme ${url.scheme}`);
  }
  const method = values.get('auth-method').text;
  const signin = values.get('auth-signin').text;
  return {
    kind: 'asks',
    url: text,
    method: /^([A-Za-z]+|\*)$/.test(method) ? method : 'GET',
    signin: /^[^"' ]*$/.test(signin) ? signin : '',
    succeedHeaders: values.get('auth-headers-succeed').text || '-',
    failHeaders: values.get('auth-headers-fail').text || '-',
    exempt: '',
  };
}

function readOauth(inventory: Inventory, values: Values, namespace: string): ExternalAuth {
  const stated = values.get('oauth-uri-prefix');
  const prefix = (stated.source === undefined ? '/oauth2' : stated.text).replace(/\/+$/, '');
  const isPublished = [...inventory.hosts.values()].some(({ paths }) =>
    [...paths.values()].some(
      (path) => path.backend?.namespace === namespace && path.link.path.replace(/\/+$/, '') === prefix,
    ),
  );
  if (!isPublished) return { kind: 'denied', reason: `oauth: no path ${prefix} in the namespace` };
  return {
    kind: 'asks',
    url: `${prefix}/auth`,
    method: 'HEAD',
    signin: `${prefix}/start?rd=%[path]`,
    succeedHeaders: '-',
    failHeaders: '-',
    exempt: `${prefix}/`,
  };
}
