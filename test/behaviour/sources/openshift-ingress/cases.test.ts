import { describe, expect, test } from 'vitest';
import {
  createOpenshiftIngressModel,
  type OpenshiftIngressInput,
  runIngressToRoute,
  type Sync,
} from '../../../../src/behaviour/sources/openshift-ingress.js';
import { type Case, casesAreThere, casesOf } from '../../targets/openshift-router/case-file.js';

interface CaseInput {
  readonly ingress: object | null;
  readonly services: readonly object[];
  readonly secrets: readonly object[];
  readonly ingressClasses: readonly object[];
  readonly existingRoutes?: readonly object[];
}

interface StatedRoute {
  readonly metadata: { readonly generateName: string; readonly namespace: string };
  readonly spec: object;
}

interface ConversionCase extends Case {
  readonly input: CaseInput;
  readonly expect: {
    readonly managed: boolean;
    readonly routes: readonly StatedRoute[];
    readonly event?: { readonly type: string; readonly reason: string; readonly details: readonly string[] };
  };
}

type StatedPatches = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface UpdateCase extends Case {
  readonly input: CaseInput;
  readonly expect: {
    readonly noop?: true;
    readonly noop_on_route?: true;
    readonly noop_when_ingress_absent?: true;
    readonly on_next_patch?: string;
    readonly patch?: StatedPatches;
    readonly patch_sent?: StatedPatches;
    readonly api_server?: string;
    readonly delete?: readonly string[];
    readonly ingressStatus?: 'unchanged' | readonly { readonly hostname: string }[];
  };
}

function inputOf({ ingress, services, secrets, ingressClasses, existingRoutes }: CaseInput): OpenshiftIngressInput {
  return { ingresses: ingress === null ? [] : [ingress], services, secrets, ingressClasses, routes: existingRoutes };
}

const nothing: Sync = { creates: [], updates: [], matches: [], deletes: [], events: [], hostnames: undefined };

/** A Route without what the cases leave to the reader: its made-up name, its owner, its type. */
function asStated(object: object): unknown {
  const { metadata, spec } = JSON.parse(JSON.stringify(object)) as {
    metadata: Record<string, unknown> & { name: string };
    spec: object;
  };
  const { name, ownerReferences, ...rest } = metadata;
  expect(ownerReferences).toHaveLength(1);
  return { metadata: { ...rest, generateName: name.replace(/.{5}$/, '') }, spec };
}

describe.skipIf(!casesAreThere)('Ingresses become the Routes that the cases in ../shared state', () => {
  test.each(casesOf<ConversionCase>('ingress-to-route'))('$id: $title', ({ input, expect: stated }) => {
    const [{ sync } = { sync: null }] = runIngressToRoute(inputOf(input));
    expect(sync !== null).toBe(stated.managed);
    const { creates, events } = sync ?? nothing;
    expect(creates.map(({ object }) => asStated(object))).toEqual(stated.routes);
    const told = events.filter(({ type }) => type === 'Normal');
    expect(told).toEqual(stated.event === undefined ? [] : [stated.event]);
  });

  test.each(casesOf<UpdateCase>('ingress-to-route-update'))('$id: $title', ({ input, expect: stated }) => {
    const [{ sync } = { sync: null }] = runIngressToRoute(inputOf(input));
    const { creates, updates, deletes, hostnames } = sync ?? nothing;
    expect(creates).toEqual([]);
    expect(sync === null).toBe(stated.noop_when_ingress_absent === true);
    const patches = stated.patch ?? stated.patch_sent ?? {};
    expect(updates.map(({ name }) => name)).toEqual(Object.keys(patches));
    for (const update of updates) {
      const wanted = patches[update.name] ?? {};
      const sent: Readonly<Record<string, unknown>> = { ...update };
      const parts = Object.keys(wanted).map((part) => [part, sent[part] ?? null]);
      expect(JSON.parse(JSON.stringify(Object.fromEntries(parts)))).toEqual(wanted);
      expect(update.refused.map(({ field }) => field)).toEqual(stated.api_server === undefined ? [] : ['spec.path']);
    }
    expect(deletes.map(({ name }) => name)).toEqual(stated.delete ?? []);
    const listed = Array.isArray(stated.ingressStatus) ? stated.ingressStatus : undefined;
    expect(hostnames?.map((hostname) => ({ hostname }))).toEqual(listed);
  });
});

describe('headers that somebody added to a Route', () => {
  const route = (annotations: object) => ({
    metadata: {
      name: 'shop-abcde',
      namespace: 'test',
      annotations,
      ownerReferences: [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop', controller: true }],
    },
    spec: {
      host: 'test.com',
      path: '/',
      to: { kind: 'Service', name: 'web' },
      port: { targetPort: 'http' },
      httpHeaders: { actions: { response: [{ name: 'X-A', action: { type: 'Delete' } }] } },
    },
  });
  const backend = { service: { name: 'web', port: { name: 'http' } } };
  const ingress = {
    metadata: { name: 'shop', namespace: 'test' },
    spec: { rules: [{ host: 'test.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  };
  const answer = (annotations: object) =>
    createOpenshiftIngressModel({
      ingresses: [ingress],
      services: [{ metadata: { name: 'web', namespace: 'test' }, spec: { ports: [{ name: 'http', port: 80 }] } }],
      routes: [route(annotations)],
    }).answer({ scheme: 'http', host: 'test.com', method: 'GET', path: '/' });

  test('stay until something else changes', () => {
    expect(answer({}).responseHeaders.removed).toEqual(['x-a']);
    expect(answer({ changed: 'yes' }).responseHeaders.removed).toEqual([]);
    expect(answer({}).rule).toBe('Ingress test/shop spec.rules[0].http.paths[0]');
  });
});
