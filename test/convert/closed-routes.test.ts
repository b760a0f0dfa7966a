import { describe, expect, it } from 'vitest';
import type { Outcome, Request } from '../../src/behaviour/outcome.js';
import { createIngressNginxModel } from '../../src/behaviour/sources/ingress-nginx.js';
import { createOpenshiftRouterModel, type OpenshiftRouterInput } from '../../src/behaviour/targets/openshift-router.js';
import { convert } from '../../src/convert.js';
import type { Manifest } from '../../src/kubernetes/object.js';
import { parseText } from '../../src/manifests/documents.js';
import { convertCase } from './case-conversion.js';
import type { NginxCase } from './case-file.js';
import { guardedLayouts } from './guarded-layouts.js';

const secrets = [
  { metadata: { name: 'users' }, stringData: { auth: 'user:$apr1$x$y' } },
  { metadata: { name: 'users', namespace: 'shop' }, stringData: { auth: 'user:$apr1$x$y' } },
  { metadata: { name: 'ca' }, cert: { caOnly: true, sans: ['ca'] } },
];

type Admission = Pick<OpenshiftRouterInput, 'namespaceOwnership' | 'wildcardPolicy'>;

/** What is known of the router, and what it may be. */
const ROUTERS: readonly (readonly [string, readonly Manifest[], readonly Admission[]])[] = [
  [
    'any router',
    [],
    [
      { namespaceOwnership: 'Strict', wildcardPolicy: 'WildcardsAllowed' },
      { namespaceOwnership: 'InterNamespaceAllowed', wildcardPolicy: 'WildcardsAllowed' },
      { namespaceOwnership: 'Strict', wildcardPolicy: 'WildcardsDisallowed' },
    ],
  ],
  ...(['WildcardsAllowed', 'WildcardsDisallowed'] as const).map((wildcardPolicy) => {
    const admission = { namespaceOwnership: 'InterNamespaceAllowed', wildcardPolicy } as const;
    return [`a router with shared hosts and ${wildcardPolicy}`, controllerWith(admission), [admission]] as const;
  }),
];
const hosts = ['foo.com', 'admin.foo.com', 'www.foo.com', 'a.b.foo.com', 'bar.com', 'stranger.example'];
/** No spellings that the router leaves as they are (//admin): what it makes of them is told (RS2190). */
const paths = ['/', '/admin', '/admin/', '/admin/x', '/adminx', '/ADMIN', '/Admin/x', '/x', '/x/admin', '/x/admin/y'];

/** The same layouts with the guarded Ingress in a namespace of its own: one namespace alone is admitted for a host. */
const apart = Object.entries(guardedLayouts).map(
  ([name, ingresses]) =>
    [
      `${name}, in another namespace`,
      ingresses.map((ingress) => {
        const { metadata } = ingress as { metadata: { name: string } };
        return metadata.name === 'guarded' ? { ...ingress, metadata: { ...metadata, namespace: 'shop' } } : ingress;
      }),
    ] as const,
);

describe('what the controller refuses reaches no backend through Routes', () => {
  const layouts = [...Object.entries(guardedLayouts), ...apart];
  describe.each(ROUTERS)('of %s', (_name, settings, admissions) => {
    it.each(layouts)('%s', (name, ingresses) => {
      const entry: NginxCase = {
        id: 'layout',
        area: 'auth',
        about: name,
        ingresses,
        secrets,
        requests: [],
        expect: [],
      };
      const { manifests, options } = convertCase(entry, { version: '1.5', channel: 'standard' });
      const { emitted } = convert(
        { manifests: [...manifests, ...settings], problems: [], inputs: 1 },
        { ...options, to: 'openshift-route' },
      );
      const routes = emitted.map(({ object }) => object).filter(({ kind }) => kind === 'Route');
      const controller = createIngressNginxModel({
        ingresses,
        secrets,
        assumeServicesExist: true,
        checks: { basic: () => false, external: () => ({ status: 401 }), clientCertificate: () => null },
      });
      const refused = requests().filter((request) => isRefusal(controller.answer(request)));
      expect(refused.length, 'requests that the controller refuses').toBeGreaterThan(0);
      const reached = admissions.flatMap((admission) =>
        // Which namespace has the oldest Route, the order of creation decides.
        [routes, [...routes].reverse()].flatMap((created) => {
          const router = routerOf(created, admission);
          return refused.flatMap((request) => {
            const { backends, rule } = router.answer(request);
            return backends.length === 0 ? [] : [`${request.scheme}://${request.host}${request.path} by ${rule}`];
          });
        }),
      );
      expect(reached, 'requests that reach a backend all the same').toEqual([]);
    });
  });
});

function controllerWith(routeAdmission: Admission): readonly Manifest[] {
  const metadata = { name: 'default', namespace: 'openshift-ingress-operator' };
  const object = {
    apiVersion: 'operator.openshift.io/v1',
    kind: 'IngressController',
    metadata,
    spec: { routeAdmission },
  };
  return parseText({ file: 'controller.yaml', text: JSON.stringify(object) }, { router: true }).manifests;
}

function routerOf(routes: readonly object[], admission: Admission): ReturnType<typeof createOpenshiftRouterModel> {
  const aged = routes.map((route, index) => {
    const { metadata } = route as { metadata: object };
    const creationTimestamp = `2026-01-01T00:${String(index).padStart(2, '0')}:00Z`;
    return { ...route, metadata: { ...metadata, creationTimestamp } };
  });
  return createOpenshiftRouterModel({
    routes: aged,
    ...admission,
    assumeServicesExist: true,
    assumeSecretsExist: true,
  });
}

function requests(): readonly Request[] {
  return (['http', 'https'] as const).flatMap((scheme) =>
    hosts.flatMap((host) =>
      paths.map((path): Request => ({ scheme, host, method: 'GET', path, clientAddress: '192.0.2.1' })),
    ),
  );
}

function isRefusal(outcome: Outcome): boolean {
  return outcome.backends.length === 0 && [400, 401, 403, 503].includes(outcome.status);
}
