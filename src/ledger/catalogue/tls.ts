import type { CatalogueEntry } from './entry.js';

/** RS12: TLS and plain HTTP. */
export const tls = {
  RS1202: { title: 'A certificate', severity: 'info', why: 'A listener presents it.', fix: 'Nothing to do.' },
  RS1203: {
    title: 'A certificate that is not used',
    severity: 'warning',
    why: 'The controller does not use a Secret without key pair, or whose certificate does not cover the host: it presents its default certificate.',
    fix: 'Correct the certificate.',
  },
  RS1204: {
    title: 'A certificate of another Ingress',
    severity: 'warning',
    why: 'The oldest Ingress of a host with tls decides the certificate for all.',
    fix: 'Use one Secret for the host.',
  },
  RS1205: {
    title: 'TLS without a host',
    severity: 'info',
    why: 'The controller ignores tls on rules without a host.',
    fix: 'Remove it.',
  },
  RS1206: {
    title: 'A tls entry, or a host of one, that nothing uses',
    severity: 'info',
    why: 'The certificate of a host comes from the Ingresses whose rules name the host; a host that is only listed in tls gets none.',
    fix: 'Remove it, or add a rule for the host.',
  },
  RS1207: {
    title: 'A certificate behind a passthrough',
    severity: 'info',
    why: 'TLS passes through to the backend.',
    fix: 'Remove it if plain HTTP need not be redirected.',
  },
  RS1208: {
    title: 'Passthrough that never acts',
    severity: 'warning',
    why: 'Passthrough works on exact host names only.',
    fix: 'Name the host in full, without a wildcard.',
  },
  RS1209: {
    title: 'The final slash of redirected URLs',
    severity: 'info',
    why: 'The controller cuts one final slash of the URL when it redirects to https, unless told otherwise.',
    fix: 'Nothing to do.',
  },
  RS1210: {
    title: 'Passthrough without a backend',
    severity: 'warning',
    why: "Passthrough connects to the Service of the host's / path.",
    fix: 'Add a rule for /.',
  },
  RS1211: {
    title: 'No TLSRoute',
    severity: 'error',
    why: 'The chosen version and channel have no TLSRoute.',
    fix: 'Choose Gateway API 1.5 or newer.',
  },
  RS1212: {
    title: 'A passthrough',
    severity: 'info',
    why: 'TLS goes to the backend unopened.',
    fix: 'Check that the controller runs with --enable-ssl-passthrough.',
  },
  RS1213: {
    title: 'A certificate for an existing Gateway',
    severity: 'warning',
    why: 'The Gateway is not written by routeshift, so its listeners have to present the certificates.',
    fix: 'Add the certificates to the Gateway.',
  },
  RS1214: {
    title: 'The default certificate is unknown',
    severity: 'warning',
    why: "The controller's default certificate is a flag, not a manifest.",
    fix: 'Pass --default-ssl-certificate.',
  },
  RS1215: {
    title: 'TLS that ends before the gateway',
    severity: 'info',
    why: 'With use-forwarded-headers the controller believes X-Forwarded-Proto and serves such requests instead of redirecting them.',
    fix: 'Check that the gateway passes the header on.',
  },
  RS1216: {
    title: 'https with the default certificate',
    severity: 'info',
    why: 'The controller answers https for every host it serves, with its default certificate where the host has none of its own. A Gateway has a listener only where a certificate is named.',
    fix: 'Give the host a tls section, or pass --default-ssl-certificate, if clients use https.',
  },
  RS1217: {
    title: 'A certificate that could not be looked into',
    severity: 'info',
    why: 'The controller uses a Secret for a host only if its certificate covers the host. Without the certificate this is assumed.',
    fix: 'Convert together with the Secret, or check that its certificate names the host.',
  },
} as const satisfies Record<string, CatalogueEntry>;
