import { ANY_IMPLEMENTATION, hasGroupsOnly, isPortableRegex } from '../../path-values.js';
import type { Implementation } from '../implementation.js';
import { traefikPolicies } from './writer.js';

/** Traefik: what it takes of Gateway API (gateway-support.yaml), and its own objects (implementation-policies.md §1.5). */
export function traefik(version: string): Implementation {
  return {
    name: 'traefik',
    title: 'Traefik',
    version,
    gatewayClass: 'traefik',
    controller: 'traefik.io/gateway-controller',
    narrow: (features) => ({
      ...features,
      retry: false,
      sessionPersistence: false,
      externalAuth: false,
      listenerSet: false,
      cors: false,
      mirror: false,
      timeouts: false,
    }),
    // Go's expressions are those of RE2. They match anywhere unless anchored, which every value is.
    expressions: {
      ...ANY_IMPLEMENTATION,
      title: 'Traefik',
      rank: 'by-length',
      rewrites: true,
      canReplace: hasGroupsOnly,
      canSay: (pattern) => isPortableRegex(pattern) && !pattern.includes('`'),
    },
    ranksPathsOverHosts: true,
    policies: traefikPolicies(version),
  };
}
