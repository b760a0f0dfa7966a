/** A kind of objects as the API server serves it. */
export interface Resource {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural in paths and in roles. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function resource(apiVersion: string, name: string, kind: string, namespaced = true): Resource {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, name, kind, namespaced };
}

export const INGRESSES = resource('networking.k8s.io/v1', 'ingresses', 'Ingress');
export const INGRESS_CLASSES = resource('networking.k8s.io/v1', 'ingressclasses', 'IngressClass', false);
export const SERVICES = resource('v1', 'services', 'Service');
export const NAMESPACES = resource('v1', 'namespaces', 'Namespace', false);
export const CONFIG_MAPS = resource('v1', 'configmaps', 'ConfigMap');
export const SECRETS = resource('v1', 'secrets', 'Secret');
export const DEPLOYMENTS = resource('apps/v1', 'deployments', 'Deployment');
export const DAEMON_SETS = resource('apps/v1', 'daemonsets', 'DaemonSet');
export const ROUTES = resource('route.openshift.io/v1', 'routes', 'Route');
export const INGRESS_CONTROLLERS = resource('operator.openshift.io/v1', 'ingresscontrollers', 'IngressController');
export const CLUSTER_INGRESSES = resource('config.openshift.io/v1', 'ingresses', 'Ingress', false);
export const GATEWAYS = resource('gateway.networking.k8s.io/v1', 'gateways', 'Gateway');
export const GATEWAY_CLASSES = resource('gateway.networking.k8s.io/v1', 'gatewayclasses', 'GatewayClass', false);
export const CRDS = resource('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', false);
/** Resources of NGINX Ingress Controller that its Ingresses are served together with. */
export const NGINX_INC = [
  resource('k8s.nginx.org/v1', 'virtualservers', 'VirtualServer'),
  resource('k8s.nginx.org/v1', 'virtualserverroutes', 'VirtualServerRoute'),
  resource('k8s.nginx.org/v1', 'transportservers', 'TransportServer'),
  resource('k8s.nginx.org/v1', 'policies', 'Policy'),
] as const;

/** `networking.k8s.io/v1`, or `v1`. */
export function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The path of a list, or of one object of it. */
export function pathOf(resource: Resource, namespace?: string, name?: string): string {
  const { group, version, namespaced } = resource;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const inside = namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${inside}/${resource.name}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}
