import type { EmittedObject } from '../../conversion.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef, Remark } from '../../ledger/verdict.js';
import type { OriginatedRoute, RoutePart } from '../../model/originated-route.js';
import type { Compiled } from '../compiled.js';
import { sourceLine } from '../object-metadata.js';
import { CertificateAccess } from './certificate-access.js';
import { sayCutOver } from './cut-over.js';
import { sayClaims } from './host-claims.js';
import { outlivedRoutes, sayOutlived } from './outlived-routes.js';
import { ROUTE_API, routeObject, type WrittenCertificate } from './route-object.js';
import { sayAnnotations } from './written-annotations.js';
import { certificateOf, sayCertificate } from './written-certificate.js';

/** Order of kinds in the output: what the API server asks for when a Route comes stands before it. */
const KINDS = ['Role', 'RoleBinding', 'Route'];

/**
 * Writes Routes as Routes: those that the controller makes of Ingresses, frozen as they are today, and explicit ones in the
 * form of today's API. Every item of theirs is told where it stands.
 */
export function writeRoutes(routes: readonly OriginatedRoute[], ledger: Ledger): Compiled {
  const access = new CertificateAccess();
  const outlived = outlivedRoutes(routes);
  for (const one of outlived) sayOutlived(one, ledger);
  const leftOut = new Set(outlived.map(({ one }) => one));
  const kept = routes.filter((one) => !leftOut.has(one));
  const written = kept.map((one) => writeRoute(one, access, ledger));
  sayClaims(kept, ledger);
  sayCutOver(kept, ledger);
  return { emitted: [...access.objects(), ...written].sort(compareObjects), closingComments: [], withheld: [] };
}

function writeRoute(one: OriginatedRoute, access: CertificateAccess, ledger: Ledger): EmittedObject {
  const { route, owner, label } = one;
  const certificate = certificateOf(one);
  const object = routeObject(one, certificate);
  const { name, namespace } = object.metadata;
  const emitted: EmittedRef = { apiVersion: ROUTE_API, kind: 'Route', namespace, name };
  const secret = route.tls?.externalCertificate;
  // Who wrote externalCertificate into a Route has let the router read the Secret already.
  if (owner.ref.kind === 'Ingress' && secret !== undefined) access.add(namespace, secret, sourceLine(owner));
  sayParts(one, certificate, emitted, ledger);
  sayPort(one, ledger);
  sayCertificate(one, certificate, emitted, ledger);
  sayAnnotations(one, emitted, ledger);
  const comments = owner.ref.kind === 'Ingress' ? [`made of ${label}`] : [];
  return { object, sources: [sourceLine(owner)], comments, ruleComments: new Map() };
}

const WRITTEN = {
  verdict: 'converted',
  code: 'RS2150',
  message: 'stands in an explicit Route',
} as const satisfies Remark;

/** Where each part of a Route stands in its manifest, as far as it is written there. */
function placesOf(
  { route }: OriginatedRoute,
  certificate: WrittenCertificate | undefined,
): ReadonlyMap<RoutePart, string> {
  const { tls } = route;
  const places: [RoutePart, string, boolean][] = [
    ['object', '', true],
    ['labels', 'metadata.labels', Object.keys(route.meta.labels).length > 0],
    ['host', 'spec.host', route.host !== ''],
    ['subdomain', 'spec.subdomain', route.subdomain !== ''],
    ['path', 'spec.path', route.path !== ''],
    ['wildcardPolicy', 'spec.wildcardPolicy', route.wildcardPolicy !== 'None'],
    ['to', 'spec.to', true],
    ['alternateBackends', 'spec.alternateBackends', route.alternateBackends.length > 0],
    ['port', 'spec.port', route.targetPort !== undefined],
    ['tls', 'spec.tls.termination', tls !== undefined],
    ['insecure', 'spec.tls.insecureEdgeTerminationPolicy', tls !== undefined && tls.insecure !== 'None'],
    ['certificate', 'spec.tls.certificate', certificate !== undefined],
    ['externalCertificate', 'spec.tls.externalCertificate', tls?.externalCertificate !== undefined],
    ['destinationCaCertificate', 'spec.tls.destinationCACertificate', (tls?.destinationCaCertificate ?? '') !== ''],
    ['requestHeaders', 'spec.httpHeaders.actions.request', route.requestHeaders.length > 0],
    ['responseHeaders', 'spec.httpHeaders.actions.response', route.responseHeaders.length > 0],
  ];
  return new Map(places.filter(([, , isWritten]) => isWritten).map(([part, path]) => [part, path]));
}

/** What is a default of the API server needs no place: the same holds without it. */
function sayParts(
  one: OriginatedRoute,
  certificate: WrittenCertificate | undefined,
  emitted: EmittedRef,
  ledger: Ledger,
): void {
  const places = placesOf(one, certificate);
  for (const [part, items] of Object.entries(one.from)) {
    const path = places.get(part as RoutePart);
    const ref = path === undefined ? [] : [path === '' ? emitted : { ...emitted, path }];
    ledger.sayAll(items, WRITTEN, ref);
  }
}

/** An Ingress may give the number of a port whose name only the Service knows. */
function sayPort({ route, from, servicePort }: OriginatedRoute, ledger: Ledger): void {
  if (servicePort === undefined || servicePort.isKnown || route.targetPort !== undefined) return;
  const { number } = servicePort;
  ledger.sayAll(from.port ?? [], {
    verdict: 'approximated',
    code: 'RS2157',
    message: `Service ${route.to.service} is not in the input, so the name of its port ${number} is not known; the Route is written without a port, which is right only for a Service with one port`,
    next: `Convert together with the Service, or write the name of port ${number} into spec.port.targetPort.`,
  });
}

function compareObjects(a: EmittedObject, b: EmittedObject): number {
  const kinds = KINDS.indexOf(a.object.kind) - KINDS.indexOf(b.object.kind);
  if (kinds !== 0) return kinds;
  const [x, y] = [a.object.metadata, b.object.metadata];
  if ((x.namespace ?? '') !== (y.namespace ?? '')) return (x.namespace ?? '') < (y.namespace ?? '') ? -1 : 1;
  return x.name < y.name ? -1 : x.name > y.name ? 1 : 0;
}
