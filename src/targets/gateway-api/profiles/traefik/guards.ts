import type { ExternalAuth, Policies } from '../../../../model/policies.js';
import type { Blocker } from '../../../blocker.js';

/** Whether one of several checks is enough at the source; Middlewares all have to pass. */
function asksForAny({ anyGuardPasses, basicAuth, externalAuth, accessList }: Policies): boolean {
  const guards = [basicAuth, externalAuth, accessList].filter((guard) => guard !== undefined);
  return anyGuardPasses !== undefined && guards.length > 1;
}

/**
 * Completes "external authentication": what a forwardAuth Middleware cannot do of the check, so that it would let nobody in,
 * or send everybody round in circles. Undefined where it can stand for it.
 */
function whyNotForward({ url, signIn }: ExternalAuth, version: string): string | undefined {
  if (url.value.includes('$')) return `at an address that depends on the request (${url.value})`;
  if (signIn === undefined) return undefined;
  if (version < '3.7')
    return `that sends clients to a sign-in page, for which Traefik ${version} has no field (authSigninURL came with 3.7)`;
  return signIn.value.includes('$')
    ? `whose sign-in page depends on the request (${signIn.value}), while Traefik sends clients to authSigninURL letter by letter and adds no way back`
    : undefined;
}

const OWN_ADDRESS =
  'oauth2-proxy can answer the check and send clients to its sign-in page itself: write a forwardAuth Middleware with the address of its Service and the path /, with trustForwardHeader, and refer to it in an ExtensionRef filter.';

/**
 * The guards that Traefik has no Middleware for. Of the others (passwords, external checks, allow lists, limits) `attach`
 * makes Middlewares.
 */
export function missingGuards(
  policies: Policies,
  core: (policies: Policies) => Blocker[],
  version: string,
): readonly Blocker[] {
  const any = asksForAny(policies);
  const { externalAuth, accessList } = policies;
  const why = externalAuth === undefined ? undefined : whyNotForward(externalAuth, version);
  const left: Policies = {
    ...policies,
    basicAuth: any ? policies.basicAuth : undefined,
    externalAuth: any || why !== undefined ? externalAuth : undefined,
    accessList: any || accessList?.deny === undefined ? (any ? accessList : undefined) : { deny: accessList.deny },
    rateLimit: undefined,
  };
  return core(left).map((blocker): Blocker => {
    switch (blocker.code) {
      case 'RS1712':
        return any || why === undefined
          ? oneOfMany(blocker)
          : { ...blocker, what: `external authentication ${why}`, next: OWN_ADDRESS };
      case 'RS1711':
        return oneOfMany(blocker);
      case 'RS1714':
        return any
          ? oneOfMany(blocker)
          : {
              ...blocker,
              what: `${blocker.what}, of which Traefik has no kind (ipAllowList only)`,
              next: 'List the addresses that may pass instead, or put a firewall in front of Traefik.',
            };
      case 'RS1713':
        return {
          ...blocker,
          what: blocker.what.replace(/, which Gateway API.*$/, ', which Traefik checks for all hosts of an instance'),
          next: 'Set spec.clientAuth in the TLSOption named default, if every host of the instance may ask for certificates; give the host a Traefik of its own otherwise.',
        };
      default:
        return blocker;
    }
  });
}

function oneOfMany(blocker: Blocker): Blocker {
  return {
    ...blocker,
    what: `${blocker.what} as one of several checks of which one is enough (satisfy: any), because Middlewares all have to pass`,
    next: 'Decide for one of the checks, or keep both apart under hosts of their own.',
  };
}
