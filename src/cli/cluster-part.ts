import { ApiClient } from '../cluster/api-client.js';
import { ClusterFailure } from '../cluster/cluster-failure.js';
import { type ClusterRead, type ClusterWish, readCluster } from '../cluster/read-cluster.js';
import type { ParseOptions } from '../manifests/documents.js';
import { readsRoutes } from '../options.js';
import type { ClusterFlags } from './cluster-options.js';
import { readControllerConfig, unknownParameters } from './inputs.js';
import { type ConvertFlags, convertOptions } from './options.js';
import type { Part } from './parts.js';
import { UsageError } from './usage-error.js';

/**
 * Does something with the cluster that the flags name.
 * @throws UsageError with what the cluster refused, or why it could not be reached
 */
export async function withCluster<T>(flags: ConvertFlags, work: (client: ApiClient) => Promise<T>): Promise<T> {
  const { kubeconfig, context } = clusterFlagsOf(flags);
  let client: ApiClient | undefined;
  try {
    client = await ApiClient.connect({ kubeconfig, context });
    return await work(client);
  } catch (error) {
    throw error instanceof ClusterFailure ? new UsageError(error.message) : error;
  } finally {
    client?.close();
  }
}

/** The cluster that the flags name as the one part of a run, with the settings of its controller and its Gateway API. */
export async function clusterPart(
  flags: ConvertFlags,
  readingOf: (flags: ConvertFlags) => ParseOptions,
): Promise<Part> {
  const cluster = clusterFlagsOf(flags);
  const reading = readingOf(flags);
  const read = await withCluster(flags, async (client) => {
    const namespace = cluster.allNamespaces ? undefined : (cluster.namespace ?? client.namespace);
    return await readCluster(client, wishOf(flags, cluster, reading, namespace));
  });
  const settled = settledBy(flags, cluster, read);
  const own = flags.controllerConfig;
  const config = own === undefined ? read.controllerConfig : await readControllerConfig(own);
  return {
    overrides: [],
    flags: settled,
    input: {
      ...read.input,
      problems: [...read.input.problems, ...unknownParameters(flags, new Set())],
      ...(flags.ownMappings === undefined ? {} : { mappings: flags.ownMappings }),
    },
    options: convertOptions(settled, config),
  };
}

function clusterFlagsOf({ clusterFlags }: ConvertFlags): ClusterFlags {
  if (clusterFlags === undefined) throw new UsageError('this needs a cluster: add --cluster');
  return clusterFlags;
}

function wishOf(
  flags: ConvertFlags,
  cluster: ClusterFlags,
  { keepKeyPairs = false, router = false }: ParseOptions,
  namespace: string | undefined,
): ClusterWish {
  const { gatewayApiVersion: version, channel } = cluster;
  return {
    namespace,
    selector: cluster.selector,
    from: flags.from,
    routes: readsRoutes(flags.from),
    router,
    keepKeyPairs,
    readCertificates: cluster.readCertificates,
    ingressClass: flags.ingressClass,
    gatewayApi: flags.to === 'gateway-api' ? { version, channel, profile: flags.profile } : undefined,
  };
}

/** The flags with what the cluster says where no flag does. */
function settledBy(flags: ConvertFlags, cluster: ClusterFlags, { settings, gatewayApi }: ClusterRead): ConvertFlags {
  const { ingressClasses, ...others } = settings;
  const found = { ...others, ...(ingressClasses === undefined ? {} : { ingressClass: ingressClasses }) };
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  // OpenShift brings a version of its own.
  const isOpen = flags.profile !== 'openshift' && flags.openshiftVersion === undefined;
  const version = isOpen && cluster.gatewayApiVersion === undefined ? gatewayApi.version : undefined;
  const channel = isOpen && cluster.channel === undefined ? gatewayApi.channel : undefined;
  return {
    ...flags,
    ...found,
    ...given,
    ...(version === undefined ? {} : { gatewayApiVersion: version }),
    ...(channel === undefined ? {} : { channel }),
  };
}
