import type { GatewayApiVersion } from '../../../options.js';
import { type Profile, type ProfileChoice, versionOf } from '../../../profile.js';

/**
 * The CRDs that a release is tested with, the next older ones among those that can be chosen (gateway-api
 * conformance/reports; gateway-support.yaml). OpenShift installs its own.
 */
const BUNDLES: Readonly<
  Record<Exclude<Profile, 'standard' | 'openshift'>, Readonly<Record<string, GatewayApiVersion>>>
> = {
  'envoy-gateway': { '1.6': '1.4', '1.7': '1.4', '1.8': '1.5', '1.9': '1.6' },
  'nginx-gateway-fabric': { '2.4': '1.4', '2.5': '1.5', '2.6': '1.5' },
  istio: { '1.28': '1.4', '1.30': '1.5', '1.31': '1.5' },
  traefik: { '3.5': '1.4', '3.6': '1.4', '3.7': '1.5' },
  kgateway: { '2.2': '1.4', '2.3': '1.5', '2.4': '1.6' },
  cilium: { '1.19': '1.4', '1.20': '1.6' },
};

/** The version of Gateway API that comes with an implementation; undefined where the profile does not decide it. */
export function bundleOf(choice: ProfileChoice | undefined): GatewayApiVersion | undefined {
  if (choice === undefined || choice.name === 'standard' || choice.name === 'openshift') return undefined;
  return BUNDLES[choice.name][versionOf(choice)];
}
