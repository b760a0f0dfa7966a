import type { Conversion } from '../../src/conversion.js';
import type { Case } from './arbitraries.js';
import { PREFIX } from './arbitrary-annotations.js';
import type { Draft } from './arbitrary-ingress.js';
import { emittedOf } from './output.js';

/** A guard that no Gateway API version can express: what turns it on, and the words that accept its loss. */
const GUARDS: readonly { readonly set: Readonly<Record<string, string>>; readonly accepted: readonly string[] }[] = [
  { set: { 'auth-type': 'basic', 'auth-secret': 'basic-auth' }, accepted: ['auth-type', 'auth-secret', 'RS1711'] },
  { set: { 'auth-url': 'https://auth.example.com/check' }, accepted: ['auth-url', 'auth-signin', 'RS1712'] },
  { set: { 'auth-tls-secret': 'default/ca' }, accepted: ['auth-tls-secret', 'RS1713'] },
  {
    set: { 'whitelist-source-range': '10.0.0.0/8' },
    accepted: ['whitelist-source-range', 'allowlist-source-range', 'RS1714'],
  },
  { set: { 'denylist-source-range': '10.1.0.0/16' }, accepted: ['denylist-source-range', 'RS1714'] },
  { set: { 'limit-rps': '5' }, accepted: ['limit-rps', 'RS1715'] },
];

/**
 * Backends of guarded Ingresses that the output publishes: `own-N` is a Service that only Ingress N names. TLSRoutes are no
 * concern: a passthrough goes past every guard at the source as well.
 */
export function publishedUnguarded(example: Case, conversion: Conversion): string[] {
  const routes = emittedOf(conversion).filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute');
  const backends = new Set(
    routes.flatMap(({ spec }) => (spec.rules ?? []).flatMap((rule) => (rule.backendRefs ?? []).map((ref) => ref.name))),
  );
  return unguarded(example, (service) => backends.has(service));
}

/** Annotations with which a Route keeps a guard. */
const KEPT_BY_ROUTES: Readonly<Record<string, string>> = {
  'whitelist-source-range': 'haproxy.router.openshift.io/ip_allowlist',
  'limit-rps': 'haproxy.router.openshift.io/rate-limit-connections.rate-http',
};

/** The same for OpenShift Routes, which can keep some guards themselves. */
export function routedUnguarded(example: Case, conversion: Conversion): string[] {
  const routes = emittedOf(conversion).flatMap(({ kind, object }) => {
    if (kind !== 'Route') return [];
    const spec = object.spec as {
      to: { name: string };
      tls?: { termination: string };
      alternateBackends?: { name: string }[];
    };
    if (spec.tls?.termination === 'passthrough') return [];
    const services = [spec.to, ...(spec.alternateBackends ?? [])].map(({ name }) => name);
    return [{ services, annotations: object.metadata.annotations ?? {} }];
  });
  return unguarded(example, (service, guard) => {
    const keeper = KEPT_BY_ROUTES[guard] ?? '';
    return routes.some(({ services, annotations }) => services.includes(service) && annotations[keeper] === undefined);
  });
}

function unguarded({ objects, options }: Case, isPublished: (service: string, guard: string) => boolean): string[] {
  if (options.annotationPrefix !== undefined && options.annotationPrefix !== PREFIX) return [];
  return objects.flatMap((object, index) => {
    if (object.kind !== 'Ingress') return [];
    const annotations = annotationsOf(object);
    if (annotations.canary !== undefined || isExempt(object)) return [];
    return GUARDS.filter(
      ({ set, accepted }) =>
        isSet(set, annotations) &&
        isPublished(`own-${index}`, Object.keys(set)[0] ?? '') &&
        !options.accept.some((word) => accepted.includes(word.replace(/^.*\//, ''))),
    ).map(({ set }) => `own-${index} is published without ${Object.keys(set)[0]}`);
  });
}

/** Paths of certificate challenges skip authentication at the source (no-auth-locations; other prefixes can be configured). */
function isExempt({ spec }: Draft): boolean {
  return JSON.stringify(spec).includes('/.well-known/acme-challenge');
}

function annotationsOf(object: Draft): Readonly<Record<string, unknown>> {
  const { annotations } = object.metadata as { annotations?: Readonly<Record<string, unknown>> };
  return Object.fromEntries(
    Object.entries(annotations ?? {}).map(([key, value]) => [key.replace(`${PREFIX}/`, ''), value]),
  );
}

/** Whether the guard is on and no other key of its group stands beside it, which might void it at the source as well. */
function isSet(set: Readonly<Record<string, string>>, annotations: Readonly<Record<string, unknown>>): boolean {
  const group = Object.keys(set)[0]?.split('-').slice(0, 2).join('-') ?? '';
  const others = Object.keys(annotations).filter(
    (key) =>
      (key.startsWith('auth-') && group.startsWith('auth-')) || key === 'satisfy' || key.endsWith('list-source-range'),
  );
  return (
    Object.entries(set).every(([key, value]) => annotations[key] === value) &&
    others.every((key) => Object.hasOwn(set, key) || (key.endsWith('list-source-range') && !group.includes('list')))
  );
}
