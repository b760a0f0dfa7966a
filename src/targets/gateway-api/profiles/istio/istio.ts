import { ANY_IMPLEMENTATION } from '../../path-values.js';
import type { Implementation } from '../implementation.js';

/** Istio: what it takes of Gateway API (gateway-support.yaml). */
export function istio(version: string): Implementation {
  return {
    name: 'istio',
    title: 'Istio',
    version,
    gatewayClass: 'istio',
    controller: 'istio.io/gateway-controller',
    narrow: (features) => ({ ...features, sessionPersistence: false, externalAuth: false, listenerSet: false }),
    expressions: { ...ANY_IMPLEMENTATION, title: 'Istio', rank: 'after-prefixes' },
  };
}
