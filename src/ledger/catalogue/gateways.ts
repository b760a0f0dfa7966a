import type { CatalogueEntry } from './entry.js';

/** RS18 and RS19: Gateways and limits. */
export const gateways = {
  RS1801: {
    title: 'The GatewayClass was assumed',
    severity: 'warning',
    why: 'Manifests do not tell which implementation will serve the Gateway.',
    fix: 'Pass --gateway-class.',
  },
  RS1802: {
    title: 'The namespace of the Gateway was assumed',
    severity: 'warning',
    why: 'Several namespaces share the Gateway.',
    fix: 'Pass --gateway-namespace.',
  },
  RS1803: {
    title: 'No ListenerSet',
    severity: 'warning',
    why: 'The version has none.',
    fix: 'Pass --gateway-api-version 1.5 if the cluster has it, or leave --listeners out.',
  },
  RS1804: {
    title: 'Several Gateways',
    severity: 'warning',
    why: 'A Gateway has 64 listeners at most.',
    fix: 'Pass --listeners listenerset.',
  },
  RS1805: {
    title: 'The Gateway has to let the routes in',
    severity: 'warning',
    why: 'A listener lets in routes of its own namespace unless allowedRoutes says otherwise, and the Gateway is not written by routeshift.',
    fix: 'Set allowedRoutes on its listeners.',
  },
  RS1806: {
    title: 'Namespaces that are not known',
    severity: 'warning',
    why: 'A manifest without namespace goes wherever it is applied. References between it and objects with a namespace cannot be written for sure.',
    fix: 'Pass --namespace.',
  },
  RS1901: { title: 'Too long', severity: 'error', why: 'A limit of Gateway API.', fix: 'Shorten it.' },
  RS9001: {
    title: 'An unexplained difference',
    severity: 'error',
    why: 'Both data planes were asked the same request and answered differently, and no finding says so. It is a defect of routeshift.',
    fix: 'Report it with the manifest.',
  },
} as const satisfies Record<string, CatalogueEntry>;
