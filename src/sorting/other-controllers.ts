/** Class names by which controllers are known whose annotations this program does not read. */
const NAMES: Readonly<Record<string, string>> = {
  alb: 'the AWS Load Balancer Controller',
  apisix: 'Apache APISIX',
  'azure-application-gateway': 'the Application Gateway Ingress Controller',
  'azure/application-gateway': 'the Application Gateway Ingress Controller',
  cilium: 'Cilium',
  contour: 'Contour',
  gce: 'the Ingress controller of Google Kubernetes Engine',
  'gce-internal': 'the Ingress controller of Google Kubernetes Engine',
  istio: 'Istio',
  kong: 'Kong',
  tailscale: 'Tailscale',
  traefik: 'Traefik',
};

/** Who calls its class so by custom, among the controllers that are not read. */
export function otherController(className: string): string | undefined {
  return Object.hasOwn(NAMES, className) ? NAMES[className] : undefined;
}
