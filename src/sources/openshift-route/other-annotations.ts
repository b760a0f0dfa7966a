import type { Ledger } from '../../ledger/ledger.js';
import { keyOwners } from '../../mappings/key-owners.js';
import type { ItemId } from '../../model/traced.js';
import { sayBookkeeping, sayKeyOfOther } from '../foreign-annotations.js';

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

/** Says what an annotation that the router does not read means for the move. Values are not looked at. */
export function sayOtherAnnotation(key: string, item: ItemId, ledger: Ledger): void {
  if (FOR_INGRESSES.has(key)) {
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS2131',
      message: 'is for Ingresses; on a Route nothing reads it',
    });
    return;
  }
  const owners = keyOwners(key);
  if (owners.length > 0 && !owners.includes('openshift')) {
    sayKeyOfOther(ledger, item, owners, "OpenShift's router serves its hosts");
    return;
  }
  if (ROUTER_PREFIXES.some((prefix) => key.startsWith(prefix))) {
    ledger.say(item, {
      verdict: 'invalid',
      code: 'RS2139',
      message: 'the router knows no annotation of this name and ignores it',
      next: 'Check its spelling, or remove it: today it has no effect.',
    });
    return;
  }
  if (BOOKKEEPING.some((prefix) => key.startsWith(prefix))) {
    sayBookkeeping(ledger, item);
    return;
  }
  const isCertificate = CERTIFICATES.some((prefix) => key.startsWith(prefix));
  ledger.say(item, {
    verdict: 'manual',
    code: 'RS0303',
    severity: isCertificate ? 'warning' : 'info',
    message: 'not an annotation of the router; it is not carried over',
    next: isCertificate
      ? 'Put the issuer annotation on the Gateway: cert-manager issues certificates for Gateway listeners.'
      : 'Copy it to the new objects if the tool that reads it looks there.',
  });
}
