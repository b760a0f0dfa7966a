import { parseClusterUrl } from '../../../../kubernetes/cluster-url.js';
import type { BasicAuth, ExternalAuth, Policies } from '../../../../model/policies.js';
import type { Blocker } from '../../../blocker.js';

/** What `basicAuth` of a TrafficPolicy cannot do of the passwords; undefined where it can stand for them. */
export function whyNotPasswords({ scheme, secret }: BasicAuth): string | undefined {
  if (scheme === 'digest') return ', of which kgateway knows the basic scheme only';
  if (secret === undefined) return undefined;
  const others = (secret.hashes ?? []).filter((hash) => hash !== 'sha');
  if (others.length > 0) return ` with hashes other than {SHA} (${others.join(', ')}), which kgateway does not verify`;
  return secret.layout === 'keys' ? ' with a key for each user, where kgateway reads one file' : undefined;
}

/** What `extAuth` cannot do of the check, so that it would let nobody in; undefined where it can stand for it. */
export function whyNotAsked({ url, signIn }: ExternalAuth): string | undefined {
  if (signIn !== undefined) return 'that sends clients to a sign-in page, which kgateway leaves to the service';
  const service = url.value.includes('$') ? undefined : parseClusterUrl(url.value);
  if (service === undefined || service.scheme !== 'http' || service.query !== undefined)
    return 'by anything but a Service of the cluster that is called over plain http with a fixed path';
  return service.path.endsWith('/oauth2/auth')
    ? 'by oauth2-proxy, which answers 202 under one path: kgateway takes 200 only, and appends the path of the request'
    : undefined;
}

const NEXT: Readonly<Record<string, string>> = {
  RS1711: 'Give the users new passwords with htpasswd -s (it writes {SHA}), in one file under the key auth.',
  RS1712:
    'Write a GatewayExtension with oauth2 for the provider behind the sign-in, and a TrafficPolicy that names it.',
};

/** The guards that no TrafficPolicy keeps as they are. */
export function missingGuards(
  policies: Policies,
  core: (policies: Policies) => Blocker[],
  clientAddress: 'connection' | 'forwarded',
): Blocker[] {
  const { basicAuth, externalAuth, accessList, anyGuardPasses } = policies;
  const guards = [basicAuth, externalAuth, accessList].filter((guard) => guard !== undefined);
  const any = anyGuardPasses !== undefined && guards.length > 1;
  const passwords = basicAuth === undefined ? undefined : whyNotPasswords(basicAuth.value);
  const asked = externalAuth === undefined ? undefined : whyNotAsked(externalAuth);
  const left: Policies = {
    ...policies,
    basicAuth: any || passwords !== undefined ? basicAuth : undefined,
    externalAuth: any || asked !== undefined ? externalAuth : undefined,
    accessList: any || clientAddress === 'forwarded' ? accessList : undefined,
  };
  return core(left).map((blocker): Blocker => {
    const next = NEXT[blocker.code] ?? blocker.next;
    if (any && ['RS1711', 'RS1712', 'RS1714'].includes(blocker.code)) {
      const what = `${blocker.what} as one of several checks of which one is enough (satisfy: any)`;
      return { ...blocker, what, next: 'Decide for one of the checks.' };
    }
    switch (blocker.code) {
      case 'RS1711':
        return { ...blocker, what: `${blocker.what}${passwords ?? ''}`, next };
      case 'RS1712':
        return { ...blocker, what: `external authentication ${asked ?? ''}`, next };
      case 'RS1714':
        return {
          ...blocker,
          what: `${blocker.what} of addresses that a proxy in front names, which kgateway only believes with xffTrustedCIDRs`,
          next: 'Write a ListenerPolicy with httpSettings.xffTrustedCIDRs for that proxy, and a TrafficPolicy with acl.',
        };
      case 'RS1715':
        return {
          ...blocker,
          what: `${blocker.what}, while the local rate limit of kgateway is one bucket for all clients together`,
          next: 'Use rateLimit.global with the descriptor RemoteAddress and a rate limit service.',
        };
      default:
        return blocker;
    }
  });
}
