import { ANY_IMPLEMENTATION } from '../../path-values.js';
import type { Implementation } from '../implementation.js';

/** Envoy Gateway: what it takes of Gateway API (gateway-support.yaml). */
export function envoyGateway(version: string): Implementation {
  return {
    name: 'envoy-gateway',
    title: 'Envoy Gateway',
    version,
    gatewayClass: 'eg',
    controller: 'gateway.envoyproxy.io/gatewayclass-controller',
    narrow: (features) => ({ ...features, retry: false, sessionPersistence: false, externalAuth: false }),
    expressions: { ...ANY_IMPLEMENTATION, title: 'Envoy Gateway', rank: 'before-prefixes' },
  };
}
