import type { ConvertOptions } from '../../../options.js';
import { type Profile, versionOf } from '../../../profile.js';
import { cilium } from './cilium.js';
import { envoyGateway } from './envoy-gateway/envoy-gateway.js';
import type { Implementation, ImplementationOptions } from './implementation.js';
import { istio } from './istio/istio.js';
import { kgateway } from './kgateway/kgateway.js';
import { nginxGatewayFabric } from './nginx-gateway-fabric/nginx-gateway-fabric.js';
import { openshift } from './openshift.js';
import { traefik } from './traefik/traefik.js';

/** Each implementation at a release. `standard` is nobody's. */
const IMPLEMENTATIONS: Readonly<
  Record<Exclude<Profile, 'standard'>, (version: string, options: ImplementationOptions) => Implementation>
> = {
  'envoy-gateway': envoyGateway,
  'nginx-gateway-fabric': nginxGatewayFabric,
  istio,
  openshift,
  traefik,
  kgateway,
  cilium,
};

/** The implementation that the options name; undefined for none in particular. */
export function implementationOf(
  options: Pick<ConvertOptions, 'profile'> & ImplementationOptions,
): Implementation | undefined {
  const { profile } = options;
  return profile === undefined || profile.name === 'standard'
    ? undefined
    : IMPLEMENTATIONS[profile.name](versionOf(profile), options);
}
