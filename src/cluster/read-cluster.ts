import type { ConvertInput } from '../convert.js';
import { PROFILES } from '../options.js';
import type { ApiClient } from './api-client.js';
import type { ClusterManifest, ManifestReading } from './cluster-manifest.js';
import { ClusterProblems } from './cluster-problems.js';
import type { ControllerSettings } from './controller-settings.js';
import { Discovery } from './discovery.js';
import {
  type AskedGatewayApi,
  type InstalledGatewayApi,
  readGatewayApi,
  suggestProfile,
} from './installed-gateway-api.js';
import { fieldsOf } from './json-values.js';
import { classesAmong, readControllers } from './read-controllers.js';
import { type ClusterScope, readObjects } from './read-objects.js';
import { readSecrets } from './read-secrets.js';

/** What a run wants of a cluster. */
export interface ClusterWish extends ClusterScope {
  /** Keys of certificates are kept, for output that holds them. */
  readonly keepKeyPairs: boolean;
  readonly readCertificates: boolean;
  readonly ingressClass: readonly string[] | undefined;
  /** What the flags say of the Gateway API; undefined where none is written. */
  readonly gatewayApi: AskedGatewayApi | undefined;
}

/** A cluster as the input of a conversion, and what it says about the options of the run. */
export interface ClusterRead {
  readonly input: Pick<ConvertInput, 'manifests' | 'problems' | 'inputs'>;
  readonly settings: ControllerSettings;
  readonly controllerConfig?: Readonly<Record<string, string>> | undefined;
  readonly gatewayApi: InstalledGatewayApi;
}

/**
 * Reads a cluster. Nothing is written to it, and of Secrets nothing but names is asked for unless the wish says so.
 *
 * @throws ClusterFailure when it cannot be reached, or does not allow what cannot be gone without
 */
export async function readCluster(client: ApiClient, wish: ClusterWish): Promise<ClusterRead> {
  const problems = new ClusterProblems(client.context);
  const discovery = new Discovery(client);
  const reading: ManifestReading = { context: client.context, keepKeyPairs: wish.keepKeyPairs };
  const manifests = await readObjects(client, discovery, wish, reading, problems);
  const ingresses = manifests.filter(({ ref }) => ref.kind === 'Ingress' && ref.apiVersion.startsWith('networking.'));
  const asked = { classes: classesAmong(manifests), asked: wish.ingressClass };
  const controllers = await readControllers(client, wish.from, asked, reading, problems);
  sayPassthrough(ingresses, controllers.passthrough, controllers.settings, problems);
  const secrets = await readSecrets(
    client,
    ingresses,
    { context: client.context, certificates: wish.readCertificates, keepKeyPairs: wish.keepKeyPairs },
    problems,
  );
  const gatewayApi =
    wish.gatewayApi === undefined ? {} : await readGatewayApi(client, discovery, wish.gatewayApi, problems);
  if (wish.gatewayApi !== undefined) await suggestProfile(client, discovery, wish.gatewayApi, PROFILES, problems);
  for (const manifest of [...controllers.manifests, ...secrets]) manifests.push(manifest);
  return {
    input: { manifests, problems: problems.found, inputs: 1 },
    settings: controllers.settings,
    controllerConfig: controllers.controllerConfig,
    gatewayApi,
  };
}

/** ingress-nginx reads the annotation only where a flag lets it (semantics, ssl-passthrough). */
function sayPassthrough(
  ingresses: readonly ClusterManifest[],
  passthrough: boolean | undefined,
  { annotationPrefix = 'nginx.ingress.kubernetes.io' }: ControllerSettings,
  problems: ClusterProblems,
): void {
  if (passthrough !== false) return;
  for (const { ref, content } of ingresses) {
    const annotations = fieldsOf(fieldsOf(content.metadata).annotations);
    if (annotations[`${annotationPrefix}/ssl-passthrough`] !== 'true') continue;
    problems.say(
      'RS2510',
      'ssl-passthrough has no effect so far: the controller runs without --enable-ssl-passthrough',
      {
        object: ref,
        field: 'metadata.annotations',
      },
    );
  }
}
