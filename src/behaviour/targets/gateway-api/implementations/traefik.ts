import { defaultProfile } from '../profile.js';
import { fullSupport, type Implementation, settled } from './implementation.js';
import { readTraefikPlane } from './traefik/plane.js';

/** Traefik 3.7 (implementation-policies.md §1.0, §1.5; gateway-support.yaml `traefik`). */
export const traefik: Implementation = {
  profile: {
    ...defaultProfile,
    // Exact paths, then prefixes and expressions together by the length of their values; expressions are not anchored.
    regexPrecedence: 'length',
    regexAnchoring: 'search',
    listenerIsolation: false,
    // A router that does not match leaves the request to the next.
    hostnameFallback: true,
  },
  open: { ...settled, nestedHostnames: true },
  support: {
    ...fullSupport,
    ignoredFields: ['timeouts', 'retry', 'sessionPersistence'],
    ignoredKinds: ['ListenerSet'],
    failingFilters: ['RequestMirror', 'CORS', 'ExternalAuth'],
    frontendValidation: false,
    preflightStatus: 200,
    headersOnReplies: 'outer',
    rewritesInSequence: true,
  },
  pathExpression: (value) => value,
  readPlane: readTraefikPlane,
};
