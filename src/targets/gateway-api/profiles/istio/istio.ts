import { ANY_IMPLEMENTATION } from '../../path-values.js';
import type { Implementation } from '../implementation.js';
import { ISTIO_POLICIES } from './writer.js';

/** Istio: what it takes of Gateway API (gateway-support.yaml), and its own objects (implementation-policies.md §1.3). */
export function istio(version: string): Implementation {
  return {
    name: 'istio',
    title: 'Istio',
    version,
    gatewayClass: 'istio',
    controller: 'istio.io/gateway-controller',
    narrow: (features) => ({ ...features, sessionPersistence: false, externalAuth: false, listenerSet: false }),
    expressions: { ...ANY_IMPLEMENTATION, title: 'Istio', rank: 'after-prefixes' },
    policies: ISTIO_POLICIES,
  };
}
