import type { Ledger } from '../../ledger/ledger.js';
import type { CarriedAnnotation } from '../../model/carried-annotation.js';
import type { ItemId } from '../../model/traced.js';
import {
  type CarryOptions,
  type ReadAnnotation,
  type Reader,
  sayBookkeeping,
  takeForeignAnnotation,
  takeWanted,
} from '../foreign-annotations.js';

const ROUTER: Reader = {
  controller: 'openshift',
  name: 'the router',
  serves: "OpenShift's router serves its hosts",
};
const ROUTER_PREFIXES = ['haproxy.router.openshift.io/', 'router.openshift.io/', 'route.openshift.io/'];
/** Keys that are meant for Ingresses, and do nothing on a Route. */
const FOR_INGRESSES: ReadonlySet<string> = new Set([
  'route.openshift.io/termination',
  'route.openshift.io/destination-ca-certificate-secret',
  'route.openshift.io/reconcile-labels',
  'route.openshift.io/insecureEdgeTerminationPolicy',
  'kubernetes.io/ingress.class',
]);
/** Written by machines about the object itself; nothing of it belongs on another object. */
const BOOKKEEPING = ['kubectl.kubernetes.io/', 'openshift.io/', 'app.openshift.io/', 'template.openshift.io/'];
const CERTIFICATES = ['cert-manager.io/', 'cert-utils-operator.redhat-cop.io/', 'kubernetes.io/tls-acme'];

/**
 * Says what an annotation that the router does not read means for the move, and answers what the new objects get of it.
 *
 * @param kind of the object that it stands on
 */
export function takeOtherAnnotation(
  annotation: ReadAnnotation,
  kind: 'Ingress' | 'Route',
  options: CarryOptions,
  ledger: Ledger,
): CarriedAnnotation[] {
  const { key, item } = annotation;
  const isRouterKey = ROUTER_PREFIXES.some((prefix) => key.startsWith(prefix));
  if (FOR_INGRESSES.has(key) || isRouterKey) {
    if (FOR_INGRESSES.has(key)) sayForIngresses(item, ledger);
    else sayUnknownToRouter(item, ledger);
    return takeWanted(annotation, options, ledger);
  }
  if (BOOKKEEPING.some((prefix) => key.startsWith(prefix))) {
    sayBookkeeping(ledger, item);
    return [];
  }
  if (kind === 'Route' && CERTIFICATES.some((prefix) => key.startsWith(prefix))) {
    ledger.say(item, {
      verdict: 'manual',
      code: 'RS2445',
      severity: 'warning',
      message: 'makes a tool write the certificate into the Route; it is not carried over',
      next: 'Put the issuer annotation on the Gateway: cert-manager issues certificates for Gateway listeners.',
    });
    return takeWanted(annotation, options, ledger);
  }
  return takeForeignAnnotation(annotation, ROUTER, options, ledger);
}

function sayForIngresses(item: ItemId, ledger: Ledger): void {
  const message = 'is for Ingresses; on a Route nothing reads it';
  ledger.say(item, { verdict: 'redundant', code: 'RS2131', message });
}

function sayUnknownToRouter(item: ItemId, ledger: Ledger): void {
  ledger.say(item, {
    verdict: 'invalid',
    code: 'RS2139',
    message: 'the router knows no annotation of this name and ignores it',
    next: 'Check its spelling, or remove it: today it has no effect.',
  });
}
