import type { Repertoire } from './repertoire.js';
import { understandHaproxyIngress } from './sources/haproxy-ingress/understand.js';
import { understandHaproxytech } from './sources/haproxytech/understand.js';
import { understandIngressNginx } from './sources/ingress-nginx/understand.js';
import { understandNginxInc } from './sources/nginx-inc/understand.js';
import { understandOpenshiftIngress } from './sources/openshift-ingress/understand.js';
import { understandRoutes } from './sources/openshift-route/understand.js';
import { IMPLEMENTATIONS } from './targets/gateway-api/profiles/implementations.js';
import { compileOpenshiftRoute } from './targets/openshift-route/compile.js';
import { writeRoutes } from './targets/openshift-route/write-routes.js';

/** The registry of all that there is to read and to write: what is missing here does not compile. */
export const EVERYTHING: { readonly [Part in keyof Repertoire]-?: Required<NonNullable<Repertoire[Part]>> } = {
  sources: {
    'ingress-nginx': understandIngressNginx,
    'openshift-ingress': understandOpenshiftIngress,
    'openshift-route': understandRoutes,
    'haproxy-ingress': understandHaproxyIngress,
    haproxytech: understandHaproxytech,
    'nginx-inc': understandNginxInc,
  },
  routes: { compile: compileOpenshiftRoute, write: writeRoutes },
  implementations: IMPLEMENTATIONS,
};
