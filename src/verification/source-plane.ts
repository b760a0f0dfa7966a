import { createHaproxytechModel } from '../behaviour/sources/haproxytech.js';
import { createIngressNginxModel } from '../behaviour/sources/ingress-nginx.js';
import { createOpenshiftIngressModel } from '../behaviour/sources/openshift-ingress.js';
import { createOpenshiftRouterModel } from '../behaviour/targets/openshift-router.js';
import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import type { DataPlane } from './data-plane.js';
import { haproxytechSide } from './haproxytech-side.js';
import { ingressNginxSide } from './ingress-nginx-side.js';
import { openshiftIngressSide, openshiftRouterSide } from './openshift-side.js';

/** The data plane before a conversion, and the raw objects that configure its hosts. */
export interface SourcePlane {
  readonly plane: DataPlane;
  readonly objects: readonly unknown[];
}

/** What the controller that the options name does with the input. */
export function sourcePlane(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
): SourcePlane {
  switch (options.from) {
    case 'ingress-nginx': {
      const input = ingressNginxSide(manifests, conversion, options);
      return { plane: planeOf(createIngressNginxModel(input)), objects: input.ingresses };
    }
    case 'haproxytech': {
      const input = haproxytechSide(manifests, conversion, options);
      return { plane: planeOf(createHaproxytechModel(input)), objects: input.ingresses };
    }
    case 'openshift-ingress': {
      const input = openshiftIngressSide(manifests, options);
      return { plane: planeOf(createOpenshiftIngressModel(input)), objects: input.ingresses };
    }
    case 'openshift-route': {
      const input = openshiftRouterSide(manifests, options);
      return { plane: planeOf(createOpenshiftRouterModel(input)), objects: input.routes };
    }
  }
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
