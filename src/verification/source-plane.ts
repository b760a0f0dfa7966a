import { createHaproxyIngressModel } from '../behaviour/sources/haproxy-ingress.js';
import { createHaproxytechModel } from '../behaviour/sources/haproxytech.js';
import { createIngressNginxModel } from '../behaviour/sources/ingress-nginx.js';
import { createNginxIncModel } from '../behaviour/sources/nginx-inc.js';
import { createOpenshiftIngressModel } from '../behaviour/sources/openshift-ingress.js';
import { createOpenshiftRouterModel } from '../behaviour/targets/openshift-router.js';
import type { Conversion } from '../conversion.js';
import { formatRef, type Manifest } from '../kubernetes/object.js';
import type { ConvertOptions, SourceName } from '../options.js';
import type { DataPlane } from './data-plane.js';
import { haproxyIngressSide } from './haproxy-ingress-side.js';
import { haproxytechSide } from './haproxytech-side.js';
import { ingressNginxSide } from './ingress-nginx-side.js';
import { nginxIncSide } from './nginx-inc-side.js';
import { openshiftIngressSide, openshiftRouterSide } from './openshift-side.js';

/** The data plane before a conversion, and the raw objects that configure its hosts. */
export interface SourcePlane {
  readonly plane: DataPlane;
  readonly objects: readonly unknown[];
}

type MakePlane = (manifests: readonly Manifest[], conversion: Conversion, options: ConvertOptions) => SourcePlane;

/** The model of each controller, told of the input what its controller would see. */
const PLANES: Readonly<Record<SourceName, MakePlane>> = {
  'ingress-nginx': (manifests, conversion, options) => {
    const input = ingressNginxSide(manifests, conversion, options);
    return { plane: planeOf(createIngressNginxModel(input)), objects: input.ingresses };
  },
  'haproxy-ingress': (manifests, _conversion, options) => {
    const input = haproxyIngressSide(manifests, options);
    return { plane: planeOf(createHaproxyIngressModel(input)), objects: input.ingresses };
  },
  'nginx-inc': (manifests, conversion, options) => {
    const input = nginxIncSide(manifests, conversion, options);
    return { plane: planeOf(createNginxIncModel(input)), objects: input.ingresses };
  },
  haproxytech: (manifests, conversion, options) => {
    const input = haproxytechSide(manifests, conversion, options);
    return { plane: planeOf(createHaproxytechModel(input)), objects: input.ingresses };
  },
  'openshift-ingress': (manifests, conversion, options) => {
    const told = options.withRoutes === true ? withoutRefused(manifests, conversion) : manifests;
    const input = openshiftIngressSide(told, options);
    const routes = options.withRoutes === true ? (input.routes ?? []) : [];
    return { plane: planeOf(createOpenshiftIngressModel(input)), objects: [...input.ingresses, ...routes] };
  },
  'openshift-route': (manifests, conversion, options) => {
    const input = openshiftRouterSide(withoutRefused(manifests, conversion), options);
    return { plane: planeOf(createOpenshiftRouterModel(input)), objects: input.routes };
  },
};

/** What the controller that the options name does with the input. */
export function sourcePlane(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
): SourcePlane {
  return PLANES[options.from](manifests, conversion, options);
}

/** Without the Routes that the API server refuses (RS0108): they are in no cluster. */
function withoutRefused(manifests: readonly Manifest[], { items }: Conversion): readonly Manifest[] {
  const refused = new Set(
    items.flatMap(({ code, severity, object }) =>
      code === 'RS0108' && severity === 'error' && object?.kind === 'Route' ? [formatRef(object)] : [],
    ),
  );
  return refused.size === 0 ? manifests : manifests.filter(({ ref }) => !refused.has(formatRef(ref)));
}

/** A controller of one make decides everything: there is one outcome to each request. */
export function planeOf(model: Pick<DataPlane, 'answer' | 'nearest' | 'unmodelled'>): DataPlane {
  return {
    answer: model.answer,
    permitted: (request) => [model.answer(request)],
    nearest: model.nearest,
    unmodelled: model.unmodelled,
    problems: [],
  };
}
