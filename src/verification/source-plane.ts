import { createIngressNginxModel } from '../behaviour/sources/ingress-nginx.js';
import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import type { DataPlane } from './data-plane.js';
import { ingressNginxSide } from './ingress-nginx-side.js';

/** The data plane before a conversion, and the raw objects that configure its hosts. */
export function sourcePlane(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
): { readonly plane: DataPlane; readonly objects: readonly unknown[] } {
  const input = ingressNginxSide(manifests, conversion, options);
  const model = createIngressNginxModel(input);
  const plane = {
    answer: model.answer,
    permitted: (request) => [model.answer(request)],
    nearest: model.nearest,
    unmodelled: model.unmodelled,
    problems: [],
  } satisfies DataPlane;
  return { plane, objects: input.ingresses };
}
