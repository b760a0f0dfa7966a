import { annotations } from './catalogue/annotations.js';
import { backends } from './catalogue/backends.js';
import { behaviour } from './catalogue/behaviour.js';
import { canaries } from './catalogue/canaries.js';
import { clusters } from './catalogue/clusters.js';
import type { CatalogueEntry } from './catalogue/entry.js';
import { gateways } from './catalogue/gateways.js';
import { guards } from './catalogue/guards.js';
import { haproxyIngress } from './catalogue/haproxy-ingress.js';
import { haproxytech } from './catalogue/haproxytech.js';
import { headers } from './catalogue/headers.js';
import { input } from './catalogue/input.js';
import { live } from './catalogue/live.js';
import { neighbours } from './catalogue/neighbours.js';
import { nginxIncCodes } from './catalogue/nginx-inc.js';
import { objects } from './catalogue/objects.js';
import { openshiftIngress } from './catalogue/openshift-ingress.js';
import { openshiftRoutes } from './catalogue/openshift-routes.js';
import { paths } from './catalogue/paths.js';
import { profiles } from './catalogue/profiles.js';
import { envoyGatewayCodes } from './catalogue/profiles-envoy-gateway.js';
import { profilesIstio } from './catalogue/profiles-istio.js';
import { profilesNginxGatewayFabric } from './catalogue/profiles-nginx-gateway-fabric.js';
import { profilesTraefik } from './catalogue/profiles-traefik.js';
import { redirects } from './catalogue/redirects.js';
import { routeTarget } from './catalogue/route-target.js';
import { routerSettings } from './catalogue/router-settings.js';
import { snippets } from './catalogue/snippets.js';
import { suppressions } from './catalogue/suppressions.js';
import { tls } from './catalogue/tls.js';
import { trees } from './catalogue/trees.js';

export type { CatalogueEntry };

/** All finding codes. Codes are stable: they are never given a new meaning. */
const entries = {
  ...input,
  ...objects,
  ...annotations,
  ...paths,
  ...redirects,
  ...tls,
  ...canaries,
  ...headers,
  ...backends,
  ...guards,
  ...gateways,
  ...openshiftRoutes,
  ...routeTarget,
  ...behaviour,
  ...openshiftIngress,
  ...routerSettings,
  ...haproxyIngress,
  ...nginxIncCodes,
  ...haproxytech,
  ...suppressions,
  ...snippets,
  ...trees,
  ...profiles,
  ...neighbours,
  ...live,
  ...clusters,
  ...envoyGatewayCodes,
  ...profilesNginxGatewayFabric,
  ...profilesIstio,
  ...profilesTraefik,
} as const satisfies Record<string, CatalogueEntry>;

export type FindingCode = keyof typeof entries;

export const catalogue: Readonly<Record<FindingCode, CatalogueEntry>> = entries;
