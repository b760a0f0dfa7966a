import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOpenshiftIngressModel } from '../../../../src/behaviour/sources/openshift-ingress.js';
import { createOpenshiftRouterModel } from '../../../../src/behaviour/targets/openshift-router.js';
import { arbitraryCluster, arbitraryRequest } from './arbitrary-routes.js';

describe('for any Routes and any request', () => {
  test('the model answers, the same every time, and shares add up to 1', () => {
    const statuses = new Map<number, number>();
    fc.assert(
      fc.property(arbitraryCluster, fc.array(arbitraryRequest, { minLength: 1, maxLength: 6 }), (input, requests) => {
        const model = createOpenshiftRouterModel(input);
        const again = createOpenshiftRouterModel(structuredClone(input));
        for (const request of requests) {
          const outcome = model.answer(request);
          expect(again.answer(request)).toEqual(outcome);
          expect(again.nearest(request)).toEqual(model.nearest(request));
          const sum = outcome.backends.reduce((total, { weight }) => total + weight, 0);
          expect(sum).toBeCloseTo(outcome.status === 200 ? 1 : 0, 9);
          if (outcome.status !== 200) expect([outcome.backend, outcome.path]).toEqual([null, null]);
          if (outcome.status !== 200 && outcome.status !== 302) expect(outcome.reason).toBeTruthy();
          statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);
        }
      }),
      { numRuns: 1000 },
    );
    // The generator would prove nothing if hardly anything were ever served.
    for (const status of [200, 302, 503]) expect(statuses.get(status), `${status}`).toBeGreaterThan(30);
  });

  test('the order in which Routes are given does not matter', () => {
    fc.assert(
      fc.property(arbitraryCluster, arbitraryRequest, (input, request) => {
        const names = new Set(input.routes.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`));
        fc.pre(names.size === input.routes.length);
        const reversed = createOpenshiftRouterModel({ ...input, routes: [...input.routes].reverse() });
        const model = createOpenshiftRouterModel(input);
        expect(reversed.answer(request)).toEqual(model.answer(request));
        expect(reversed.rejected).toEqual(model.rejected);
      }),
      { numRuns: 500 },
    );
  });

  test('what is not admitted answers nothing, and what is admitted was not rejected', () => {
    fc.assert(
      fc.property(arbitraryCluster, arbitraryRequest, (input, request) => {
        const { answer, rejected } = createOpenshiftRouterModel(input);
        expect(rejected.map(({ route }) => route)).not.toContain(answer(request).rule);
      }),
      { numRuns: 500 },
    );
  });
});

describe('objects of any shape do no harm', () => {
  const key = fc.constantFrom(
    ...['metadata', 'spec', 'name', 'namespace', 'host', 'path', 'tls', 'to', 'alternateBackends', 'port', 'rules'],
    ...['http', 'paths', 'backend', 'service', 'annotations', 'httpHeaders', 'actions', 'request', 'ports', 'hosts'],
  );
  const junk = fc.array(fc.oneof(fc.object({ key, maxDepth: 5, maxKeys: 6 }), fc.anything()), { maxLength: 5 });
  // With a name and a host, junk gets further.
  const named = junk.map((list) =>
    list.map((one, index) =>
      typeof one === 'object' && one !== null
        ? {
            ...one,
            metadata: { name: `r${index}`, namespace: 'ns', ...('metadata' in one ? { labels: one.metadata } : {}) },
          }
        : one,
    ),
  );
  const lists = fc.record({ objects: fc.oneof(junk, named), services: junk, secrets: junk });

  test('to the model of the router', () => {
    fc.assert(
      fc.property(lists, arbitraryRequest, ({ objects, services, secrets }, request) => {
        const model = createOpenshiftRouterModel({ routes: objects, services, secrets, endpointSlices: services });
        expect(model.answer(request).rule).toBeTruthy();
        expect(model.nearest(request)).toBeInstanceOf(Array);
      }),
      { numRuns: 1000 },
    );
  });

  test('to the model of the controller', () => {
    fc.assert(
      fc.property(lists, junk, arbitraryRequest, ({ objects, services, secrets }, routes, request) => {
        const model = createOpenshiftIngressModel({
          ingresses: objects,
          routes,
          services,
          secrets,
          ingressClasses: secrets,
        });
        expect(model.answer(request).rule).toBeTruthy();
        expect(model.nearest(request)).toBeInstanceOf(Array);
      }),
      { numRuns: 1000 },
    );
  });
});
