import type { FromChoice } from '../options.js';
import type { ApiClient } from './api-client.js';
import { ClusterFailure } from './cluster-failure.js';
import { type ClusterManifest, type ManifestReading, manifestOf } from './cluster-manifest.js';
import type { ClusterProblems } from './cluster-problems.js';
import type { Discovery } from './discovery.js';
import { getOne, listAll } from './lists.js';
import { describePermission, type Permission, rolesFor } from './permissions.js';
import {
  CLUSTER_INGRESSES,
  GATEWAYS,
  INGRESS_CLASSES,
  INGRESS_CONTROLLERS,
  INGRESSES,
  NAMESPACES,
  NGINX_INC,
  type Resource,
  ROUTES,
  SERVICES,
} from './resources.js';

/** What of a cluster is read. */
export interface ClusterScope {
  /** The only namespace that is read; undefined for all. */
  readonly namespace: string | undefined;
  /** Chooses Ingresses and Routes by their labels. */
  readonly selector: string | undefined;
  readonly from: FromChoice;
  /** Whether Routes are converted. */
  readonly routes: boolean;
  /** Whether what configures OpenShift's router counts. */
  readonly router: boolean;
}

/** One list of objects, and what is not known without it. */
interface Wanted {
  readonly resource: Resource;
  /** Undefined for what nothing can be converted without. */
  readonly lost?: string;
  readonly isChosen?: boolean;
  readonly namespace?: string;
}

/**
 * Reads the objects that conversions are about, and those that they refer to.
 *
 * @throws ClusterFailure when it may not read Ingresses, Routes or Services, with the roles that would allow it
 */
export async function readObjects(
  client: ApiClient,
  discovery: Discovery,
  scope: ClusterScope,
  reading: ManifestReading,
  problems: ClusterProblems,
): Promise<ClusterManifest[]> {
  const manifests: ClusterManifest[] = [];
  const refused: Permission[] = [];
  for (const wanted of wantedBy(scope)) {
    const resource = await discovery.find(wanted.resource);
    if (resource === undefined) {
      sayAbsent(wanted.resource, problems);
      continue;
    }
    const namespace = wanted.namespace ?? (resource.namespaced ? scope.namespace : undefined);
    const labelSelector = wanted.isChosen === true ? scope.selector : undefined;
    const listed = await listAll(client, resource, { namespace, labelSelector }, (item) =>
      manifestOf(item, resource, reading),
    );
    if (listed.outcome === 'read') for (const manifest of listed.items) manifests.push(manifest);
    else if (listed.outcome === 'forbidden') {
      const permission: Permission = { verb: 'list', resource, namespace };
      if (wanted.lost === undefined) refused.push(permission);
      else problems.mayNot(permission, wanted.lost);
    }
  }
  if (refused.length > 0) throw refusal(refused);
  for (const manifest of await readNamespaces(client, scope, reading, problems)) manifests.push(manifest);
  return manifests;
}

function wantedBy({ from, routes, router }: ClusterScope): Wanted[] {
  const wanted: Wanted[] = [
    { resource: INGRESSES, isChosen: true },
    { resource: SERVICES },
    { resource: INGRESS_CLASSES, lost: 'which controller a class belongs to is not known' },
    { resource: GATEWAYS, lost: 'listeners of Gateways that exist are not known' },
  ];
  if (routes) wanted.push({ resource: ROUTES, isChosen: true });
  if (router)
    wanted.push(
      {
        resource: INGRESS_CONTROLLERS,
        namespace: 'openshift-ingress-operator',
        lost: 'the domain and the admission policy of the router are not known',
      },
      { resource: CLUSTER_INGRESSES, lost: 'the domain of the cluster is not known' },
    );
  if (from === 'nginx-inc' || from === 'auto')
    for (const resource of NGINX_INC) wanted.push({ resource, lost: `${resource.kind} objects are not known` });
  return wanted;
}

function sayAbsent({ kind, group }: Resource, problems: ClusterProblems): void {
  // Other groups are absent from most clusters, and nobody asked for them by name.
  if (kind === 'Route') problems.say('RS2500', `the cluster has no Routes (${group})`);
  else if (kind === 'Ingress' && group === 'networking.k8s.io')
    throw new ClusterFailure(`the API server has no Ingresses (${group})`);
}

function refusal(refused: readonly Permission[]): ClusterFailure {
  const what = refused.map(describePermission).join(', ');
  return new ClusterFailure(
    `the account of the kubeconfig may not ${what}. This would allow it, bound to the account (docs/rbac.yaml has all that routeshift reads):\n${rolesFor(refused).trimEnd()}`,
  );
}

/** Namespaces for their labels: of one that is named, that one alone. */
async function readNamespaces(
  client: ApiClient,
  { namespace }: ClusterScope,
  reading: ManifestReading,
  problems: ClusterProblems,
): Promise<readonly ClusterManifest[]> {
  const lost = 'labels of namespaces are not known';
  const manifest = (item: unknown) => manifestOf(item, NAMESPACES, reading);
  if (namespace === undefined) {
    const listed = await listAll(client, NAMESPACES, {}, manifest);
    if (listed.outcome === 'read') return listed.items;
    problems.mayNot({ verb: 'list', resource: NAMESPACES }, lost);
    return [];
  }
  const one = await getOne(client, NAMESPACES, undefined, namespace);
  if (one.outcome === 'forbidden') problems.mayNot({ verb: 'get', resource: NAMESPACES }, lost);
  if (one.outcome === 'absent') throw new ClusterFailure(`the cluster has no namespace ${namespace}`);
  const read = one.outcome === 'read' ? manifest(one.item) : undefined;
  return read === undefined ? [] : [read];
}
