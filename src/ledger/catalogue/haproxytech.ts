import type { CatalogueEntry } from './entry.js';

/** RS2230 and up: Ingresses as HAProxy Technologies' controller reads them. */
export const haproxytech = {
  RS2230: {
    title: 'Longer names of a path',
    severity: 'warning',
    why: 'The controller compares ImplementationSpecific paths as texts, so that /a takes /abc, too. Prefixes of the target end at a slash.',
    fix: 'Add a path for the longer names that clients really use.',
  },
  RS2231: {
    title: 'Two Ingresses with one path and different annotations',
    severity: 'error',
    why: 'Both rows stand in the map of the controller, and the smaller one counts. Where they lead to the same backend, that is decided by hashes of their rules, and with it which guard holds.',
    fix: 'Keep the path in one Ingress.',
  },
  RS2232: {
    title: 'A path with a condition of HAProxy',
    severity: 'warning',
    why: 'route-acl on the Service makes its paths rules of their own, which come before all others and do without the annotations of their Ingress. What is no header, cookie or share, or stands beside no path without a condition, is not written.',
    fix: 'Write the condition as matches of an HTTPRoute by hand.',
  },
  RS2233: {
    title: 'A path that the controller leaves out',
    severity: 'warning',
    why: 'The controller writes an error to its log and goes on without the path.',
    fix: 'Correct it if the path is meant to be served.',
  },
  RS2234: {
    title: 'A value that breaks HAProxy',
    severity: 'error',
    why: 'HAProxy refuses the whole configuration because of it, and the controller keeps the previous one for all hosts.',
    fix: 'Write one of 301, 302, 303, 307 and 308.',
  },
  RS2235: {
    title: 'Several default backends',
    severity: 'warning',
    why: 'Every Ingress may replace the default backend of the controller; the one that is processed last wins, in no particular order.',
    fix: 'Keep one of them.',
  },
  RS2236: {
    title: 'The port in the redirect to https',
    severity: 'info',
    why: 'The controller always names a port in the redirect to https, 8443 unless ssl-redirect-port says otherwise.',
    fix: 'Set ssl-redirect-port to 443 if clients reach HTTPS there.',
  },
  RS2237: {
    title: 'A passthrough host below a wildcard',
    severity: 'warning',
    why: 'The controller looks server names up twice, and what it finds for the wildcard replaces what it found for the name.',
    fix: 'Check which Service is meant.',
  },
  RS2238: {
    title: 'A redirect to https that nothing serves',
    severity: 'warning',
    why: 'An entry of spec.tls, or ssl-redirect, redirects plain HTTP, whether or not there is a certificate. Without a single one the controller does not speak TLS at all.',
    fix: 'Name a certificate.',
  },
  RS2239: {
    title: 'Plain HTTP beside a passthrough',
    severity: 'error',
    why: 'At the controller, paths of a host may be served on plain HTTP while its TLS passes through. A passthrough Route has no paths.',
    fix: 'Give the paths a host of their own.',
  },
  RS2240: {
    title: 'Plain HTTP of a passthrough host',
    severity: 'info',
    why: 'The backend of a host whose TLS passes through takes no plain HTTP, so that the controller answers such requests itself, if at all. On the target a wildcard, a rule without a host, or the redirect of a passthrough Route may take them.',
    fix: 'Nothing to do.',
  },
  RS2241: {
    title: 'A list that HTTPS passes by',
    severity: 'warning',
    why: 'As soon as one Ingress of the cluster passes TLS through, the controller asks the lists of other hosts on plain HTTP alone. Where the target has the list, it holds for both schemes.',
    fix: 'Check which clients come by HTTPS today although the list does not name them.',
  },
  RS2242: {
    title: 'A condition that became a match',
    severity: 'info',
    why: 'HAProxy takes a header apart at its commas before it compares, and a header match compares the whole.',
    fix: 'Check whether clients send several values in the header.',
  },
  RS2243: {
    title: 'A list from a file of patterns',
    severity: 'info',
    why: 'The controller reads the addresses from a ConfigMap whenever that changes; the output holds them as they are in the input.',
    fix: 'Convert again when the list changes.',
  },
} as const satisfies Record<string, CatalogueEntry>;
