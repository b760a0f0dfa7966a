import { ANY_IMPLEMENTATION } from '../../path-values.js';
import type { Implementation } from '../implementation.js';

/** NGINX Gateway Fabric: what it takes of Gateway API (gateway-support.yaml). */
export function nginxGatewayFabric(version: string): Implementation {
  return {
    name: 'nginx-gateway-fabric',
    title: 'NGINX Gateway Fabric',
    version,
    gatewayClass: 'nginx',
    controller: 'gateway.nginx.org/nginx-gateway-controller',
    narrow: (features) => ({
      ...features,
      retry: false,
      sessionPersistence: false,
      externalAuth: false,
      timeouts: false,
      namedRules: false,
    }),
    expressions: { ...ANY_IMPLEMENTATION, title: 'NGINX Gateway Fabric', rank: 'before-prefixes' },
  };
}
