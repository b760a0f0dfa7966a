import { always, type Neighbour } from '../neighbour.js';

const WELL_KNOWN = 'https://kubernetes.io/docs/reference/labels-annotations-taints/';
const RANCHER = 'https://ranchermanager.docs.rancher.com/';

/** Written by machines about the object itself; nothing of it belongs on another object. */
const KEYS: readonly (readonly [key: string, tool: string, reference: string])[] = [
  ['kubectl.kubernetes.io/*', 'kubectl', WELL_KNOWN],
  ['deployment.kubernetes.io/*', 'Kubernetes', WELL_KNOWN],
  ['applyset.kubernetes.io/*', 'kubectl', WELL_KNOWN],
  ['field.cattle.io/*', 'Rancher', RANCHER],
  ['management.cattle.io/*', 'Rancher', RANCHER],
  ['cattle.io/*', 'Rancher', RANCHER],
  ['objectset.rio.cattle.io/*', 'Rancher', 'https://github.com/rancher/wrangler'],
];

export const bookkeeping: readonly Neighbour[] = KEYS.map(([key, tool, reference]) => {
  const why = `${tool} writes it about the very object that it stands on`;
  return { key, tool, to: always({ is: 'dropped', why }), reference };
});
