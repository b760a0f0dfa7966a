import type { Fate, Neighbour } from '../neighbour.js';

const TOOL = 'cert-manager';
const GATEWAYS = 'https://cert-manager.io/docs/usage/gateway/#supported-annotations';
const INGRESSES = 'https://cert-manager.io/docs/usage/ingress/#supported-annotations';

const SOLVER = 'an ACME issuer with an HTTP-01 solver needs a solver of kind gatewayHTTPRoute';
const AS_CERTIFICATE =
  'Write a Certificate for the Secret that the Route refers to, or run the add-on of cert-manager that reads Routes (cert-manager.io/issuer-name and cert-manager.io/issuer-kind).';

const onRoutes: Fate = {
  is: 'told',
  why: 'cert-manager reads no Routes, and nobody renews the certificate once the Ingress is gone',
  next: AS_CERTIFICATE,
  isUrgent: true,
};

/** What makes cert-manager act at all: one of the two (hasShimAnnotation in certificate-shim/helper.go). */
export const ISSUERS: readonly string[] = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer'];

/** What the certificates are like (translateAnnotations in certificate-shim/helper.go). */
const DETAILS = [
  'issuer-kind',
  'issuer-group',
  'common-name',
  'alt-names',
  'ip-sans',
  'email-sans',
  'subject-organizations',
  'subject-organizationalunits',
  'subject-countries',
  'subject-provinces',
  'subject-localities',
  'subject-postalcodes',
  'subject-streetaddresses',
  'subject-serialnumber',
  'duration',
  'renew-before',
  'renew-before-percentage',
  'usages',
  'revision-history-limit',
  'private-key-algorithm',
  'private-key-encoding',
  'private-key-size',
  'private-key-rotation-policy',
  'secret-template',
];

const SOLVER_KEYS = ['http01-edit-in-place', 'http01-ingress-class', 'http01-ingress-ingressclassname'];

function moved(key: string, why: string, next?: string): Neighbour {
  return {
    key,
    tool: TOOL,
    to: { 'gateway-api': { is: 'moved', about: 'certificates', why, next }, 'openshift-route': onRoutes },
    reference: GATEWAYS,
  };
}

export const certManager: readonly Neighbour[] = [
  ...ISSUERS.map((key) =>
    moved(
      key,
      'cert-manager issues a certificate for each listener with a host and a Secret of the same namespace',
      `Switch on the Gateway API support of cert-manager, and check the issuer: ${SOLVER}. Certificates belong to the Ingress and go away with it: cert-manager makes them anew for the Gateway, and the Secrets stay unless --enable-certificate-owner-ref is set.`,
    ),
  ),
  ...DETAILS.map((name) => moved(`cert-manager.io/${name}`, 'it acts on the certificates of all listeners there')),
  ...SOLVER_KEYS.map((name): Neighbour => {
    const why = 'it tells the HTTP-01 solver which Ingress to use';
    return {
      key: `acme.cert-manager.io/${name}`,
      tool: TOOL,
      to: {
        'gateway-api': {
          is: 'told',
          why: `${why}, and challenges come through the Gateway afterwards`,
          next: `Check the issuer: ${SOLVER}.`,
          isUrgent: true,
        },
        'openshift-route': {
          is: 'told',
          why: `${why}; on OpenShift a Route has to serve what the solver makes`,
          next: 'Check the class of the HTTP-01 solver of the issuer.',
          isUrgent: true,
        },
      },
      reference: INGRESSES,
    };
  }),
  {
    key: 'kubernetes.io/tls-acme',
    tool: TOOL,
    to: {
      'gateway-api': {
        is: 'told',
        why: 'cert-manager reads it on Ingresses alone, and takes its default issuer for them',
        next: `Write cert-manager.io/cluster-issuer with the name of that issuer on the Gateway; ${SOLVER}.`,
        isUrgent: true,
      },
      'openshift-route': onRoutes,
    },
    reference: INGRESSES,
  },
  {
    key: 'cert-manager.io/uri-sans',
    tool: TOOL,
    to: {
      'gateway-api': { is: 'idle', why: 'cert-manager reads it on Certificates, not on Ingresses' },
      'openshift-route': { is: 'idle', why: 'cert-manager reads it on Certificates, not on Ingresses' },
    },
    reference: INGRESSES,
  },
  ...['cert-manager.io/*', 'acme.cert-manager.io/*', 'venafi.cert-manager.io/*'].map(
    (key): Neighbour => ({
      key,
      tool: TOOL,
      to: {
        'gateway-api': {
          is: 'told',
          why: 'it is none of the keys that cert-manager is known to read on Gateways',
          next: 'Put it on the Gateway if cert-manager is to read it there, or on a Certificate.',
          isUrgent: true,
        },
        'openshift-route': onRoutes,
      },
      reference: GATEWAYS,
    }),
  ),
  {
    key: 'certmanager.k8s.io/*',
    tool: 'an old cert-manager',
    to: {
      'gateway-api': {
        is: 'told',
        why: 'only releases before 0.11 read it',
        next: 'Write the cert-manager.io annotations on the Gateway.',
      },
      'openshift-route': {
        is: 'told',
        why: 'only releases before 0.11 read it',
        next: 'Write a Certificate of cert-manager.io for the Secret that the Route refers to.',
      },
    },
    reference: INGRESSES,
  },
];
