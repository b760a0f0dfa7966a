import { CHANNELS, type Channel, GATEWAY_API_VERSIONS, type GatewayApiVersion } from '../options.js';
import type { ApiClient } from './api-client.js';
import type { ClusterProblems } from './cluster-problems.js';
import type { Discovery } from './discovery.js';
import { fieldsOf, textOf } from './json-values.js';
import { getOne, listAll } from './lists.js';
import { CRDS, GATEWAY_CLASSES } from './resources.js';

/** The Gateway API of a cluster, as its CRDs name it. */
export interface InstalledGatewayApi {
  /** Undefined for a version that routeshift does not write for. */
  readonly version?: GatewayApiVersion | undefined;
  readonly channel?: Channel | undefined;
}

/** What the flags of the run say of it; they win. */
export interface AskedGatewayApi {
  readonly version?: GatewayApiVersion | undefined;
  readonly channel?: Channel | undefined;
  readonly profile?: string | undefined;
}

const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';
const CHANNEL = 'gateway.networking.k8s.io/channel';
/** The CRD that every bundle has. */
const CRD = 'gateways.gateway.networking.k8s.io';

/** Reads version and channel of the Gateway API that is installed, and says how they fit what is asked for. */
export async function readGatewayApi(
  client: ApiClient,
  discovery: Discovery,
  asked: AskedGatewayApi,
  problems: ClusterProblems,
): Promise<InstalledGatewayApi> {
  if ((await discovery.find(GATEWAY_CLASSES)) === undefined) {
    problems.say('RS2508', 'the cluster has no Gateway API: its CRDs are not installed');
    return {};
  }
  const crd = await getOne(client, CRDS, undefined, CRD, METADATA);
  if (crd.outcome === 'forbidden')
    problems.mayNot({ verb: 'get', resource: CRDS }, 'version and channel of the Gateway API are not known');
  if (crd.outcome !== 'read') return {};
  const annotations = fieldsOf(fieldsOf(fieldsOf(crd.item).metadata).annotations);
  const bundle = textOf(annotations[BUNDLE_VERSION]);
  const channel = CHANNELS.find((known) => known === annotations[CHANNEL]);
  const [, release] = /^v?(\d+\.\d+)(?:\.|-|$)/.exec(bundle ?? '') ?? [];
  const version = GATEWAY_API_VERSIONS.find((known) => known === release);
  if (bundle === undefined || release === undefined) {
    problems.say('RS2508', 'the CRDs of the Gateway API do not name their version', {
      next: 'Name it with --gateway-api-version and --channel.',
    });
    return { channel };
  }
  sayInstalled({ release, version, channel }, asked, problems);
  return { version, channel };
}

function sayInstalled(
  { release, version, channel }: InstalledGatewayApi & { readonly release: string },
  asked: AskedGatewayApi,
  problems: ClusterProblems,
): void {
  const installed = `Gateway API ${release}${channel === undefined ? '' : `, ${channel} channel`}`;
  // The profile of OpenShift brings a version of its own.
  const isOther =
    asked.profile !== 'openshift' &&
    ((asked.version !== undefined && asked.version !== version) ||
      (asked.channel !== undefined && channel !== undefined && asked.channel !== channel));
  if (version === undefined) {
    problems.say('RS2508', `the cluster has ${installed}; routeshift writes for ${GATEWAY_API_VERSIONS.join(', ')}`, {
      next: 'Upgrade the CRDs, or check with --server-dry-run what the API server makes of the output.',
    });
  } else if (isOther) {
    const wanted = [asked.version, asked.channel].filter((one) => one !== undefined).join(', ');
    problems.say('RS2508', `the cluster has ${installed}, and the run writes for ${wanted}`);
  } else problems.say('RS2507', `the cluster has ${installed}`, { field: 'options.gatewayApiVersion' });
}

/** Profiles by the controller that a GatewayClass names (reference gateway-api.md §7). */
const PROFILES: ReadonlyMap<string, string> = new Map([
  ['gateway.envoyproxy.io/gatewayclass-controller', 'envoy-gateway'],
  ['gateway.nginx.org/nginx-gateway-controller', 'nginx-gateway-fabric'],
  ['istio.io/gateway-controller', 'istio'],
  ['openshift.io/gateway-controller/v1', 'openshift'],
  ['traefik.io/gateway-controller', 'traefik'],
  ['kgateway.dev/kgateway', 'kgateway'],
  ['io.cilium/gateway-controller', 'cilium'],
]);

/** Reads the GatewayClasses, and suggests the profiles that they stand for. */
export async function suggestProfile(
  client: ApiClient,
  discovery: Discovery,
  asked: AskedGatewayApi,
  known: readonly string[],
  problems: ClusterProblems,
): Promise<void> {
  const resource = await discovery.find(GATEWAY_CLASSES);
  if (resource === undefined || asked.profile !== undefined) return;
  const listed = await listAll(client, resource, {}, (item) => {
    const { metadata, spec } = fieldsOf(item);
    const name = textOf(fieldsOf(metadata).name);
    const profile = PROFILES.get(textOf(fieldsOf(spec).controllerName) ?? '');
    return name === undefined || profile === undefined || !known.includes(profile) ? undefined : { name, profile };
  });
  if (listed.outcome === 'forbidden')
    problems.mayNot({ verb: 'list', resource }, 'which implementation will serve the output is not known');
  if (listed.outcome !== 'read') return;
  for (const profile of [...new Set(listed.items.map((one) => one.profile))].sort()) {
    const names = listed.items.filter((one) => one.profile === profile).map(({ name }) => name);
    problems.say('RS2509', `GatewayClass ${names.sort().join(', ')} is one of ${profile}`, {
      field: 'options.profile',
      next: `Pass --profile ${profile} and --gateway-class NAME to write for it.`,
    });
  }
}
