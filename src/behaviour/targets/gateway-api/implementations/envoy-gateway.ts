import { defaultProfile } from '../profile.js';
import { readEnvoyPlane } from './envoy-gateway/plane.js';
import { fullSupport, type Implementation, settled } from './implementation.js';
import { isBefore, type Release } from './release.js';

/** Envoy Gateway 1.9 (implementation-policies.md §1.0, §1.1; gateway-support.yaml `envoy-gateway`). */
export function envoyGateway(release: Release): Implementation {
  return {
    profile: {
      ...defaultProfile,
      regexPrecedence: 'exact-regex-prefix',
      regexAnchoring: 'full',
      listenerIsolation: true,
      hostnameFallback: false,
    },
    open: settled,
    support: { ...fullSupport, failingFilters: ['ExternalAuth'], preflightStatus: 200, headersOnReplies: 'all' },
    pathExpression: (value) => value,
    readPlane: (context) => readEnvoyPlane(context, isBefore(release, [1, 9])),
  };
}
