import cilium from '../../mappings/profiles/cilium.yaml';
import envoyGateway from '../../mappings/profiles/envoy-gateway.yaml';
import istio from '../../mappings/profiles/istio.yaml';
import kgateway from '../../mappings/profiles/kgateway.yaml';
import nginxGatewayFabric from '../../mappings/profiles/nginx-gateway-fabric.yaml';
import traefik from '../../mappings/profiles/traefik.yaml';
import type { SourceName } from '../options.js';
import type { Profile } from '../profile.js';
import type { TargetVerdict } from './mapping.js';

/** By controller and key: what a profile makes of annotations that no code of it reads. */
export type ProfileVerdicts = Readonly<Partial<Record<SourceName, Readonly<Record<string, TargetVerdict>>>>>;

/** The files come with the program; test/mappings checks their shape. */
export const PROFILE_VERDICTS: Readonly<Partial<Record<Profile, () => ProfileVerdicts>>> = {
  cilium: () => cilium() as ProfileVerdicts,
  'envoy-gateway': () => envoyGateway() as ProfileVerdicts,
  istio: () => istio() as ProfileVerdicts,
  kgateway: () => kgateway() as ProfileVerdicts,
  'nginx-gateway-fabric': () => nginxGatewayFabric() as ProfileVerdicts,
  traefik: () => traefik() as ProfileVerdicts,
};

/** What a profile declares of a key; undefined where it is no different from core Gateway API. */
export function profileVerdict(profile: Profile, controller: SourceName, key: string): TargetVerdict | undefined {
  const verdicts = PROFILE_VERDICTS[profile]?.()[controller];
  return verdicts !== undefined && Object.hasOwn(verdicts, key) ? verdicts[key] : undefined;
}
