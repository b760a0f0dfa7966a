import type { Guard } from '../../../../outcome.js';
import { type Extension, noSettings, type Plane } from '../../plane.js';
import { fields, text, texts } from '../../reading.js';
import { guardsOnly } from '../../step.js';
import { noTreatment } from '../../treatment.js';
import type { PlaneContext } from '../implementation.js';
import { readMiddleware } from './middleware.js';
import { resolveTraefikService } from './traefik-service.js';
import { traefikGroup } from './values.js';

/** What Traefik makes of its own objects: no policies, only what filters and backendRefs name (implementation-policies.md §1.5). */
export function readTraefikPlane(context: PlaneContext): Plane {
  const certificates = clientCertificates(context);
  return {
    problems: [],
    treatment: ({ listener }) =>
      listener.protocol === 'HTTPS' ? { ...noTreatment, steps: guardsOnly(certificates) } : noTreatment,
    extension({ group, kind, name }, route): Extension | { readonly failure: string } {
      if (group !== traefikGroup || kind !== 'Middleware') return { failure: `UnsupportedValue: ${text(kind)}` };
      const found = context.objects.find(traefikGroup, kind, route.namespace, text(name) ?? '');
      // The router is written down with the name of the middleware, and cannot be built when there is none.
      if (found === undefined) return { disables: `Middleware ${route.namespace}/${text(name) ?? ''} does not exist` };
      return readMiddleware(found, context);
    },
    backends({ group, kind, namespace, name }, route) {
      if (group !== traefikGroup || kind !== 'TraefikService') return undefined;
      const home = text(namespace) ?? route.namespace;
      const to = { group, kind, namespace: home, name: text(name) ?? '' };
      const found = context.objects.find(group, kind, home, to.name);
      if (!context.permits(route, to))
        return [{ backend: { problem: `RefNotPermitted: ${home}/${to.name}` }, share: 1 }];
      if (found === undefined) return [{ backend: { problem: `BackendNotFound: ${home}/${to.name}` }, share: 1 }];
      return resolveTraefikService(found, context);
    },
    service: () => noSettings,
  };
}

/** Listeners of a Gateway know one TLSOption, that named `default`, and it holds for every TLS host there is. */
function clientCertificates({ objects }: PlaneContext): readonly Guard[] {
  const [option] = objects
    .all(traefikGroup, 'TLSOption')
    .filter(({ name }) => name === 'default')
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const auth = fields(option?.spec.clientAuth);
  const mode = text(auth.clientAuthType) ?? 'NoClientCert';
  if (mode === 'NoClientCert') return [];
  const authorities = texts(auth.secretNames).map((name) => `${option?.namespace}/${name}`);
  return [{ kind: 'client-certificate', parameters: { mode, authorities } }];
}
