import type { ExternalAuth } from '../../../../model/policies.js';
import { pathValue } from '../../path-values.js';
import { loses, type Part, resembles } from './parts.js';

const PAGE = /^(https?):\/\/([^/?#]+)(\/[^?#]*)?(\?[^#]*)?$/i;
const HOST = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/**
 * The sign-in page as a redirect in place of the 401 that the check leads to (BackendTrafficPolicy responseOverride). It
 * cannot carry the address to come back to.
 */
export function signInPart({ signIn }: ExternalAuth): Part {
  if (signIn === undefined) return { spec: {}, claims: [] };
  const [, scheme = '', authority = '', path = '/', query] = PAGE.exec(signIn.value) ?? [];
  const [host = '', port] = authority.toLowerCase().split(':');
  // The host of the request itself, which a redirect keeps where it names none.
  const isOwn = host === '$host' || host === '$http_host' || host === '$server_name';
  const page = pathValue(path);
  if (
    scheme === '' ||
    (!isOwn && !HOST.test(host)) ||
    path.includes('$') ||
    !page.ok ||
    (port !== undefined && !isPort(port))
  ) {
    const next = 'Let the service that answers the check redirect clients itself, or use oidc of the SecurityPolicy.';
    return {
      spec: {},
      claims: [],
      lost: [loses(signIn.from, 'RS2606', `a 401 cannot be turned into a redirect to ${signIn.value}`, next)],
    };
  }
  const redirect = {
    scheme: scheme.toLowerCase(),
    ...(isOwn ? {} : { hostname: host }),
    ...(port === undefined ? {} : { port: Number(port) }),
    path: { type: 'ReplaceFullPath', replaceFullPath: page.value },
    statusCode: 302,
  };
  const missing =
    query === undefined
      ? 'without the address to come back to'
      : `without its query (${query}), and so without the address to come back to`;
  return {
    spec: {
      responseOverride: [{ match: { statusCodes: [{ type: 'Value', value: 401 }] }, source: 'Local', redirect }],
    },
    claims: [
      resembles(
        signIn.from,
        'RS2606',
        `a 401 of the check becomes a 302 to ${scheme}://${authority}${page.value}, ${missing}`,
        'spec.responseOverride',
        { severity: 'warning', next: 'Check that the page leads back, or use oidc of the SecurityPolicy.' },
      ),
    ],
  };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}
