import type { CatalogueEntry } from './entry.js';

/** RS254 and RS255: what both sides answer over the network. */
export const live = {
  RS2540: {
    title: 'Old and new answer differently, and no finding says so',
    severity: 'error',
    why: 'Both entry points were asked the same request several times and answered differently each time, and neither the models nor the findings of the conversion foretold it. Where the report names a side that departs from its model, that side is set up in another way than the manifests say, something stands before it, or the model is wrong.',
    fix: 'Look at the side that departs from its model first: are all objects applied and accepted, and is nothing else in front of it? Where neither departs, the backends answer differently. If both do what the manifests say, report the request with the manifests.',
  },
  RS2541: {
    title: 'A difference that was foreseen and not seen',
    severity: 'info',
    why: 'The models of the two data planes treat the request differently, and both entry points answered alike: the backend answers with what the proxy would have said, the finding does not apply to this implementation, or both addresses lead to the same side.',
    fix: 'Nothing to do, unless it is every difference: then look whether the two addresses are different sides.',
  },
  RS2542: {
    title: 'Answers that change',
    severity: 'warning',
    why: 'The answers differed at first, and when the request was sent again one side answered as the other had done. A canary that shares requests among backends does so, and so does an application that is overloaded, restarting or different from replica to replica.',
    fix: 'Repeat the comparison when the applications are at rest; raise --retries where requests are shared among backends on purpose.',
  },
  RS2543: {
    title: 'The old entry point is not reached',
    severity: 'error',
    why: 'Nobody listens at an address that --old names, or the way to it is closed.',
    fix: 'Check the address, the port, and whether this machine may connect to it; name one scheme only (http://ADDRESS) where the other is not served.',
  },
  RS2544: {
    title: 'The new entry point is not reached',
    severity: 'error',
    why: 'Nobody listens at an address that --new names, or the way to it is closed. A Gateway without an accepted listener for a port does not listen there.',
    fix: 'Check the address, the port, the status of the Gateway and its listeners, and whether this machine may connect to it.',
  },
  RS2545: {
    title: 'Neither side answered',
    severity: 'warning',
    why: 'Both entry points closed the connection, refused the handshake, took too long, or sent something that is no HTTP, where the models expect an answer. Nothing could be compared.',
    fix: 'Look at the backend of the request; raise --timeout where it is slow.',
  },
  RS2546: {
    title: 'Another certificate',
    severity: 'info',
    why: 'Both sides show certificates that are for the server name, or both show some that are not, and they are not the same. Clients that pin a certificate notice; others do not, as long as they trust both.',
    fix: 'Check that clients trust the issuer of the new one.',
  },
  RS2547: {
    title: 'Requests that were not sent',
    severity: 'info',
    why: 'Only GET, HEAD and OPTIONS are sent unless more is permitted; client addresses cannot be made up, and a scheme needs an address on both sides.',
    fix: 'Permit methods that do no harm with --methods, and name addresses for both schemes.',
  },
  RS2548: {
    title: 'The comparison ended early',
    severity: 'warning',
    why: 'It was stopped, or one side took no more connections. What had been found until then is told.',
    fix: 'Lower --rate or --concurrency if the load was too much, and run it again.',
  },
  RS2549: {
    title: 'Bodies of which the beginning was compared',
    severity: 'info',
    why: 'No more than 1 MiB of a body is read.',
    fix: 'Nothing to do.',
  },
  RS2550: {
    title: 'Both sides answer otherwise than their models',
    severity: 'warning',
    why: 'Both entry points answered alike, and neither does what the manifests say: something stands before both of them, such as a load balancer that redirects or ends TLS, or other objects than these are applied.',
    fix: 'Name the addresses of the controller and of the Gateway themselves, and compare with the manifests that are applied.',
  },
} as const satisfies Record<string, CatalogueEntry>;
