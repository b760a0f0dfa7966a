import fc from 'fast-check';
import type { SourceName } from '../../src/options.js';
import type { Draft } from '../properties/arbitrary-ingress.js';
import { haproxyIngressSets } from './arbitrary-haproxy-ingresses.js';
import { haproxytechSets } from './arbitrary-haproxytech.js';
import { nginxIncSets } from './arbitrary-nginx-inc.js';
import { routeIngressSets } from './arbitrary-route-ingresses.js';
import { routeSets } from './arbitrary-routes.js';
import { sets } from './arbitrary-sets.js';

/** What one controller serves, and what stands beside it. */
export interface Member {
  readonly from: SourceName;
  readonly objects: readonly Draft[];
}

/** What `spec.controller` of the class of each set says. */
const CLASSES: Readonly<Partial<Record<SourceName, string>>> = {
  'ingress-nginx': 'k8s.io/ingress-nginx',
  'haproxy-ingress': 'haproxy-ingress.github.io/controller',
  haproxytech: 'haproxy.org/ingress-controller',
  'nginx-inc': 'nginx.org/ingress-controller',
  'openshift-ingress': 'openshift.io/ingress-to-route',
};

/** Kinds that stand in a namespace and belong to one application. */
const KINDS: ReadonlySet<string> = new Set(['Ingress', 'Route', 'Service', 'Secret', 'ConfigMap']);
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A set in namespaces of its own, with one class for all of its Ingresses, whose IngressClass is there. */
function member(from: SourceName, drafts: readonly Draft[]): Member {
  const controller = CLASSES[from];
  const name = `class-of-${from}`;
  const objects = drafts
    .filter(({ kind, apiVersion }) => KINDS.has(String(kind)) && (kind !== 'Ingress' || isToday(apiVersion)))
    .map((object): Draft => {
      const { namespace = 'default', annotations, ...metadata } = object.metadata as unknown as Metadata;
      const { [CLASS_ANNOTATION]: _class, ...others } = annotations ?? {};
      const placed = { ...metadata, namespace: `${from}-${namespace}`.slice(0, 63), annotations: others };
      if (object.kind !== 'Ingress') return { ...object, metadata: placed } as unknown as Draft;
      const spec = { ...(object.spec as unknown as object), ingressClassName: name };
      return { ...object, apiVersion: 'networking.k8s.io/v1', metadata: placed, spec } as unknown as Draft;
    });
  const ofClass = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name },
    spec: { controller },
  };
  return { from, objects: controller === undefined ? objects : [...objects, ofClass as unknown as Draft] };
}

/** A Route cannot part a path from itself with a final slash. */
function asPrefix(objects: readonly Draft[]): readonly Draft[] {
  return JSON.parse(JSON.stringify(objects).replace(/("path":"[^"]*\/","pathType":)"Exact"/g, '$1"Prefix"'));
}

const members: readonly fc.Arbitrary<Member>[] = [
  sets.map(({ objects }) => member('ingress-nginx', objects)),
  haproxyIngressSets.map((objects) => member('haproxy-ingress', asPrefix(objects))),
  haproxytechSets.map(({ objects }) => member('haproxytech', objects as readonly Draft[])),
  nginxIncSets.map(({ objects }) => member('nginx-inc', objects)),
  fc.oneof(
    routeSets.map((objects) => member('openshift-route', objects)),
    routeIngressSets.map((objects) => member('openshift-ingress', objects)),
  ),
];

function isToday(apiVersion: unknown): boolean {
  return apiVersion === 'networking.k8s.io/v1';
}

/** Two to five sets, each of another controller, in one input. Many of them name the same hosts. */
export const mixes: fc.Arbitrary<readonly Member[]> = fc
  .subarray([...members], { minLength: 2 })
  .chain((chosen) => fc.tuple(...chosen));
