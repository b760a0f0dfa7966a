import type { FieldPath } from '../../kubernetes/object.js';
import { splitLabels } from '../../kubernetes/ownership-labels.js';
import type { Route } from '../../kubernetes/route.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { CarriedAnnotation } from '../../model/carried-annotation.js';
import type { OriginatedRoute, RoutePart } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import type { ConvertOptions } from '../../options.js';
import { takeWanted } from '../foreign-annotations.js';
import { carrying } from '../served-ingress.js';
import { takeOtherAnnotation } from './other-annotations.js';
import { ROUTER_KEYS } from './router-annotations.js';

const OF_ROUTER: ReadonlySet<string> = new Set(ROUTER_KEYS);

/** The class under which the Gateway API controller of OpenShift is known by convention. */
const CLASS = 'openshift-default';

const HIDDEN: ReadonlySet<string> = new Set(['certificate', 'key', 'caCertificate', 'destinationCACertificate']);

/** Opens an item for every annotation of a Route and for every field of its spec that is written. */
export function originate(route: Route, options: ConvertOptions, ledger: Ledger): OriginatedRoute {
  const { manifest, meta } = route;
  const labels = splitLabels(meta.labels);
  if (labels.claims.length > 0)
    ledger.say(ledger.openField(manifest, ['metadata', 'labels']), {
      verdict: 'redundant',
      code: 'RS0209',
      message: `not copied, because with them a tool takes the new objects for its own: ${labels.claims.join(', ')}. All other labels are kept`,
      next: 'Let that tool write them itself, once the new objects are part of what it applies.',
    });
  const annotations = new Map<string, ItemId>();
  for (const [key, value] of Object.entries(meta.annotations))
    annotations.set(key, ledger.openAnnotation(manifest, key, value));
  const carried = carriedOf(annotations, meta.annotations, 'Route', options, ledger);
  return {
    route,
    owner: {
      ref: manifest.ref,
      namespace: meta.namespace ?? options.namespace,
      labels: labels.kept,
      source: manifest.source,
      className: CLASS,
      ...carrying(carried),
    },
    label: 'spec',
    from: openFields(route, ledger),
    annotations,
  };
}

/**
 * What the new objects get of the annotations of a Route, or of those that its Ingress lends it. Where Routes are written
 * again they keep all of them, and whoever writes them speaks of them.
 */
export function carriedOf(
  items: ReadonlyMap<string, ItemId>,
  values: Readonly<Record<string, string>>,
  kind: 'Ingress' | 'Route',
  options: ConvertOptions,
  ledger: Ledger,
): CarriedAnnotation[] {
  if (options.to === 'openshift-route') return [];
  return [...items].flatMap(([key, item]) => {
    const annotation = { key, value: values[key] ?? '', item };
    if (OF_ROUTER.has(key)) return takeWanted(annotation, options, ledger);
    return takeOtherAnnotation(annotation, kind, options, ledger);
  });
}

function openFields(route: Route, ledger: Ledger): OriginatedRoute['from'] {
  const { manifest } = route;
  const from: Partial<Record<RoutePart, readonly ItemId[]>> = {};
  const open = (part: RoutePart, ...paths: readonly FieldPath[]): void => {
    const items = paths.flatMap((path) => {
      const value = valueAt(manifest.content, path);
      if (value === undefined || value === null) return [];
      const isText = typeof value === 'string' || typeof value === 'number';
      // Certificates are long, and keys are secret: neither is shown.
      const isShown = isText && !HIDDEN.has(String(path.at(-1)));
      return [ledger.openField(manifest, path, isShown ? String(value) : undefined)];
    });
    if (items.length > 0) from[part] = items;
  };
  const tls: FieldPath = ['spec', 'tls'];
  open('host', ['spec', 'host']);
  open('subdomain', ['spec', 'subdomain']);
  if (route.host === '' && route.subdomain === '') from.object = [ledger.openField(manifest, [])];
  open('path', ['spec', 'path']);
  open('wildcardPolicy', ['spec', 'wildcardPolicy']);
  open('to', ['spec', 'to']);
  open('alternateBackends', ...route.alternateBackends.map((_, i): FieldPath => ['spec', 'alternateBackends', i]));
  open('port', ['spec', 'port', 'targetPort']);
  open('tls', [...tls, 'termination']);
  if (from.tls === undefined) open('tls', tls);
  open('insecure', [...tls, 'insecureEdgeTerminationPolicy']);
  open('certificate', ...['certificate', 'key', 'caCertificate'].map((key) => [...tls, key]));
  open('externalCertificate', [...tls, 'externalCertificate']);
  open('destinationCaCertificate', [...tls, 'destinationCACertificate']);
  const actions: FieldPath = ['spec', 'httpHeaders', 'actions'];
  open('requestHeaders', ...route.requestHeaders.map((_, i): FieldPath => [...actions, 'request', i]));
  open('responseHeaders', ...route.responseHeaders.map((_, i): FieldPath => [...actions, 'response', i]));
  return from;
}

function valueAt(content: unknown, path: FieldPath): unknown {
  let value = content;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}
