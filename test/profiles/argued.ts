import type { Profile } from '../../src/profile.js';
import { cilium } from './argued/cilium.js';
import { envoyGateway } from './argued/envoy-gateway.js';
import { istio } from './argued/istio.js';
import { kgateway } from './argued/kgateway.js';
import { nginxGatewayFabric } from './argued/nginx-gateway-fabric.js';
import { traefik } from './argued/traefik.js';

/** By profile. */
export const ARGUED: Readonly<Partial<Record<Profile, Readonly<Record<string, string>>>>> = {
  'envoy-gateway': envoyGateway,
  'nginx-gateway-fabric': nginxGatewayFabric,
  istio: istio,
  traefik: traefik,
  kgateway: kgateway,
  cilium: cilium,
};
