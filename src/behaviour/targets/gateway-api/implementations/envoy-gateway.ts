import { defaultProfile } from '../profile.js';
import { readEnvoyPlane } from './envoy-gateway/plane.js';
import { fullSupport, type Implementation, settled } from './implementation.js';

/** Envoy Gateway 1.9 (implementation-policies.md §1.0, §1.1; gateway-support.yaml `envoy-gateway`). */
export const envoyGateway: Implementation = {
  profile: {
    ...defaultProfile,
    regexPrecedence: 'exact-regex-prefix',
    regexAnchoring: 'full',
    listenerIsolation: true,
    hostnameFallback: false,
  },
  open: settled,
  support: { ...fullSupport, failingFilters: ['ExternalAuth'], preflightStatus: 200 },
  pathExpression: (value) => value,
  readPlane: readEnvoyPlane,
};
