import type { EmittedObject } from '../../conversion.js';
import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import type { Compiled } from '../compiled.js';
import { compareEmitted } from '../emitted-order.js';
import { originsOf, sourceLine } from '../object-metadata.js';
import { CertificateAccess } from './certificate-access.js';
import { sayNewCookies } from './cookie-names.js';
import { sayControlled, sayCutOver } from './cut-over.js';
import { sayFreed } from './freed-hosts.js';
import { sayClaims } from './host-claims.js';
import { outlivedRoutes, sayOutlived } from './outlived-routes.js';
import { ROUTE_API, routeObject } from './route-object.js';
import { sayWildcards } from './wildcard-admission.js';
import { sayAnnotations } from './written-annotations.js';
import { certificateOf, sayCertificate } from './written-certificate.js';
import { sayParts } from './written-parts.js';

/**
 * Writes Routes as Routes: those that the controller makes of Ingresses, frozen as they are today, and explicit ones in the
 * form of today's API. Every item of theirs is told where it stands.
 */
export function writeRoutes(routes: readonly OriginatedRoute[], router: RouterSettings, ledger: Ledger): Compiled {
  const access = new CertificateAccess();
  const outlived = outlivedRoutes(routes);
  const leftOut = new Set(outlived.map(({ one }) => one));
  const kept = lastOfEachName(
    routes.filter((one) => !leftOut.has(one)),
    ledger,
  );
  const written = kept.map((one) => writeRoute(one, access, ledger));
  for (const one of outlived) sayOutlived(one, ledger);
  sayFreed(outlived, kept, router, ledger);
  sayClaims(kept, router, ledger);
  sayWildcards(kept, router, ledger);
  sayCutOver(kept, ledger);
  sayNewCookies(kept, ledger);
  return { emitted: [...access.objects(), ...written].sort(compareEmitted), closingComments: [], withheld: [] };
}

/** A cluster holds one Route of a name, and what is applied later replaces what was there. */
function lastOfEachName(routes: readonly OriginatedRoute[], ledger: Ledger): OriginatedRoute[] {
  const last = new Map(routes.map((one) => [nameOf(one), one]));
  return routes.filter((one) => {
    if (last.get(nameOf(one)) === one) return true;
    for (const item of itemsOf(one))
      ledger.say(item, {
        verdict: 'redundant',
        code: 'RS2154',
        message: `not written: a later Route of the input is called ${nameOf(one)}, too, and a cluster holds one of them`,
        next: 'Remove one of them, or give it another name.',
      });
    return false;
  });
}

function nameOf({ route, owner }: OriginatedRoute): string {
  return `${owner.namespace ?? 'default'}/${route.meta.name}`;
}

function itemsOf({ from, annotations }: OriginatedRoute): Set<ItemId> {
  return new Set([...Object.values(from).flat(), ...annotations.values()]);
}

function writeRoute(one: OriginatedRoute, access: CertificateAccess, ledger: Ledger): EmittedObject {
  const { route, owner, label } = one;
  const certificate = certificateOf(one);
  const object = routeObject(one, certificate);
  const { name, namespace } = object.metadata;
  const emitted: EmittedRef = { apiVersion: ROUTE_API, kind: 'Route', namespace, name };
  const secret = route.tls?.externalCertificate;
  // Who wrote externalCertificate into a Route has let the router read the Secret already.
  if (owner.ref.kind === 'Ingress' && secret !== undefined) access.add(namespace, secret, owner);
  sayParts(one, certificate, emitted, ledger);
  sayPort(one, ledger);
  sayCertificate(one, certificate, emitted, ledger);
  sayAnnotations(one, emitted, ledger);
  sayControlled(one, ledger);
  const comments = owner.ref.kind === 'Ingress' ? [`made of ${label}`] : [];
  return { object, sources: [sourceLine(owner)], origins: originsOf([owner]), comments, ruleComments: new Map() };
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
