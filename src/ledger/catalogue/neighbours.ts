import type { CatalogueEntry } from './entry.js';

/** RS244, RS245, RS246: annotations of other tools, and UDP services. */
export const neighbours = {
  RS2440: {
    title: 'Kept on the routes',
    severity: 'info',
    why: 'The tool that reads the annotation reads it on routes, too. Every route that is made of the object gets it.',
    fix: 'Nothing to do, unless the finding names a setting of the tool.',
  },
  RS2441: {
    title: 'Moved to the Gateway',
    severity: 'info',
    why: 'The tool reads the annotation on what holds the listeners: a Gateway, or a ListenerSet. All objects whose hosts are served there ask for the same.',
    fix: 'Check what the finding names: the tool has to read objects of the Gateway API.',
  },
  RS2442: {
    title: 'One Gateway, several wishes',
    severity: 'warning',
    why: 'An annotation of a Gateway or ListenerSet acts on all that is served there, and the objects behind it ask for different things. Whichever was written would be wrong for the others: cert-manager would replace Secrets that somebody else looks after, ExternalDNS would move the records of other hosts.',
    fix: 'Write Certificates and records of their own, or give the objects Gateways of their own.',
  },
  RS2443: {
    title: 'Nothing that could hold the annotation',
    severity: 'warning',
    why: 'The annotation belongs on what holds the listeners, and there it would do nothing, or is not for this program to write: cert-manager passes over listeners whose Secret is in another namespace and those without a host, and a Gateway that exists is not changed.',
    fix: 'Do what the finding names.',
  },
  RS2444: {
    title: 'Bookkeeping of another tool',
    severity: 'info',
    why: 'The annotation ties the object to what manages it, or tells its history. On another object it would be untrue.',
    fix: 'Nothing to do.',
  },
  RS2445: {
    title: 'Another tool is to be told',
    severity: 'info',
    why: 'The tool that reads the annotation on Ingresses does not read the new objects, or not this key.',
    fix: 'Do what the finding names.',
  },
  RS2446: {
    title: 'An annotation that nobody reads there',
    severity: 'info',
    why: 'The tool of the annotation reads it on other kinds of objects.',
    fix: 'Remove it.',
  },
  RS2447: {
    title: 'Kept because it was asked for',
    severity: 'info',
    why: '--keep-annotation copies annotations to the routes as they are, those of the controller included. What else the finding says of the annotation still holds.',
    fix: 'Nothing to do.',
  },
  RS2448: {
    title: 'Not kept although it was asked for',
    severity: 'warning',
    why: 'The annotation would be untrue on another object, would make the router do something that was not asked of it, or is not valid.',
    fix: 'Leave it out of --keep-annotation, with a glob that begins with an exclamation mark.',
  },
  RS2449: {
    title: 'No object for the annotation',
    severity: 'info',
    why: 'No route is made of the object alone, or none of its hosts has a listener of the kind that the annotation is about.',
    fix: 'Nothing to do, unless the tool is to act on objects that are written by hand.',
  },
  RS2460: {
    title: 'A UDP service with a listener of its own',
    severity: 'info',
    why: 'The port becomes a listener of protocol UDP, to which a UDPRoute attaches. Which ConfigMap of UDP services ingress-nginx reads is said by --udp-services-configmap: one that looks like it and has udp in its name is taken for it.',
    fix: 'Check that the implementation has UDPRoute, and that its Service opens the port.',
  },
  RS2461: {
    title: 'A UDP service',
    severity: 'error',
    why: 'A UDPRoute knows a port and a Service: what raw lines guard is not published, and neither is anything where the chosen Gateway API has no UDPRoute.',
    fix: 'Write a listener and a route for the port by hand, or publish it with a Service.',
  },
  RS2462: {
    title: 'A UDP listener that the Gateway needs',
    severity: 'warning',
    why: 'The Gateway exists already and is not changed. A UDPRoute attaches to a listener of protocol UDP on its port, and to none where there is none.',
    fix: 'Add the listener to the Gateway.',
  },
  RS2463: {
    title: 'A UDP service that the controller skips',
    severity: 'warning',
    why: 'The controller leaves out ports that it keeps for itself, and entries whose Service has no UDP port of that number or name.',
    fix: 'Correct or remove what the controller skips today.',
  },
} as const satisfies Record<string, CatalogueEntry>;
