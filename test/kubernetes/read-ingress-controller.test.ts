import { describe, expect, it } from 'vitest';
import { takeInventory } from '../../src/kubernetes/inventory.js';
import { parseText } from '../../src/manifests/documents.js';

const OPERATOR = 'openshift-ingress-operator';

function controller(name: string, fields: object = {}, namespace: string | undefined = OPERATOR): object {
  return {
    apiVersion: 'operator.openshift.io/v1',
    kind: 'IngressController',
    metadata: { name, namespace },
    ...fields,
  };
}

function clusterIngress(name: string, spec: object): object {
  return { apiVersion: 'config.openshift.io/v1', kind: 'Ingress', metadata: { name }, spec };
}

function inventoryOf(objects: readonly object[], router = true) {
  const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  const { manifests, problems } = parseText({ file: 'input.yaml', text }, { router });
  return takeInventory(manifests, problems, { routes: true, router });
}

function routerOf(...objects: readonly object[]) {
  return inventoryOf(objects).router;
}

describe('an IngressController', () => {
  it('that says nothing refuses wildcards and is strict about namespaces', () => {
    const { wildcardPolicy, namespaceOwnership, domain, name } = routerOf(controller('default'));
    expect({ wildcardPolicy, namespaceOwnership, domain, name }).toEqual({
      wildcardPolicy: 'WildcardsDisallowed',
      namespaceOwnership: 'Strict',
      domain: undefined,
      name: `IngressController ${OPERATOR}/default`,
    });
  });

  it('says what it says', () => {
    const routeAdmission = { wildcardPolicy: 'WildcardsAllowed', namespaceOwnership: 'InterNamespaceAllowed' };
    const spec = {
      domain: 'apps.example.com',
      routeAdmission,
      defaultCertificate: { name: 'certificate' },
      httpHeaders: { forwardedHeaderPolicy: 'IfNone' },
    };
    const router = routerOf(controller('default', { spec }));
    expect(router).toMatchObject({ ...routeAdmission, domain: 'apps.example.com' });
    expect(router.controller).toMatchObject({
      defaultCertificate: 'certificate',
      forwardedPolicy: 'IfNone',
      unread: [],
    });
  });

  it('has the domain of its status where that differs from what was asked for', () => {
    const fields = { spec: { domain: 'wanted.example.com' }, status: { domain: 'actual.example.com' } };
    expect(routerOf(controller('default', fields)).domain).toBe('actual.example.com');
  });

  it('lists what is written of its spec and not read, but no empty fields of the API server', () => {
    const spec = {
      clientTLS: { clientCA: { name: '' }, clientCertificatePolicy: '' },
      httpErrorCodePages: { name: '' },
      httpCompression: {},
      unsupportedConfigOverrides: null,
      replicas: 2,
      routeAdmission: { wildcardPolicy: '', other: 1 },
      httpHeaders: { actions: { request: [{ name: 'X' }] } },
    };
    const { controller: read } = routerOf(controller('default', { spec }));
    expect(read?.unread).toEqual(['spec.replicas', 'spec.routeAdmission.other', 'spec.httpHeaders.actions']);
  });

  it.each([
    [{ domain: 'Not a domain' }, 'spec.domain'],
    [{ routeAdmission: { wildcardPolicy: 'Allowed' } }, 'spec.routeAdmission.wildcardPolicy'],
    [{ routeAdmission: { namespaceOwnership: 'strict' } }, 'spec.routeAdmission.namespaceOwnership'],
    [{ routeAdmission: 'Strict' }, 'spec.routeAdmission'],
    [{ defaultCertificate: { name: 'No Name' } }, 'spec.defaultCertificate.name'],
    [{ httpHeaders: { forwardedHeaderPolicy: 'append' } }, 'spec.httpHeaders.forwardedHeaderPolicy'],
  ])('with %j is reported, and its defaults count', (spec, field) => {
    const { router, problems } = inventoryOf([controller('default', { spec })]);
    expect(problems.map((problem) => [problem.code, problem.field])).toEqual([['RS0108', field]]);
    expect(router).toMatchObject({ wildcardPolicy: 'WildcardsDisallowed', namespaceOwnership: 'Strict' });
  });
});

describe('of several IngressControllers', () => {
  it('the default one of the operator counts', () => {
    const router = routerOf(controller('a'), controller('default', {}, 'elsewhere'), controller('default'));
    expect(router.name).toBe(`IngressController ${OPERATOR}/default`);
    expect(router.aside.map(({ meta }) => `${meta.namespace}/${meta.name}`)).toEqual([
      `${OPERATOR}/a`,
      'elsewhere/default',
    ]);
  });

  it('the first by name counts where there is no default one', () => {
    expect(routerOf(controller('b'), controller('a')).name).toBe(`IngressController ${OPERATOR}/a`);
  });
});

describe('the Ingress of config.openshift.io', () => {
  const domain = 'cluster.example.com';

  it('tells the domain where no IngressController does, and is no Ingress', () => {
    const { router, ingresses, problems } = inventoryOf([controller('default'), clusterIngress('cluster', { domain })]);
    expect({ domain: router.domain, ingresses, problems }).toEqual({ domain, ingresses: [], problems: [] });
  });

  it('gives way to the IngressController', () => {
    const own = controller('default', { spec: { domain: 'apps.example.com' } });
    expect(routerOf(clusterIngress('cluster', { domain }), own).domain).toBe('apps.example.com');
  });

  it('counts under the name cluster only', () => {
    const router = routerOf(clusterIngress('other', { domain }));
    expect({ domain: router.domain, aside: router.aside.length }).toEqual({ domain: undefined, aside: 1 });
  });
});

describe('where nobody asks for the router', () => {
  it('its objects are passed over, also those that cannot be read', () => {
    const text = 'apiVersion: operator.openshift.io/v1\nkind: IngressController\nmetadata: {name: [\n';
    expect(parseText({ file: 'input.yaml', text })).toMatchObject({ manifests: [], problems: [] });
    expect(parseText({ file: 'input.yaml', text }, { router: true }).problems).toHaveLength(1);
  });

  it('they are none of the others either', () => {
    const objects = [controller('default'), clusterIngress('cluster', { domain: 'example.com' })];
    const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    const { manifests } = parseText({ file: 'input.yaml', text }, { router: true });
    expect(manifests).toHaveLength(2);
    const { router, others, ingresses } = takeInventory(manifests);
    expect({ router: router.aside, others, ingresses }).toEqual({ router: [], others: [], ingresses: [] });
    expect(inventoryOf(objects, false).router.aside).toEqual([]);
  });
});
