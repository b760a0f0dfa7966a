import type { CatalogueEntry } from './entry.js';

/** RS11: redirects and rewrites. */
export const redirects = {
  RS1100: { title: 'A redirect', severity: 'info', why: 'Written as a redirect filter.', fix: 'Nothing to do.' },
  RS1101: {
    title: 'A redirect that keeps the query',
    severity: 'info',
    why: 'A redirect filter carries the query of the request over; the controller drops it.',
    fix: 'Nothing to do unless the target minds a query.',
  },
  RS1102: {
    title: 'Another status code',
    severity: 'warning',
    why: 'The target version does not know the code.',
    fix: 'Choose a newer Gateway API version, or check that clients can live with the other code.',
  },
  RS1103: {
    title: 'A rewrite that cannot be expressed',
    severity: 'error',
    why: 'Gateway API replaces a prefix or the whole path; it has no groups. Nothing is emitted for the path, rather than a wrong one.',
    fix: 'Use the regular expression rewrite of your implementation.',
  },
  RS1104: {
    title: 'A redirect that cannot be expressed',
    severity: 'error',
    why: 'Redirect filters take a scheme, a host, a port and a path.',
    fix: 'Redirect in the application.',
  },
  RS1105: {
    title: 'A rewrite',
    severity: 'info',
    why: 'Proven to be the replacement of a prefix or of the whole path, form by form.',
    fix: 'Nothing to do.',
  },
  RS1106: {
    title: 'A redirect to another host',
    severity: 'info',
    why: 'The port in Location and the handling of a final slash differ.',
    fix: 'Nothing to do.',
  },
  RS1107: {
    title: 'A rewrite to the path itself',
    severity: 'info',
    why: 'Target and path are the same text: the request is forwarded as it is.',
    fix: 'Remove the annotation.',
  },
  RS1108: {
    title: 'An alias that is no host name',
    severity: 'warning',
    why: 'Host names are names of at most 253 characters, or one leading wildcard. nginx also takes expressions.',
    fix: 'List the names.',
  },
  RS1109: {
    title: 'A name that is already a host',
    severity: 'info',
    why: 'An Ingress of its own serves the name.',
    fix: 'Remove the alias or the redirect.',
  },
  RS1110: { title: 'Aliases', severity: 'info', why: 'Host names of the routes.', fix: 'Nothing to do.' },
  RS1200: { title: 'Plain HTTP is served', severity: 'info', why: 'No redirect to https.', fix: 'Nothing to do.' },
  RS1201: {
    title: 'Plain HTTP is redirected',
    severity: 'info',
    why: 'A route of its own on the HTTP listener redirects to https.',
    fix: 'Nothing to do.',
  },
  RS1111: {
    title: 'A doubled slash',
    severity: 'warning',
    why: 'A group that begins with a slash behind a target that ends in one makes two. A prefix replacement makes one.',
    fix: 'Check that the backend means the same by both.',
  },
  RS1112: {
    title: 'A rewrite to nothing',
    severity: 'info',
    why: 'nginx answers 500 where a rewritten path is empty: where every group of the target is, and on the location of the host that takes what no path does.',
    fix: 'Nothing to do.',
  },
} as const satisfies Record<string, CatalogueEntry>;
