import { ANY_IMPLEMENTATION } from '../../path-values.js';
import type { Implementation } from '../implementation.js';

/** Traefik: what it takes of Gateway API (gateway-support.yaml). */
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
    expressions: { ...ANY_IMPLEMENTATION, title: 'Traefik', rank: 'by-length' },
  };
}
