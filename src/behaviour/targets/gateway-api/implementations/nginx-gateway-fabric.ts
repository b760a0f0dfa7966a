import { defaultProfile } from '../profile.js';
import { fullSupport, type Implementation, settled } from './implementation.js';
import { readNginxPlane } from './nginx-gateway-fabric/plane.js';
import { isBefore, type Release } from './release.js';

/** NGINX Gateway Fabric 2.6 (implementation-policies.md §1.0, §1.2; gateway-support.yaml `nginx-gateway-fabric`). */
export function nginxGatewayFabric(release: Release): Implementation {
  const isOld = isBefore(release, [2, 6]);
  return {
    profile: {
      ...defaultProfile,
      // `location ~ ^value`: the caret is glued to the value, so that of alternatives only the first is held to the start.
      regexPrecedence: 'exact-regex-prefix',
      regexAnchoring: 'search',
      listenerIsolation: true,
      hostnameFallback: false,
    },
    open: settled,
    support: {
      ...fullSupport,
      ignoredFields: ['timeouts', 'retry', 'name', 'sessionPersistence'],
      failingFilters: ['ExternalAuth'],
      backendFilters: false,
      frontendValidation: !isOld,
      preflightStatus: 200,
      headersOnReplies: 'all',
      redirectsFirst: true,
      rewritesInSequence: true,
    },
    pathExpression: (value) => `^${value}`,
    readPlane: (context) => readNginxPlane(context, isOld),
  };
}
