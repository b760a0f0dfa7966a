import { cilium } from './cilium.js';
import { envoyGateway } from './envoy-gateway/envoy-gateway.js';
import type { Implementations } from './implementation.js';
import { istio } from './istio/istio.js';
import { kgateway } from './kgateway/kgateway.js';
import { nginxGatewayFabric } from './nginx-gateway-fabric/nginx-gateway-fabric.js';
import { openshift } from './openshift.js';
import { traefik } from './traefik/traefik.js';

/** Every implementation. */
export const IMPLEMENTATIONS: Implementations = {
  'envoy-gateway': envoyGateway,
  'nginx-gateway-fabric': nginxGatewayFabric,
  istio,
  openshift,
  traefik,
  kgateway,
  cilium,
};
