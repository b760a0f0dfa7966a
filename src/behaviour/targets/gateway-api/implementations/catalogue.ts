import { cilium } from './cilium.js';
import { envoyGateway } from './envoy-gateway.js';
import type { Implementation, ImplementationName } from './implementation.js';
import { istio, istioWithoutFrontendValidation } from './istio.js';
import { kgateway } from './kgateway.js';
import { nginxGatewayFabric } from './nginx-gateway-fabric.js';
import { standard } from './standard.js';
import { traefik } from './traefik.js';

/**
 * The implementation of a name.
 *
 * @param version such as `1.30`; the newest that is known when absent
 */
export function implementationOf(name: ImplementationName, version: string | undefined): Implementation {
  switch (name) {
    case 'standard':
      return standard;
    case 'envoy-gateway':
      return envoyGateway;
    case 'nginx-gateway-fabric':
      return nginxGatewayFabric;
    case 'istio':
      return isBefore(version, [1, 31]) ? istioWithoutFrontendValidation : istio;
    case 'openshift':
      return istioWithoutFrontendValidation;
    case 'traefik':
      return traefik;
    case 'kgateway':
      return kgateway;
    case 'cilium':
      return cilium;
  }
}

function isBefore(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const [, first, second] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (first === undefined || second === undefined) return false;
  return Number(first) < major || (Number(first) === major && Number(second) < minor);
}
