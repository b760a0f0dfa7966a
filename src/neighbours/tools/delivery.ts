import { always, type Neighbour } from '../neighbour.js';

const ARGO = 'https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/';
const HELM = 'https://helm.sh/docs/topics/charts_hooks/';
const HELM_KEEP = 'https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource';
const FLUX = 'https://fluxcd.io/flux/components/kustomize/kustomizations/';
const KUSTOMIZE = 'https://kubectl.docs.kubernetes.io/references/kustomize/';

/** What ties an object to what manages it. */
function tie(key: string, tool: string, reference: string): Neighbour {
  const why = `${tool} writes it itself on what it manages`;
  return { key, tool, to: always({ is: 'dropped', why }), reference };
}

function keeps(key: string, tool: string, reference: string, why: string): Neighbour {
  return { key, tool, to: always({ is: 'kept', why }), reference };
}

/** Waves end when their objects are healthy, and a route is once its Gateway accepts it. */
const WAVES =
  'Put the Gateway into the wave of its routes or into an earlier one: Argo CD waits for the routes of a wave until a Gateway has accepted them.';

const ANY = 'Argo CD reads it on objects of any kind';

function argoCd(): Neighbour[] {
  const argo = (name: string): Neighbour => keeps(`argocd.argoproj.io/${name}`, 'Argo CD', ARGO, ANY);
  return [
    {
      key: 'argocd.argoproj.io/sync-wave',
      tool: 'Argo CD',
      to: { 'gateway-api': { is: 'kept', why: ANY, next: WAVES }, 'openshift-route': { is: 'kept', why: ANY } },
      reference: ARGO,
    },
    ...[
      'sync-options',
      'compare-options',
      'hook',
      'hook-delete-policy',
      'ignore-healthcheck',
      'ignore-resource-updates',
      'ignore-default-links',
    ].map((name) => argo(name)),
    keeps('link.argocd.argoproj.io/*', 'Argo CD', ARGO, 'Argo CD shows the link beside objects of any kind'),
    tie('argocd.argoproj.io/tracking-id', 'Argo CD', ARGO),
    tie('argocd.argoproj.io/installation-id', 'Argo CD', ARGO),
    {
      key: 'argocd.argoproj.io/*',
      tool: 'Argo CD',
      to: always({ is: 'idle', why: 'Argo CD reads it on its own objects alone' }),
      reference: ARGO,
    },
  ];
}

export const delivery: readonly Neighbour[] = [
  ...argoCd(),
  tie('meta.helm.sh/*', 'Helm', 'https://helm.sh/docs/faq/changes_since_helm2/'),
  ...['hook', 'hook-weight', 'hook-delete-policy', 'hook-output-log-policy'].map((name) =>
    keeps(`helm.sh/${name}`, 'Helm', HELM, 'Helm reads it on objects of any kind'),
  ),
  keeps('helm.sh/resource-policy', 'Helm', HELM_KEEP, 'Helm reads it on objects of any kind'),
  ...['prune', 'reconcile', 'ssa', 'force', 'substitute'].map((name) =>
    keeps(`kustomize.toolkit.fluxcd.io/${name}`, 'Flux', FLUX, 'Flux reads it on objects of any kind'),
  ),
  keeps(
    'helm.toolkit.fluxcd.io/driftDetection',
    'Flux',
    'https://fluxcd.io/flux/components/helm/helmreleases/#ignore-annotation',
    'Flux reads it on objects of any kind',
  ),
  tie('kustomize.toolkit.fluxcd.io/*', 'Flux', FLUX),
  tie('reconcile.fluxcd.io/*', 'Flux', FLUX),
  ...['depends-on', 'local-config'].map((name) =>
    keeps(
      `config.kubernetes.io/${name}`,
      'kpt',
      'https://kpt.dev/reference/annotations/',
      'kpt, and what applies as it does, reads it on objects of any kind',
    ),
  ),
  tie('config.kubernetes.io/*', 'kustomize', KUSTOMIZE),
  tie('internal.config.kubernetes.io/*', 'kustomize', KUSTOMIZE),
  tie('alpha.config.kubernetes.io/*', 'kustomize', KUSTOMIZE),
  tie('kustomize.config.k8s.io/*', 'kustomize', KUSTOMIZE),
];
