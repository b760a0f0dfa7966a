import type {
  ConfigMap,
  ExistingGateway,
  ExistingPolicy,
  IngressClass,
  Namespace,
  Secret,
  Service,
} from './companions.js';
import type { Ingress } from './ingress.js';
import { type ClusterIngress, type IngressController, isClusterIngress } from './ingress-controller.js';
import { compareProblems, type InputProblem } from './input-problem.js';
import type { Manifest } from './object.js';
import { readConfigMap } from './read-config-map.js';
import { readExistingPolicy } from './read-existing-policy.js';
import { readGateway } from './read-gateway.js';
import { readIngress } from './read-ingress.js';
import { readIngressClass } from './read-ingress-class.js';
import { readClusterIngress, readIngressController } from './read-ingress-controller.js';
import { readNamespace } from './read-namespace.js';
import { readRoute } from './read-route.js';
import { readSecret } from './read-secret.js';
import { readService } from './read-service.js';
import type { Route } from './route.js';
import { type RouterSettings, routerSettings } from './router-settings.js';

/** All objects of the input, read. Every list is in the order of the places where its objects stand. */
export interface Inventory {
  readonly ingresses: readonly Ingress[];
  /** Empty unless Routes were asked for. */
  readonly routes: readonly Route[];
  readonly services: readonly Service[];
  readonly secrets: readonly Secret[];
  readonly configMaps: readonly ConfigMap[];
  readonly ingressClasses: readonly IngressClass[];
  readonly namespaces: readonly Namespace[];
  readonly gateways: readonly ExistingGateway[];
  readonly policies: readonly ExistingPolicy[];
  /** Nothing unless it was asked for. */
  readonly router: RouterSettings;
  /** Objects whose kind is known but not converted (Route, VirtualServer, …). */
  readonly others: readonly Manifest[];
  readonly problems: readonly InputProblem[];
}

export interface InventoryOptions {
  /** Reads Routes; where nobody asks for them, they are among the others. */
  readonly routes?: boolean | undefined;
  /** Reads what configures OpenShift's router; where nobody asks for it, it is passed over. */
  readonly router?: boolean | undefined;
}

/**
 * Reads every manifest into its type. The order of the manifests does not matter: everything in the answer is sorted by
 * file, line and column. Two objects of the same name stay two objects, and a missing namespace stays missing.
 *
 * @param problems those found before, which become part of the answer
 */
export function takeInventory(
  manifests: readonly Manifest[],
  problems: readonly InputProblem[] = [],
  options: InventoryOptions = {},
): Inventory {
  const found: InputProblem[] = [...problems];
  const ingresses: Ingress[] = [];
  const routes: Route[] = [];
  const services: Service[] = [];
  const secrets: Secret[] = [];
  const configMaps: ConfigMap[] = [];
  const ingressClasses: IngressClass[] = [];
  const namespaces: Namespace[] = [];
  const gateways: ExistingGateway[] = [];
  const policies: ExistingPolicy[] = [];
  const controllers: IngressController[] = [];
  const clusterIngresses: ClusterIngress[] = [];
  const others: Manifest[] = [];
  for (const manifest of [...manifests].sort(compareManifests)) {
    switch (manifest.ref.kind) {
      case 'Ingress':
        if (!isClusterIngress(manifest)) push(ingresses, readIngress(manifest, found));
        else if (options.router === true) clusterIngresses.push(readClusterIngress(manifest, found));
        break;
      case 'IngressController':
        if (options.router === true) controllers.push(readIngressController(manifest, found));
        break;
      case 'Route':
        if (options.routes === true) push(routes, readRoute(manifest, found));
        else others.push(manifest);
        break;
      case 'Service':
        services.push(readService(manifest, found));
        break;
      case 'Secret':
        secrets.push(readSecret(manifest, found));
        break;
      case 'ConfigMap':
        configMaps.push(readConfigMap(manifest, found));
        break;
      case 'IngressClass':
        push(ingressClasses, readIngressClass(manifest, found));
        break;
      case 'Namespace':
        namespaces.push(readNamespace(manifest, found));
        break;
      case 'Gateway':
        gateways.push(readGateway(manifest, found));
        break;
      case 'SecurityPolicy':
      case 'BackendTrafficPolicy':
      case 'ClientTrafficPolicy':
        policies.push(readExistingPolicy(manifest, found));
        break;
      // Already what Ingresses are converted to.
      case 'HTTPRoute':
      case 'GRPCRoute':
      case 'TLSRoute':
      case 'TCPRoute':
      case 'UDPRoute':
      case 'ListenerSet':
      case 'ReferenceGrant':
      case 'BackendTLSPolicy':
        break;
      default:
        others.push(manifest);
    }
  }
  found.sort(compareProblems);
  return {
    ingresses,
    routes,
    services,
    secrets,
    configMaps,
    ingressClasses,
    namespaces,
    gateways,
    policies,
    router: routerSettings(controllers, clusterIngresses),
    others,
    problems: found,
  };
}

function push<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

function compareManifests(a: Manifest, b: Manifest): number {
  if (a.source.file !== b.source.file) return a.source.file < b.source.file ? -1 : 1;
  if (a.source.line !== b.source.line) return a.source.line - b.source.line;
  if (a.source.column !== b.source.column) return a.source.column - b.source.column;
  const [left, right] = [tieBreaker(a), tieBreaker(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Decides between two texts of one name, which only callers of the library can pass. */
function tieBreaker(manifest: Manifest): string {
  const { apiVersion, kind, namespace, name } = manifest.ref;
  return JSON.stringify([apiVersion, kind, namespace ?? null, name, manifest.content]);
}
