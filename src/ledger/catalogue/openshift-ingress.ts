import type { CatalogueEntry } from './entry.js';

/** RS2140 to RS2159: Ingresses as OpenShift's ingress-to-route controller reads them, and Routes that are written. */
export const openshiftIngress = {
  RS2140: {
    title: 'An Ingress that OpenShift does not manage',
    severity: 'info',
    why: 'The class annotation, or else spec.ingressClassName, names an IngressClass object; its controller has to be openshift.io/ingress-to-route. An Ingress without a class is managed.',
    fix: 'Add the IngressClass to the input, or pass --ingress-class NAME, if OpenShift manages it.',
  },
  RS2141: {
    title: 'A policy for plain HTTP that no controller reads',
    severity: 'warning',
    why: 'route.openshift.io/insecureEdgeTerminationPolicy is shown on many web pages, but the ingress-to-route controller has no such key: the Routes of an Ingress begin with Redirect.',
    fix: 'Set spec.tls.insecureEdgeTerminationPolicy in an explicit Route.',
  },
  RS2142: {
    title: 'Written in the Ingress, and never served',
    severity: 'warning',
    why: 'The ingress-to-route controller makes no Route of Exact paths, rules without a host, backends that are no Service, and the default backend. It tells of most of them in an event, and of the default backend not at all.',
    fix: 'Write it in a form that the controller takes, or remove it.',
  },
  RS2143: {
    title: 'A mistake that leaves a path without Route',
    severity: 'error',
    why: 'The controller makes no Route, and deletes the one that it made before, when the TLS Secret of the host or the port of the Service is wrong; the API server refuses others, such as a passthrough Route with a path.',
    fix: 'Correct what the finding names.',
  },
  RS2144: {
    title: 'A tls entry that does not cover the host',
    severity: 'warning',
    why: 'The controller looks for the host of the rule in spec.tls letter by letter: a wildcard entry covers no other host, and an entry without hosts covers none.',
    fix: 'List each host in full.',
  },
  RS2145: {
    title: 'An object that is taken to be there',
    severity: 'info',
    why: 'The controller makes no Route without the Service and the TLS Secret that the Ingress names. Where they are not in the input, the cluster is taken to have them.',
    fix: 'Convert together with the Services and Secrets.',
  },
  RS2146: {
    title: 'A wildcard Route',
    severity: 'warning',
    why: 'Of the host *.example.com the controller makes a Route for wildcard.example.com with wildcardPolicy Subdomain, and routers refuse those unless they are told to allow wildcards.',
    fix: 'Set routeAdmission.wildcardPolicy: WildcardsAllowed in the IngressController.',
  },
  RS2147: {
    title: 'An annotation of ingress-nginx on an Ingress of OpenShift',
    severity: 'info',
    why: 'Annotations are copied to the Routes, and nothing there reads those of ingress-nginx. What they protect is open.',
    fix: 'Use the annotation of the router that does the same, if there is one.',
  },
  RS2148: {
    title: 'A destination CA that is not used or not known',
    severity: 'warning',
    why: 'The CA is tls.crt of a Secret of type kubernetes.io/tls or Opaque. The controller passes over everything else, and then the pods are verified by the service CA of the cluster.',
    fix: 'Correct the Secret, and convert together with it.',
  },
  RS2149: {
    title: 'Added to what the controller does',
    severity: 'warning',
    why: 'An explicit Route can do some of what the controller leaves out, though not always exactly. It is added where --add asks for it.',
    fix: 'Check what the finding says about the difference.',
  },
  RS2150: {
    title: 'A Route',
    severity: 'info',
    why: 'The field or annotation stands in an explicit Route and means the same.',
    fix: 'Nothing to do.',
  },
  RS2151: {
    title: 'Routes of a live Ingress hold the host',
    severity: 'warning',
    why: 'The router gives a host and path to the oldest Route. Those that the controller made are older than the new ones, which wait with HostAlreadyClaimed until the old ones are gone.',
    fix: 'Apply the new Routes, see them wait, then delete the Ingress.',
  },
  RS2152: {
    title: 'A certificate by reference',
    severity: 'info',
    why: 'spec.tls.externalCertificate names the Secret instead of holding a copy. New certificates reach the router by themselves; whoever creates or changes the Route needs the permission routes/custom-host, the Secret has to be there first, and the router needs to read it, for which a Role and a RoleBinding are written.',
    fix: 'Pass --inline-certificates for copies instead.',
  },
  RS2153: {
    title: 'A certificate written into the Route',
    severity: 'warning',
    why: 'The controller copies a new certificate of the Secret to its Routes. In an explicit Route the copy stays as it is and expires.',
    fix: 'Replace the certificate in the Route when the Secret changes, or leave out --inline-certificates.',
  },
  RS2154: {
    title: 'Routes that cannot all be served',
    severity: 'warning',
    why: 'The router serves the oldest Route of a host and path, and of two of the same second the one with the lower UID. The others are refused with HostAlreadyClaimed. A passthrough Route tolerates no other Route with TLS on its host, and a host belongs to the namespace of its oldest Route.',
    fix: 'Remove the Route that is not meant.',
  },
  RS2155: {
    title: 'A certificate without its key',
    severity: 'error',
    why: 'A router refuses a Route whose certificate has no key. The key is not in the input, or was blanked out there.',
    fix: 'Write the key into the Route before it is applied.',
  },
  RS2156: {
    title: 'Written by the cluster',
    severity: 'info',
    why: 'Status, identity and owner of an object are written by the cluster and belong to that object alone.',
    fix: 'Nothing to do.',
  },
  RS2157: {
    title: 'A port whose name is not known',
    severity: 'warning',
    why: 'A Route names the port of its Service by name. An Ingress may give its number, and the name is then in the Service, which is not in the input. Without a port a Route spreads requests over all ports of the Service.',
    fix: 'Convert together with the Service.',
  },
  RS2158: {
    title: 'A value that breaks the router',
    severity: 'error',
    why: 'The router takes a number with a plus sign for one and writes it into its configuration, which HAProxy then refuses as a whole: no Route of that router is updated any more.',
    fix: 'Write the number without the sign.',
  },
  RS2159: {
    title: 'Not added',
    severity: 'warning',
    why: 'What --add asks for cannot be expressed here.',
    fix: 'See the finding.',
  },
} as const satisfies Record<string, CatalogueEntry>;
