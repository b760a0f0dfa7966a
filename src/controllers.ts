import type { Ingress } from './kubernetes/ingress.js';
import type { Inventory } from './kubernetes/inventory.js';
import type { KeyOwner } from './mappings/key-owners.js';
import type { ConvertOptions, SourceName } from './options.js';
import { takesClass as byHaproxyIngress } from './sources/haproxy-ingress/selection.js';
import { takesClass as byHaproxytech } from './sources/haproxytech/selection.js';
import { takesClass as byIngressNginx } from './sources/ingress-nginx/selection.js';
import { takesClass as byNginxInc } from './sources/nginx-inc/selection.js';
import { takesClass as byOpenshift } from './sources/openshift-ingress/selection.js';

/** What the program knows of a controller besides how it reads, which `repertoire` holds: enough to tell which one serves an object. */
export interface Controller {
  readonly reads: 'Ingress' | 'Route';
  /** The name under which its annotations stand in a mapping. */
  readonly keyOwner: KeyOwner;
  /** Whether it takes an Ingress by its class. */
  readonly takes: (ingress: Ingress, inventory: Inventory, options: ConvertOptions) => boolean;
  /** What `spec.controller` of its IngressClasses says. */
  readonly classController: RegExp;
  /** What its classes are called where nobody chose another name. */
  readonly customaryClass: RegExp;
}

/** The registry: a name of `SOURCES` without an entry here does not compile. */
export const CONTROLLERS: Readonly<Record<SourceName, Controller>> = {
  'ingress-nginx': {
    reads: 'Ingress',
    keyOwner: 'ingress-nginx',
    takes: byIngressNginx,
    classController: /^k8s\.io\/ingress-nginx$/,
    customaryClass: /^nginx$/,
  },
  'openshift-ingress': {
    reads: 'Ingress',
    keyOwner: 'openshift',
    takes: byOpenshift,
    classController: /^openshift\.io\/ingress-to-route$/,
    customaryClass: /^openshift-/,
  },
  'openshift-route': {
    reads: 'Route',
    keyOwner: 'openshift',
    takes: never,
    classController: /^$/,
    customaryClass: /^$/,
  },
  'haproxy-ingress': {
    reads: 'Ingress',
    keyOwner: 'haproxy-ingress',
    takes: byHaproxyIngress,
    classController: /^haproxy-ingress\.github\.io\/controller(?:\/|$)/,
    customaryClass: /^haproxy$/,
  },
  haproxytech: {
    reads: 'Ingress',
    keyOwner: 'haproxytech',
    takes: byHaproxytech,
    classController: /^haproxy\.org\/ingress-controller(?:\/|$)/,
    customaryClass: /^haproxy$/,
  },
  'nginx-inc': {
    reads: 'Ingress',
    keyOwner: 'nginx-inc',
    takes: byNginxInc,
    classController: /^nginx\.org\/ingress-controller$/,
    customaryClass: /^nginx$/,
  },
};

function never(): false {
  return false;
}
