import { ANY_IMPLEMENTATION } from '../../path-values.js';
import type { Implementation } from '../implementation.js';

/** kgateway: what it takes of Gateway API (gateway-support.yaml). */
export function kgateway(version: string): Implementation {
  return {
    name: 'kgateway',
    title: 'kgateway',
    version,
    gatewayClass: 'kgateway',
    controller: 'kgateway.dev/kgateway',
    narrow: (features) => ({ ...features, sessionPersistence: false, externalAuth: false }),
    expressions: { ...ANY_IMPLEMENTATION, title: 'kgateway', rank: 'before-prefixes' },
  };
}
