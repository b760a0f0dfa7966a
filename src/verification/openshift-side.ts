import type { OpenshiftIngressInput } from '../behaviour/sources/openshift-ingress.js';
import type { OpenshiftRouterInput } from '../behaviour/targets/openshift-router.js';
import type { KubernetesObject } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import { type Fields, fieldsOf } from './fields.js';
import { asVersion1 } from './legacy-ingress.js';

/**
 * What the model of the router is told of the input: its Routes, and what the conversion assumes about the cluster:
 * Services and Secrets that are not in the input exist, and the IngressController admits wildcards.
 */
export function openshiftRouterSide(manifests: readonly Manifest[], options: ConvertOptions): OpenshiftRouterInput {
  return { ...surroundings(manifests, options), routes: contents(manifests, 'Route', options) };
}

/** The same for Ingresses, of which the controller makes Routes. */
export function openshiftIngressSide(manifests: readonly Manifest[], options: ConvertOptions): OpenshiftIngressInput {
  const classes = contents(manifests, 'IngressClass', options);
  return {
    ...surroundings(manifests, options),
    ingresses: contents(manifests, 'Ingress', options),
    ingressClasses: classes.length === 0 ? undefined : classes,
  };
}

/** What the model of the router is told of the output: nothing but what was written. */
export function writtenRoutesSide(
  manifests: readonly Manifest[],
  emitted: readonly KubernetesObject[],
  options: ConvertOptions,
): OpenshiftRouterInput {
  return { ...surroundings(manifests, options), routes: emitted.filter(({ kind }) => kind === 'Route') };
}

function surroundings(manifests: readonly Manifest[], options: ConvertOptions): Omit<OpenshiftRouterInput, 'routes'> {
  return {
    services: contents(manifests, 'Service', options),
    secrets: contents(manifests, 'Secret', options),
    wildcardPolicy: 'WildcardsAllowed',
    ingressDomain: options.ingressDomain,
    assumeServicesExist: true,
    assumeSecretsExist: true,
  };
}

function contents(manifests: readonly Manifest[], kind: string, options: ConvertOptions): Fields[] {
  return manifests.filter(({ ref }) => ref.kind === kind).map((manifest) => placed(manifest, options.namespace));
}

/** The object with its namespace, and an Ingress in the shape of networking.k8s.io/v1. */
function placed({ ref, content }: Manifest, namespace: string | undefined): Fields {
  const whole = ref.kind === 'Ingress' && ref.apiVersion !== 'networking.k8s.io/v1' ? asVersion1(content) : content;
  if (ref.namespace !== undefined || namespace === undefined) return whole;
  return { ...whole, metadata: { ...fieldsOf(whole.metadata), namespace } };
}
