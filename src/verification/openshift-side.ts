import type { OpenshiftIngressInput } from '../behaviour/sources/openshift-ingress.js';
import type { OpenshiftRouterInput } from '../behaviour/targets/openshift-router.js';
import type { KubernetesObject } from '../conversion.js';
import { isClusterIngress, isRouterSetting } from '../kubernetes/ingress-controller.js';
import { takeInventory } from '../kubernetes/inventory.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import { type Fields, fieldsOf, listOf, textOf } from './fields.js';
import { placed } from './placed.js';

/**
 * What the model of the router is told of the input: its Routes, and what the conversion assumes about the cluster:
 * Services and Secrets that are not in the input exist, and so does an IngressController that admits wildcards.
 */
export function openshiftRouterSide(manifests: readonly Manifest[], options: ConvertOptions): OpenshiftRouterInput {
  return { ...surroundings(manifests, options), routes: contents(manifests, 'Route', options) };
}

const CONTROLLER = 'openshift.io/ingress-to-route';

/**
 * The same for Ingresses, of which the controller makes Routes. Those of a class that was not asked for are none of the
 * conversion's business; classes that it takes for OpenShift's exist. Routes that the controller keeps up to date may have
 * been edited; those that it left behind, and those of others, are not converted.
 */
export function openshiftIngressSide(manifests: readonly Manifest[], options: ConvertOptions): OpenshiftIngressInput {
  const { ingressClasses: wanted } = options;
  const ingresses = contents(manifests, 'Ingress', options).filter((ingress) => {
    const name = classOf(ingress);
    return name === undefined || wanted.length === 0 || wanted.includes(name);
  });
  const given = contents(manifests, 'IngressClass', options);
  const known = new Set(given.map((one) => textOf(fieldsOf(one.metadata).name)));
  const assumed = [...new Set(ingresses.flatMap((ingress) => classOf(ingress) ?? []))]
    .filter((name) => !known.has(name) && (name.startsWith('openshift-') || wanted.includes(name)))
    .map((name) => ({ metadata: { name }, spec: { controller: CONTROLLER } }));
  const ingressClasses: readonly Fields[] = [...given, ...assumed];
  const own = new Set(
    ingressClasses
      .filter(({ spec }) => fieldsOf(spec).controller === CONTROLLER)
      .map(({ metadata }) => textOf(fieldsOf(metadata).name)),
  );
  const managed = new Set(
    ingresses
      .filter((ingress) => {
        const name = classOf(ingress);
        return name === undefined || own.has(name);
      })
      .map(({ metadata }) => `${namespaceOf(metadata)}/${textOf(fieldsOf(metadata).name)}`),
  );
  return {
    ...surroundings(manifests, options),
    secrets: contents(manifests, 'Secret', options).map(withValues),
    ingresses,
    ingressClasses,
    routes: contents(manifests, 'Route', options).filter(
      ({ metadata }) => options.withRoutes === true || managed.has(`${namespaceOf(metadata)}/${ingressOf(metadata)}`),
    ),
  };
}

const UNSEEN: Readonly<Record<string, string>> = {
  'tls.crt': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
  'tls.key': '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n',
};

/** The controller copies what a Secret holds. Its values are not known here; those that are named are taken to be good. */
function withValues(secret: Fields): Fields {
  const keys = [secret.data, secret.stringData].flatMap((values) => Object.keys(fieldsOf(values)));
  return { ...secret, data: {}, stringData: Object.fromEntries(keys.map((key) => [key, UNSEEN[key] ?? ''])) };
}

function classOf({ metadata, spec }: Fields): string | undefined {
  const name =
    fieldsOf(fieldsOf(metadata).annotations)['kubernetes.io/ingress.class'] ?? fieldsOf(spec).ingressClassName;
  return typeof name === 'string' ? name : undefined;
}

function namespaceOf(metadata: unknown): string {
  return textOf(fieldsOf(metadata).namespace) || 'default';
}

/** The Ingress that controls a Route. */
function ingressOf(metadata: unknown): string {
  const owners = listOf(fieldsOf(metadata).ownerReferences).map(fieldsOf);
  return textOf(owners.find(({ kind, controller }) => kind === 'Ingress' && controller === true)?.name);
}

/** What the model of the router is told of the output: nothing but what was written. */
export function writtenRoutesSide(
  manifests: readonly Manifest[],
  emitted: readonly KubernetesObject[],
  options: ConvertOptions,
): OpenshiftRouterInput {
  return { ...surroundings(manifests, options), routes: emitted.filter(({ kind }) => kind === 'Route') };
}

/** Both sides have the same router: that of the IngressController in the input, or one that admits wildcards. */
function surroundings(manifests: readonly Manifest[], options: ConvertOptions): Omit<OpenshiftRouterInput, 'routes'> {
  const { router } = takeInventory(manifests.filter(isRouterSetting), [], { router: true });
  return {
    services: contents(manifests, 'Service', options),
    secrets: contents(manifests, 'Secret', options),
    wildcardPolicy: router.wildcardPolicy ?? 'WildcardsAllowed',
    namespaceOwnership: router.namespaceOwnership,
    ingressDomain: options.ingressDomain ?? router.domain,
    assumeServicesExist: true,
    assumeSecretsExist: true,
  };
}

function contents(manifests: readonly Manifest[], kind: string, options: ConvertOptions): Fields[] {
  return manifests
    .filter((manifest) => manifest.ref.kind === kind && !isClusterIngress(manifest))
    .map((manifest) => placed(manifest, options.namespace));
}
