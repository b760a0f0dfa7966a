import type { EmittedObject } from '../conversion.js';
import type { ObjectRef } from '../kubernetes/object.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Ledger } from '../ledger/ledger.js';
import type { EmittedRef, Remark } from '../ledger/verdict.js';
import type { CarriedAnnotation } from '../model/carried-annotation.js';
import type { Owner } from '../model/traffic.js';

const ROUTES: ReadonlySet<string> = new Set(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute', 'Route']);

/** What the routes of an object get of its annotations, by key. */
export function keptAnnotations(owner: Owner): Readonly<Record<string, string>> {
  return Object.fromEntries(pairsOf(owner, 'routes').sort(([a], [b]) => (a < b ? -1 : 1)));
}

function pairsOf({ annotations = [] }: Owner, wanted: 'routes' | 'one-route'): [string, string][] {
  return annotations.flatMap(({ key, value, place }): [string, string][] => (place === wanted ? [[key, value]] : []));
}

/** Gives the annotations that belong on one HTTPRoute of an object to the first that was written for it. */
export function withSingleAnnotations(
  carriers: readonly Owner[],
  emitted: readonly EmittedObject[],
): readonly EmittedObject[] {
  const waiting = new Map<ObjectRef, Readonly<Record<string, string>>>();
  for (const owner of carriers) {
    const single = pairsOf(owner, 'one-route');
    if (single.length > 0) waiting.set(owner.ref, Object.fromEntries(single));
  }
  if (waiting.size === 0) return emitted;
  return emitted.map((one) => {
    const [origin] = one.origins;
    const single = origin === undefined ? undefined : waiting.get(origin.ref);
    if (origin === undefined || single === undefined || one.object.kind !== 'HTTPRoute') return one;
    waiting.delete(origin.ref);
    const { metadata } = one.object;
    const all = Object.entries({ ...metadata.annotations, ...single }).sort(([a], [b]) => (a < b ? -1 : 1));
    return { ...one, object: { ...one.object, metadata: { ...metadata, annotations: Object.fromEntries(all) } } };
  });
}

/** Says of the annotations that routes get where they stand. The first object that a route comes from gives it its own. */
export function sayKept(carriers: readonly Owner[], emitted: readonly EmittedObject[], ledger: Ledger): void {
  if (carriers.length === 0) return;
  const routes = new Map<ObjectRef, EmittedObject['object'][]>();
  for (const { object, origins } of emitted) {
    const [origin] = origins;
    if (origin === undefined || !ROUTES.has(object.kind)) continue;
    const known = routes.get(origin.ref);
    if (known === undefined) routes.set(origin.ref, [object]);
    else known.push(object);
  }
  for (const { ref, annotations = [] } of carriers) {
    const mine = routes.get(ref) ?? [];
    for (const annotation of annotations) {
      const { item, key, value, place } = annotation;
      const places = mine.filter(({ metadata }) => metadata.annotations?.[key] === value).map(refOf);
      if ((place !== 'routes' && place !== 'one-route') || places.length === 0) continue;
      // A key of the controller has a verdict of its own, whatever is copied.
      if (annotation.why === undefined) ledger.sayLast(item, remarkOn(annotation), places);
      else ledger.say(item, remarkOn(annotation), places);
    }
  }
}

function refOf({ apiVersion, kind, metadata: { namespace, name } }: EmittedObject['object']): EmittedRef {
  return { apiVersion, kind, namespace, name, path: 'metadata.annotations' };
}

function remarkOn({ key, place, why, next, isRenamed }: CarriedAnnotation): Remark & { readonly code: FindingCode } {
  if (why === undefined)
    return { verdict: 'converted', code: 'RS2447', message: 'copied to the routes, as --keep-annotation asks' };
  const where = place === 'one-route' ? 'one of the routes' : 'the routes';
  const as = isRenamed === true ? ` as ${key}` : '';
  return { verdict: 'converted', code: 'RS2440', message: `kept on ${where}${as}: ${why}`, next };
}
