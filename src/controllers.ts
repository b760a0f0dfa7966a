import type { Ingress } from './kubernetes/ingress.js';
import type { Inventory } from './kubernetes/inventory.js';
import type { Ledger } from './ledger/ledger.js';
import { haproxyIngress } from './mappings/haproxy-ingress.js';
import { haproxytech } from './mappings/haproxytech.js';
import { ingressNginx } from './mappings/ingress-nginx.js';
import type { MappingIndex } from './mappings/mapping-index.js';
import { nginxInc } from './mappings/nginx-inc.js';
import { openshift } from './mappings/openshift.js';
import type { ConvertOptions, SourceName } from './options.js';
import { takesClass as byHaproxyIngress } from './sources/haproxy-ingress/selection.js';
import { understandHaproxyIngress } from './sources/haproxy-ingress/understand.js';
import { takesClass as byHaproxytech } from './sources/haproxytech/selection.js';
import { understandHaproxytech } from './sources/haproxytech/understand.js';
import { takesClass as byIngressNginx } from './sources/ingress-nginx/selection.js';
import { understandIngressNginx } from './sources/ingress-nginx/understand.js';
import { takesClass as byNginxInc } from './sources/nginx-inc/selection.js';
import { understandNginxInc } from './sources/nginx-inc/understand.js';
import { takesClass as byOpenshift } from './sources/openshift-ingress/selection.js';
import { understandOpenshiftIngress } from './sources/openshift-ingress/understand.js';
import { understandRoutes } from './sources/openshift-route/understand.js';
import type { Understanding } from './sources/understanding.js';

/** What the program knows of a controller besides how it reads: enough to tell which one serves an object. */
export interface Controller {
  readonly reads: 'Ingress' | 'Route';
  /** Its annotations; the prefixes by which they are known stand there. */
  readonly mapping: MappingIndex;
  readonly understand: (inventory: Inventory, options: ConvertOptions, ledger: Ledger) => Understanding;
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
    mapping: ingressNginx,
    understand: understandIngressNginx,
    takes: byIngressNginx,
    classController: /^k8s\.io\/ingress-nginx$/,
    customaryClass: /^nginx$/,
  },
  'openshift-ingress': {
    reads: 'Ingress',
    mapping: openshift,
    understand: understandOpenshiftIngress,
    takes: byOpenshift,
    classController: /^openshift\.io\/ingress-to-route$/,
    customaryClass: /^openshift-/,
  },
  'openshift-route': {
    reads: 'Route',
    mapping: openshift,
    understand: understandRoutes,
    takes: never,
    classController: /^$/,
    customaryClass: /^$/,
  },
  'haproxy-ingress': {
    reads: 'Ingress',
    mapping: haproxyIngress,
    understand: understandHaproxyIngress,
    takes: byHaproxyIngress,
    classController: /^haproxy-ingress\.github\.io\/controller(?:\/|$)/,
    customaryClass: /^haproxy$/,
  },
  haproxytech: {
    reads: 'Ingress',
    mapping: haproxytech,
    understand: understandHaproxytech,
    takes: byHaproxytech,
    classController: /^haproxy\.org\/ingress-controller(?:\/|$)/,
    customaryClass: /^haproxy$/,
  },
  'nginx-inc': {
    reads: 'Ingress',
    mapping: nginxInc,
    understand: understandNginxInc,
    takes: byNginxInc,
    classController: /^nginx\.org\/ingress-controller$/,
    customaryClass: /^nginx$/,
  },
};

function never(): false {
  return false;
}
