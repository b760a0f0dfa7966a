import { always, type Neighbour } from '../neighbour.js';

/** Controllers whose keys are in no catalogue of routeshift, and act on Ingresses of their own classes only. */
const CONTROLLERS: readonly (readonly [key: string, tool: string, reference: string])[] = [
  [
    'traefik.ingress.kubernetes.io/*',
    'Traefik',
    'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/',
  ],
  [
    'alb.ingress.kubernetes.io/*',
    'the AWS load balancer controller',
    'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/',
  ],
  [
    'appgw.ingress.kubernetes.io/*',
    'the Application Gateway Ingress controller',
    'https://azure.github.io/application-gateway-kubernetes-ingress/annotations/',
  ],
  ['konghq.com/*', 'Kong', 'https://developer.konghq.com/kubernetes-ingress-controller/reference/annotations/'],
  ['networking.gke.io/*', 'GKE', 'https://cloud.google.com/kubernetes-engine/docs/how-to/load-balance-ingress'],
  ['kubernetes.io/ingress.*', 'GKE', 'https://cloud.google.com/kubernetes-engine/docs/how-to/load-balance-ingress'],
  ['ingress.gcp.kubernetes.io/*', 'GKE', 'https://cloud.google.com/kubernetes-engine/docs/how-to/load-balance-ingress'],
];

export const controllers: readonly Neighbour[] = CONTROLLERS.map(([key, tool, reference]) => ({
  key,
  tool,
  to: always({
    is: 'told',
    why: 'it acts on Ingresses of its own class, and another controller serves this one',
    next: 'Remove it, or convert the object for that controller if it serves it, too.',
  }),
  reference,
}));
