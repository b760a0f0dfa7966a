/** A resource that the API server of the tests serves. */
export interface Served {
  readonly apiVersion: string;
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function served(apiVersion: string, name: string, kind: string, namespaced = true): Served {
  return { apiVersion, name, kind, namespaced };
}

/** What every cluster has. */
export const KUBERNETES: readonly Served[] = [
  served('v1', 'services', 'Service'),
  served('v1', 'secrets', 'Secret'),
  served('v1', 'configmaps', 'ConfigMap'),
  served('v1', 'namespaces', 'Namespace', false),
  served('apps/v1', 'deployments', 'Deployment'),
  served('apps/v1', 'daemonsets', 'DaemonSet'),
  served('networking.k8s.io/v1', 'ingresses', 'Ingress'),
  served('networking.k8s.io/v1', 'ingressclasses', 'IngressClass', false),
  served('rbac.authorization.k8s.io/v1', 'roles', 'Role'),
  served('rbac.authorization.k8s.io/v1', 'rolebindings', 'RoleBinding'),
  served('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', false),
];

export const GATEWAY_API: readonly Served[] = [
  served('gateway.networking.k8s.io/v1', 'gatewayclasses', 'GatewayClass', false),
  served('gateway.networking.k8s.io/v1', 'gateways', 'Gateway'),
  served('gateway.networking.k8s.io/v1', 'httproutes', 'HTTPRoute'),
  served('gateway.networking.k8s.io/v1', 'grpcroutes', 'GRPCRoute'),
  served('gateway.networking.k8s.io/v1', 'backendtlspolicies', 'BackendTLSPolicy'),
  served('gateway.networking.k8s.io/v1beta1', 'referencegrants', 'ReferenceGrant'),
];

export const OPENSHIFT: readonly Served[] = [
  served('route.openshift.io/v1', 'routes', 'Route'),
  served('config.openshift.io/v1', 'ingresses', 'Ingress', false),
  served('operator.openshift.io/v1', 'ingresscontrollers', 'IngressController'),
];

/** The CRD of the Gateway API, as far as it is asked for. */
export function gatewayCrd(version: string, channel: string): StoredObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: 'gateways.gateway.networking.k8s.io',
      annotations: {
        'gateway.networking.k8s.io/bundle-version': version,
        'gateway.networking.k8s.io/channel': channel,
      },
    },
    spec: { group: 'gateway.networking.k8s.io', versions: ['a schema of a megabyte'] },
  };
}

/** An object as the API server keeps it. */
export interface StoredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}
