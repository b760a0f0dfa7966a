/** Names under which charts and manifests of ingress-nginx install the controller's ConfigMap. */
const NAMES = new Set(['ingress-nginx-controller', 'nginx-ingress-controller', 'nginx-configuration']);

/** Whether a ConfigMap of this name is taken for the settings of the controller. */
export function isControllerConfigMap(name: string): boolean {
  return NAMES.has(name);
}

/** The same for NGINX Ingress Controller: its manifests call it nginx-config, its chart after the release. */
export function isNginxIncConfigMap(name: string): boolean {
  return name === 'nginx-config' || /^(?:.+-)?nginx-ingress(?:-controller)?$/.test(name);
}
