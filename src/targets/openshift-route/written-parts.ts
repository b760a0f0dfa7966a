import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef, Remark } from '../../ledger/verdict.js';
import type { OriginatedRoute, RoutePart } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import { distinctAlternates, type WrittenCertificate } from './route-object.js';

const CODE: FindingCode = 'RS2150';

/** Says of every part of a Route where it stands now. What is a default of the API server is left out and stays the same. */
export function sayParts(
  one: OriginatedRoute,
  certificate: WrittenCertificate | undefined,
  emitted: EmittedRef,
  ledger: Ledger,
): void {
  const places = placesOf(one, certificate);
  const isOfIngress = one.owner.ref.kind === 'Ingress';
  const placeOf = (part: RoutePart, item: ItemId): string | undefined => {
    const place = places.get(part);
    if (isOfIngress || place === undefined || place === '') return place;
    // A Route has its fields where it had them.
    const field = ledger.fieldOf(item);
    if (part === 'alternateBackends') return alternatePlace(one, field);
    return field === 'spec.tls.key' && certificate?.key === undefined ? undefined : field;
  };
  for (const [part, items] of Object.entries(one.from))
    for (const item of items) {
      const path = placeOf(part as RoutePart, item);
      const refs = path === undefined ? [] : [path === '' ? emitted : { ...emitted, path }];
      ledger.say(item, remark(isOfIngress, path !== undefined), refs);
      if (part === 'alternateBackends' && !isOfIngress) sayRepeated(one, item, ledger);
    }
}

function remark(isOfIngress: boolean, isWritten: boolean): Remark & { readonly code: FindingCode } {
  const message = isOfIngress
    ? 'stands in an explicit Route'
    : isWritten
      ? 'stays as it is'
      : 'asks for the default, which is left out';
  return { verdict: 'converted', code: CODE, message };
}

function sayRepeated({ route }: OriginatedRoute, item: ItemId, ledger: Ledger): void {
  const { alternateBackends } = route;
  const index = indexOf(ledger.fieldOf(item));
  const service = alternateBackends[index]?.service;
  if (!alternateBackends.slice(index + 1).some((other) => other.service === service)) return;
  ledger.say(item, {
    verdict: 'redundant',
    code: 'RS2123',
    message: `Service ${service} is named again, and the last weight counts; it is written once`,
    next: 'Name every Service once.',
  });
}

function indexOf(field: string): number {
  return Number(/\[(\d+)\]$/.exec(field)?.[1]);
}

/** Where the alternate backend of a field stands once every Service is named once. */
function alternatePlace({ route }: OriginatedRoute, field: string): string {
  const service = route.alternateBackends[indexOf(field)]?.service;
  return `spec.alternateBackends[${distinctAlternates(route).findIndex((one) => one.service === service)}]`;
}

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
