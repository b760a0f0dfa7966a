import type { CatalogueEntry } from './entry.js';

/** HAProxy Ingress, from RS2200 on. */
export const haproxyIngress = {
  RS2200: {
    title: 'What HAProxy Ingress does without being asked',
    severity: 'info',
    why: 'The controller ends connections to a pod that is silent for 50 seconds, and upgraded connections that are idle for an hour.',
    fix: 'Check the defaults of your implementation.',
  },
  RS2201: {
    title: 'A TCP service',
    severity: 'error',
    why: 'tcp-service-port makes an Ingress of HAProxy Ingress a TCP port of its own, which serves no HTTP, and controllers of HAProxy and NGINX open the ports of a ConfigMap of TCP services. A TCPRoute knows a port and a Service: what ends TLS, asks for a server name, guards the port or speaks the PROXY protocol is not published, and neither is anything where the chosen Gateway API has no TCPRoute.',
    fix: 'Write a listener and a route for the port by hand, or publish it with a Service.',
  },
  RS2202: {
    title: 'Rules that ask for headers',
    severity: 'error',
    why: 'http-header-match puts rules before all others of the host, whatever the length of their path, for requests with these headers. Routes compare paths first, so that this is written only where one header decides between two backends with the same settings.',
    fix: 'Write a rule with these headers for the path, and for each longer path of the host.',
  },
  RS2203: {
    title: 'Skipped by the controller',
    severity: 'warning',
    why: 'HAProxy Ingress leaves out single paths whose Service or port does not exist, or that an older Ingress has already, and entries of spec.tls without hosts. Of a ConfigMap of TCP services, controllers leave out entries in the same way, and ports of their own.',
    fix: 'Correct or remove what the controller skips today.',
  },
  RS2204: {
    title: 'An alias that is served like its host',
    severity: 'warning',
    why: 'The controller has no certificate for an alias and leaves out settings for it in which paths of one Service differ, protections included. Here the alias is a host like the other.',
    fix: 'Check that the certificate covers the alias.',
  },
  RS2205: {
    title: 'Another object decides',
    severity: 'info',
    why: 'Where several objects speak of the same host or Service port, the oldest one counts, and a Service before every Ingress.',
    fix: 'Keep the setting in one place.',
  },
  RS2206: {
    title: 'A fault that opens what it was to close',
    severity: 'warning',
    why: 'HAProxy Ingress passes over entries of lists that are no addresses, and asks for no password where the Secret cannot be read.',
    fix: 'Correct it if the paths are meant to be protected.',
  },
  RS2207: {
    title: 'Redirected from another name',
    severity: 'info',
    why: 'redirect-from answers with a Location without scheme and passes over paths of the ACME challenge.',
    fix: 'Provide a certificate that covers both names.',
  },
  RS2208: {
    title: 'An annotation that acts on nothing',
    severity: 'info',
    why: 'No rule that is published depends on it.',
    fix: 'Remove it if it has no purpose.',
  },
  RS2210: {
    title: 'The type of paths',
    severity: 'info',
    why: 'path-type says how paths without a type of their own are compared.',
    fix: 'Nothing to do.',
  },
  RS2211: {
    title: 'Plain HTTP beside a passthrough',
    severity: 'warning',
    why: 'ssl-passthrough-http-port sends plain HTTP for / to another port of the Service.',
    fix: 'Write a route to that port on the HTTP listener.',
  },
  RS2212: {
    title: 'HTTPS without a certificate of its own',
    severity: 'warning',
    why: 'ssl-always-add-https serves a host with the default certificate of the controller, which is in no manifest.',
    fix: 'Give the host a listener with a certificate of its own.',
  },
  RS2213: {
    title: 'CORS as HAProxy Ingress answers it',
    severity: 'info',
    why: 'HAProxy answers every OPTIONS request of the path itself, tells other origins the first one of the list, and adds Vary. A CORS filter answers preflights only, and other origins nothing.',
    fix: 'Check that clients send preflights as browsers do.',
  },
  RS2214: {
    title: 'A redirect whose Location is written otherwise',
    severity: 'info',
    why: 'redirect-to and app-root are sent as they are written, and not for paths of the ACME challenge; a redirect filter writes the whole address, and keeps the query of the request.',
    fix: 'Nothing to do for clients that follow redirects.',
  },
  RS2215: {
    title: 'A prefix that ends elsewhere',
    severity: 'warning',
    why: 'Below wildcard hosts, and of type begin, /app also takes /application, and a path with a final slash does not take the one without. Routes take whole segments.',
    fix: 'Check whether clients rely on it.',
  },
  RS2216: {
    title: 'Hidden but for other letter case',
    severity: 'info',
    why: 'Paths of type begin ignore letter case, those of type prefix do not.',
    fix: 'Check whether clients write the path in other letter case.',
  },
  RS2217: {
    title: 'Settings that act where another rule takes the request',
    severity: 'warning',
    why: 'HAProxy looks settings up by host and path of the request among all paths of the Service port. Where a host without certificate falls through to other rules over HTTPS, its own settings act there.',
    fix: 'Give the host a certificate, or check what protects it over HTTPS; write a path once only.',
  },
  RS2218: {
    title: 'Rules that differ by scheme',
    severity: 'warning',
    why: 'HAProxy Ingress serves the rules of a host over HTTPS only where spec.tls names the host, and asks wildcards and rules without host otherwise. A Route serves its path over both schemes.',
    fix: 'Give the host a certificate of its own.',
  },
  RS2219: {
    title: 'A TCP service with a listener of its own',
    severity: 'info',
    why: 'The port becomes a listener of protocol TCP, to which a TCPRoute attaches. Which ConfigMap of TCP services a controller reads is said by a flag of it, so that one that looks like it is taken for it.',
    fix: 'Check that the implementation has TCPRoute, and that its Service opens the port.',
  },
  RS2220: {
    title: 'A TCP listener that the Gateway needs',
    severity: 'warning',
    why: 'The Gateway exists already and is not changed. A TCPRoute attaches to a listener of protocol TCP on its port, and to none where there is none.',
    fix: 'Add the listener to the Gateway.',
  },
} as const satisfies Record<string, CatalogueEntry>;
