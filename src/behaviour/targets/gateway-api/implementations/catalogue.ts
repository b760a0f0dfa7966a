import { envoyGateway } from './envoy-gateway.js';
import type { Implementation, ImplementationName } from './implementation.js';
import { nginxGatewayFabric } from './nginx-gateway-fabric.js';
import { standard } from './standard.js';
import { traefik } from './traefik.js';

/** The implementation of a name. */
export function implementationOf(name: ImplementationName): Implementation {
  switch (name) {
    case 'envoy-gateway':
      return envoyGateway;
    case 'nginx-gateway-fabric':
      return nginxGatewayFabric;
    case 'traefik':
      return traefik;
    default:
      return standard;
  }
}
