import { createGatewayModel } from '../behaviour/targets/gateway-api.js';
import { createOpenshiftRouterModel } from '../behaviour/targets/openshift-router.js';
import type { EmittedObject } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import { versionOf } from '../profile.js';
import type { DataPlane } from './data-plane.js';
import { gatewayApiSide } from './gateway-api-side.js';
import { writtenRoutesSide } from './openshift-side.js';
import { planeOf } from './source-plane.js';

/** The data plane after a conversion. What the input does not hold is taken to exist, as by the conversion. */
export function targetPlane(
  manifests: readonly Manifest[],
  written: readonly EmittedObject[],
  options: ConvertOptions,
): DataPlane {
  const emitted = written.map(({ object }) => object);
  switch (options.to) {
    case 'gateway-api': {
      const model = createGatewayModel(gatewayApiSide(manifests, emitted, options), {
        assumeServicesExist: true,
        assumeSecretsExist: true,
        assumeConfigMapsExist: true,
        permittedAnchorings: ['full', 'prefix', 'search'],
        implementation: options.profile?.name,
        version: options.profile === undefined ? undefined : versionOf(options.profile),
      });
      return {
        answer: (request) => model.answer(request),
        permitted: (request) => model.permitted(request),
        nearest: (request) => model.nearest(request),
        unmodelled: [],
        problems: model.problems,
      };
    }
    case 'openshift-route': {
      const model = createOpenshiftRouterModel(writtenRoutesSide(manifests, emitted, options));
      const refused = model.rejected.map(({ route, reason, message }) => ({
        object: route,
        reason: `${reason}: ${message}`,
      }));
      const broken = model.configErrors.map((reason) => ({ object: 'the router', reason }));
      return { ...planeOf(model), problems: [...refused, ...broken] };
    }
  }
}
