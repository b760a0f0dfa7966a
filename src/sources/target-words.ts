import type { TargetName } from '../options.js';

/** What an Ingress is told in the words of the API that it is converted to. */
export interface TargetWords {
  /** What the class of an Ingress comes to, as a clause. */
  readonly ofClass: string;
  /** What is there before anything else is asked where no rule takes a request, as a clause. */
  readonly unmatched: string;
  readonly certManager: string;
  readonly acmeSolver: string;
  readonly oldCertManager: string;
  readonly externalDns: string;
  readonly settings: string;
  /** What is refused when the certificate of a Secret is unusable. */
  readonly user: string;
  readonly mirrors: string;
}

const WORDS: Readonly<Record<TargetName, TargetWords>> = {
  'gateway-api': {
    ofClass: 'decides which Gateway serves the routes',
    unmatched: 'the gateway answers 404',
    certManager: 'Put the issuer annotation on the Gateway: cert-manager issues certificates for Gateway listeners.',
    acmeSolver: 'Check the HTTP-01 solver: it needs a gatewayHTTPRoute section instead of an Ingress class.',
    oldCertManager: 'Use the cert-manager.io annotations on the Gateway.',
    externalDns:
      'Run ExternalDNS with the gateway-httproute source; target annotations belong on the Gateway, others on the route.',
    settings: 'Configure it at the gateway if it is still wanted.',
    user: 'the listener',
    mirrors: 'Gateway API mirrors to Services only',
  },
  'openshift-route': {
    ofClass: 'is served by the controller; Routes have no class, and routers choose them by labels and namespaces',
    unmatched: 'the router answers 503',
    certManager: 'Make a Certificate of its own for the Secret that the Route refers to.',
    acmeSolver: 'Check the HTTP-01 solver: it makes an Ingress, which OpenShift has to serve by a Route.',
    oldCertManager: 'Make a Certificate of cert-manager.io for the Secret that the Route refers to.',
    externalDns: 'Run ExternalDNS with the openshift-route source, and copy the annotation to the Route.',
    settings: 'Configure it on the IngressController if it is still wanted.',
    user: 'the Route',
    mirrors: 'Routes copy no requests at all',
  },
};

export function wordsOf(target: TargetName): TargetWords {
  return WORDS[target];
}
