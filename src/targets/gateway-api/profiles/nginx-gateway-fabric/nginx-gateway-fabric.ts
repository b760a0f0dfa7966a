import type { Implementation, ImplementationOptions } from '../implementation.js';
import { attached } from './attaching.js';
import { expressionsOf } from './expressions.js';
import { missingAtPath, missingGuards } from './missing.js';

/** NGINX Gateway Fabric: what it takes of Gateway API (gateway-support.yaml), and its policies (implementation-policies.md §1.2). */
export function nginxGatewayFabric(version: string, options: ImplementationOptions): Implementation {
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
      headersAreNginxWords: true,
    }),
    expressions: expressionsOf(version, options),
    policies: {
      reach: 'route',
      missing: missingGuards,
      missingAt: missingAtPath,
      attach: (place) => attached(place, version),
      replaces: new Set(['timeouts', 'retries', 'affinity', 'external-auth']),
    },
  };
}
