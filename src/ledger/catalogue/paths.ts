import type { CatalogueEntry } from './entry.js';

/** RS10: paths and hosts. */
export const paths = {
  RS1001: { title: 'A path', severity: 'info', why: 'The same requests match.', fix: 'Nothing to do.' },
  RS1002: {
    title: 'A path that never gets a request',
    severity: 'warning',
    why: 'Two entries name the same host, path and type. The controller serves the older one and ignores the other without a word.',
    fix: 'Remove one of the two.',
  },
  RS1003: {
    title: 'The order was assumed',
    severity: 'warning',
    why: "Age decides between Ingresses, and manifests carry no creation time. The assumption is the controller's own rule for objects of the same second.",
    fix: 'Check the creation times in the cluster.',
  },
  RS1004: {
    title: 'A case-insensitive path',
    severity: 'warning',
    why: 'As soon as one Ingress of a host uses regular expressions or a rewrite, the controller compares every path of that host as a case-insensitive expression that is open at its end. Gateway API prefixes are case-sensitive and end at slashes.',
    fix: 'Add rules for the spellings that clients really use.',
  },
  RS1005: {
    title: 'A regular expression',
    severity: 'warning',
    why: 'Gateway API leaves dialect, anchoring and precedence of regular expressions to the implementation.',
    fix: 'Test the path on your implementation, or write the paths out.',
  },
  RS1006: {
    title: 'A regular expression beyond RE2',
    severity: 'error',
    why: 'Look-around and back-references do not exist in the dialect of most gateways. Nothing is emitted for the path.',
    fix: 'Write the paths out one by one.',
  },
  RS1007: {
    title: 'A path that is never reached',
    severity: 'warning',
    why: 'An earlier rule of the host takes all of its requests.',
    fix: 'Remove it, or change the order by making it longer.',
  },
  RS1008: {
    title: 'A wildcard host',
    severity: 'info',
    why: 'An Ingress wildcard stands for one label, a Gateway API wildcard for one or more.',
    fix: 'Nothing to do unless deeper names resolve to the gateway.',
  },
  RS1009: {
    title: 'The controller cannot reload',
    severity: 'error',
    why: 'The objects make a configuration that nginx refuses. The controller keeps serving the last good one, for all hosts, and every later change is stuck.',
    fix: 'Correct the objects; what was converted is what they say, not what is being served.',
  },
  RS1010: {
    title: 'A missing final slash',
    severity: 'info',
    why: 'nginx redirects a path without its final slash; so does the emitted rule.',
    fix: 'Nothing to do.',
  },
  RS1011: {
    title: 'A path with special characters',
    severity: 'warning',
    why: 'Match values allow only some characters; others are percent-encoded, and how requests are normalised before the comparison is up to the implementation.',
    fix: 'Test the path.',
  },
  RS1012: {
    title: 'A resource backend',
    severity: 'warning',
    why: 'The controller only knows Services.',
    fix: 'Route to a Service.',
  },
  RS1013: {
    title: 'An unknown port number',
    severity: 'error',
    why: 'Gateway API refers to Services by port number. The Ingress gives a name, and the Service is not in the input.',
    fix: 'Add the Service to the input.',
  },
  RS1014: {
    title: 'A rule without a host',
    severity: 'warning',
    why: 'At the controller it serves hosts that no Ingress names; known hosts never fall back to it. Gateways differ in this.',
    fix: 'Check unmatched paths of your hosts.',
  },
  RS1015: {
    title: 'A check before "not found"',
    severity: 'info',
    why: 'The controller asks for credentials before it answers 404; the gateway answers 404 at once. Nothing is exposed.',
    fix: 'Nothing to do.',
  },
  RS1016: {
    title: 'A default backend that is not used',
    severity: 'warning',
    why: 'spec.defaultBackend serves the unmatched paths of a host only if its Ingress is the oldest of the host, and never those of host-less rules.',
    fix: 'Write a rule for / instead.',
  },
  RS1017: {
    title: 'A prefix that takes more',
    severity: 'warning',
    why: 'Gateway API prefixes include the bare path and the path with a final slash.',
    fix: 'Let the backend answer 404 there if it matters.',
  },
  RS1018: {
    title: 'A host without routes',
    severity: 'info',
    why: 'Nothing of the host was published.',
    fix: 'See the findings of its paths.',
  },
  RS1019: { title: 'A host', severity: 'info', why: 'The host of the routes.', fix: 'Nothing to do.' },
  RS1021: {
    title: 'Other spellings of a path',
    severity: 'info',
    why: 'nginx decodes a path and merges doubled slashes before it looks for a rule, so that /%61pi and //api are /api to it. Gateway API does not say whether an implementation does the same; one that compares paths as they are written finds another rule for such requests, or none.',
    fix: 'Check that your implementation normalises paths, above all where paths are closed.',
  },
  RS1020: {
    title: 'Paths as expressions',
    severity: 'info',
    why: 'use-regex makes every path of the host a case-insensitive expression. Each path says what became of it.',
    fix: 'See the findings of the paths.',
  },
} as const satisfies Record<string, CatalogueEntry>;
