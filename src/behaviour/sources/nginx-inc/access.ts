import { isWithin, parseNetwork } from '../../values/addresses.js';
import type { RequestFacts } from '../ingress-nginx/request-facts.js';
import type { Protection } from './guards.js';
import type { NginxIncChecks } from './input.js';

export type Access =
  | { readonly kind: 'granted' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly reason: string;
      readonly challenge?: string | undefined;
      /** Where the client is sent, or the path within the server that answers in place of the refusal. */
      readonly signin?: string | undefined;
    };

const GRANTED: Access = { kind: 'granted' };

/** The access phase: addresses, password, external authentication. An open question is granted; its guard is listed. */
export function checkAccess(
  { allow, deny, basicAuth, externalAuth }: Protection,
  facts: RequestFacts,
  checks: NginxIncChecks | undefined,
  hasUsers: (secret: string) => boolean,
): Access {
  const within = (texts: readonly string[]): boolean =>
    isWithin(
      facts.address,
      texts.map(parseNetwork).filter((network) => network !== undefined),
    );
  if (allow.length > 0 && !within(allow)) return refused(403, 'address not on the allow list');
  if (deny.length > 0 && within(deny)) return refused(403, 'address on the deny list');
  if (basicAuth !== undefined) {
    const challenge = `Basic realm="${basicAuth.realm}"`;
    const usable = hasUsers(basicAuth.secret);
    // Who sends no password is asked for one before the file with the users is opened (ngx_http_auth_basic_module).
    const sent = /^basic /i.test(facts.headers.get('authorization') ?? '');
    if (!usable) {
      return sent
        ? refused(403, `Secret ${basicAuth.secret} has no users`)
        : { ...refused(401, 'no credentials'), challenge };
    }
    if (checks?.basic?.(facts.request, basicAuth.secret) === false)
      return { ...refused(401, 'no valid credentials'), challenge };
  }
  if (externalAuth === undefined || checks?.external === undefined) return GRANTED;
  const { tls, service, path, signin } = externalAuth;
  const status = checks.external({ url: `${tls ? 'https' : 'http'}://${service}${path}` }, facts.request);
  if (status >= 200 && status < 300) return GRANTED;
  if (status === 401 && signin !== '') return { ...refused(401, 'sent to sign in'), signin };
  if (status === 401 || status === 403) return refused(status, 'refused by the external authentication');
  return refused(500, `the external authentication answered ${status}`);
}

function refused(status: number, reason: string): Extract<Access, { kind: 'refused' }> {
  return { kind: 'refused', status, reason };
}
