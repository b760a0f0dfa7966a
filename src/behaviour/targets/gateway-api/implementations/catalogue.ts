import { cilium } from './cilium.js';
import { envoyGateway } from './envoy-gateway.js';
import type { Implementation, ImplementationName } from './implementation.js';
import { istio, openshift } from './istio.js';
import { kgateway } from './kgateway.js';
import { nginxGatewayFabric } from './nginx-gateway-fabric.js';
import type { Release } from './release.js';
import { standard } from './standard.js';
import { traefik } from './traefik.js';

/**
 * The implementation of a name.
 *
 * @param release what it could do then; fields that came later are not there for it
 */
export function implementationOf(name: ImplementationName, release: Release): Implementation {
  switch (name) {
    case 'standard':
      return standard;
    case 'envoy-gateway':
      return envoyGateway(release);
    case 'nginx-gateway-fabric':
      return nginxGatewayFabric(release);
    case 'istio':
      return istio(release);
    case 'openshift':
      return openshift;
    case 'traefik':
      return traefik;
    case 'kgateway':
      return kgateway;
    case 'cilium':
      return cilium(release);
  }
}
