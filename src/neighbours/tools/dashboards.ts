import { always, type Fate, type Neighbour } from '../neighbour.js';

const FORECASTLE = 'https://github.com/stakater/Forecastle#ingresses';
const HOMEPAGE = 'https://gethomepage.dev/configs/kubernetes/#gateway-api-httproute-support';
const HAJIMARI = 'https://github.com/toboshii/hajimari#ingress-annotations';
const PROMETHEUS = 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#ingress';

const BY_HAND = 'Enter the page there by hand, or copy the annotation with --keep-annotation.';

/** Of an object there may be several routes, and each would be listed. */
function onOneRoute(tool: string, next: string): Neighbour['to'] {
  const notRead: Fate = { is: 'told', why: `${tool} reads no Routes of OpenShift`, next: BY_HAND };
  const why = `${tool} lists each HTTPRoute with it`;
  return { 'gateway-api': { is: 'kept', once: true, why, next }, 'openshift-route': notRead };
}

const probes: Neighbour['to'] = always({
  is: 'told',
  why: 'Prometheus discovers Ingresses and Services, no routes: nothing probes the address any more',
  next: 'List the address among the targets of the probe: in static_configs, or in a Probe of the Prometheus operator.',
  isUrgent: true,
});

const onWorkloads: Neighbour['to'] = always({ is: 'idle', why: 'it is read on workloads, not on Ingresses' });
const onServices: Neighbour['to'] = always({ is: 'idle', why: 'it is read on Services, not on Ingresses' });

/** Pages that list what there is, and what watches over it. */
export const dashboards: readonly Neighbour[] = [
  {
    key: 'gethomepage.dev/*',
    tool: 'Homepage',
    to: onOneRoute('Homepage', 'Set gateway: true in the kubernetes.yaml of Homepage.'),
    reference: HOMEPAGE,
  },
  {
    key: 'forecastle.stakater.com/*',
    tool: 'Forecastle',
    to: {
      'gateway-api': {
        is: 'kept',
        once: true,
        why: 'Forecastle lists each HTTPRoute with it, in releases that know them',
        next: 'Check that the release of Forecastle discovers HTTPRoutes; write a ForecastleApp otherwise.',
      },
      'openshift-route': {
        is: 'told',
        why: 'Forecastle reads Routes by its own object alone',
        next: 'Write a ForecastleApp whose urlFrom names the Route.',
      },
    },
    reference: FORECASTLE,
  },
  {
    key: 'hajimari.io/*',
    tool: 'Hajimari',
    to: always({ is: 'told', why: 'Hajimari discovers Ingresses, and no routes', next: BY_HAND }),
    reference: HAJIMARI,
  },
  ...['prometheus.io/*', 'blackbox.prometheus.io/*'].map(
    (key): Neighbour => ({ key, tool: 'Prometheus', to: probes, reference: PROMETHEUS }),
  ),
  {
    key: 'monitor.stakater.com/*',
    tool: 'the IngressMonitorController',
    to: always({
      is: 'told',
      why: 'the IngressMonitorController reads it on Ingresses, in old releases',
      next: 'Write an EndpointMonitor with the address.',
    }),
    reference: 'https://github.com/stakater/IngressMonitorController',
  },
  {
    key: 'reloader.stakater.com/*',
    tool: 'Reloader',
    to: onWorkloads,
    reference: 'https://github.com/stakater/Reloader',
  },
  { key: 'keel.sh/*', tool: 'Keel', to: onWorkloads, reference: 'https://keel.sh/docs/' },
  {
    key: 'teleport.dev/*',
    tool: 'Teleport',
    to: onServices,
    reference: 'https://goteleport.com/docs/enroll-resources/auto-discovery/kubernetes-applications/reference/',
  },
  {
    key: 'service.beta.kubernetes.io/*',
    tool: 'cloud providers',
    to: onServices,
    reference: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  },
];
