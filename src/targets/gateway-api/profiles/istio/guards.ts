import type { Policies } from '../../../../model/policies.js';
import type { Blocker } from '../../../blocker.js';

/**
 * The guards that Istio has no policy for at a Gateway. Address lists become DENY policies where they can be scoped, which is
 * told apart (`listBlockers`).
 */
export function missingGuards(
  policies: Policies,
  core: (policies: Policies) => Blocker[],
  clientAddress: 'connection' | 'forwarded',
): Blocker[] {
  const { basicAuth, externalAuth, accessList, anyGuardPasses } = policies;
  const any = anyGuardPasses !== undefined && accessList !== undefined && (basicAuth ?? externalAuth) !== undefined;
  const isKept = !any && clientAddress === 'connection';
  return core(isKept ? { ...policies, accessList: undefined } : policies).map((blocker): Blocker => {
    switch (blocker.code) {
      case 'RS1711':
        return {
          ...blocker,
          what: `${blocker.what}, which Istio does not check at a Gateway`,
          next: 'Put an authenticating proxy in front of the Service, or let clients bring tokens (RequestAuthentication).',
        };
      case 'RS1712':
        return {
          ...blocker,
          verdict: 'manual',
          what: 'external authentication, whose service Istio takes from the configuration of the mesh',
          next: 'Add the service to extensionProviders of the mesh (envoyExtAuthzHttp: it passes on 200 only, and appends the path of the request) and write an AuthorizationPolicy with action CUSTOM for the host and its paths at the Gateway.',
        };
      case 'RS1713':
        return {
          ...blocker,
          verdict: 'manual',
          what: blocker.what.replace(/, which Gateway API.*$/, ', for which Istio has an option of the listener'),
          next: 'Set tls.options gateway.istio.io/tls-terminate-mode: MUTUAL on the listener of the host, with ca.crt in the Secret of its certificate.',
        };
      case 'RS1714':
        return any
          ? {
              ...blocker,
              what: `${blocker.what} as one of several checks of which one is enough (satisfy: any)`,
              next: 'Decide for one of the checks.',
            }
          : {
              ...blocker,
              what: `${blocker.what} of addresses that a proxy in front names, which a Gateway of Istio only believes with gatewayTopology.numTrustedProxies`,
              next: 'Set numTrustedProxies for the Gateway (annotation proxy.istio.io/config in spec.infrastructure) and write an AuthorizationPolicy with action DENY and notRemoteIpBlocks for the host.',
            };
      case 'RS1715':
        return {
          ...blocker,
          what: `${blocker.what}, which Istio has no policy for`,
          next: 'Limit requests in front of the Gateway, or with an EnvoyFilter of your own.',
        };
      default:
        return blocker;
    }
  });
}
