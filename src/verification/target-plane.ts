import { createGatewayModel } from '../behaviour/targets/gateway-api.js';
import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import type { DataPlane } from './data-plane.js';
import { gatewayApiSide } from './gateway-api-side.js';

/** The data plane after a conversion. What the input does not hold is taken to exist, as by the conversion. */
export function targetPlane(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
): DataPlane {
  const emitted = conversion.emitted.map(({ object }) => object);
  const model = createGatewayModel(gatewayApiSide(manifests, emitted, options), {
    assumeServicesExist: true,
    assumeSecretsExist: true,
    assumeConfigMapsExist: true,
    permittedAnchorings: ['full', 'prefix', 'search'],
  });
  return {
    answer: (request) => model.answer(request),
    permitted: (request) => model.permitted(request),
    nearest: (request) => model.nearest(request),
    unmodelled: [],
    problems: model.problems,
  };
}
