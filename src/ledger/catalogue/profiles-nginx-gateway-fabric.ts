import type { CatalogueEntry } from './entry.js';

/** RS2630 to RS2649: policies, filters and directives of NGINX Gateway Fabric. */
export const profilesNginxGatewayFabric = {
  RS2630: {
    title: 'Kept by a policy of NGINX Gateway Fabric, or the same there anyway',
    severity: 'info',
    why: 'The policy writes the directive of nginx that the controller writes, with the same value.',
    fix: 'Nothing to do.',
  },
  RS2631: {
    title: 'Passwords are checked by an AuthenticationFilter',
    severity: 'info',
    why: 'The same module of nginx reads the same file of users, so every format of htpasswd works. The filter reads a Secret of its own namespace.',
    fix: 'Nothing to do.',
  },
  RS2632: {
    title: 'The filter needs a Secret in another shape',
    severity: 'warning',
    why: 'An AuthenticationFilter reads the key auth of a Secret in its own namespace. The Secret of the input lies elsewhere, or holds a key for each user. Until there is one, the paths answer 500.',
    fix: 'Make the Secret that the message names.',
  },
  RS2633: {
    title: 'Address lists became directives of nginx',
    severity: 'info',
    why: 'NGINX Gateway Fabric has no field for address lists; with --allow-snippets a SnippetsFilter carries the allow and deny directives that the controller writes.',
    fix: 'Check which address reaches the Gateway: NginxProxy spec.rewriteClientIP names proxies in front of it.',
  },
  RS2634: {
    title: 'Limits are counted by the same module of nginx',
    severity: 'info',
    why: 'A RateLimitPolicy, or with --allow-snippets a SnippetsFilter, counts requests or connections of each client address for one object of the source, separately on each replica of the Gateway.',
    fix: 'Nothing to do.',
  },
  RS2635: {
    title: 'A service is asked by auth_request',
    severity: 'info',
    why: 'With --allow-snippets a SnippetsFilter carries the internal location and the directives that the controller renders for auth-url. nginx resolves the name of the service when it reads its configuration.',
    fix: 'Check that the name of the service resolves where the Gateway runs.',
  },
  RS2636: {
    title: 'A policy of the route would be refused',
    severity: 'warning',
    why: 'NGINX Gateway Fabric does not accept a policy whose route shares host, port and path with a route that the policy does not name (TargetConflict), and serves the route without it.',
    fix: 'Give the paths names that no other rule of the host has, or pass --allow-snippets.',
  },
  RS2637: {
    title: 'Whose address lists and limits look at',
    severity: 'info',
    why: 'nginx takes the address of the connection unless NginxProxy spec.rewriteClientIP names proxies that it believes.',
    fix: 'Set NginxProxy spec.rewriteClientIP where a proxy stands in front of the Gateway.',
  },
  RS2638: {
    title: 'A value that NGINX Gateway Fabric cannot hold',
    severity: 'warning',
    why: 'Fields take four digits and one unit, or one variable; words of directives are written only where nothing in them could end the directive or name an unknown variable.',
    fix: 'Choose a value that fits.',
  },
  RS2639: {
    title: 'Times of the proxy cannot be told here',
    severity: 'warning',
    why: 'NGINX Gateway Fabric ignores the timeouts of an HTTPRoute. ProxySettingsPolicy has them since 2.6, and for HTTP only.',
    fix: 'Use release 2.6, or pass --allow-snippets.',
  },
  RS2640: {
    title: 'Only a directive of nginx can say this',
    severity: 'warning',
    why: 'NGINX Gateway Fabric runs on nginx, and a SnippetsFilter could carry the directive of the controller. Directives are written with --allow-snippets only, because a wrong one keeps the whole Gateway from loading changes, and because installations have to allow them.',
    fix: 'Pass --allow-snippets, and install NGINX Gateway Fabric with nginxGateway.snippets.enable=true.',
  },
  RS2641: {
    title: 'Written as a directive of nginx',
    severity: 'info',
    why: 'With --allow-snippets a SnippetsFilter carries the directive of the controller, with its words quoted.',
    fix: 'Nothing to do.',
  },
  RS2642: {
    title: 'Lines of a snippet as they stand',
    severity: 'warning',
    why: 'With --allow-snippets a SnippetsFilter carries what no filter says of a snippet. One line that nginx refuses keeps the whole Gateway from loading changes.',
    fix: 'Try the SnippetsFilter on a Gateway of its own.',
  },
  RS2643: {
    title: 'Lines of a snippet that are left out',
    severity: 'warning',
    why: 'A SnippetsFilter stands in locations that have directives of their own, in an nginx without further modules.',
    fix: 'Read the lines and write what they do as filters or policies.',
  },
  RS2644: {
    title: 'Clients keep their endpoint by their address',
    severity: 'warning',
    why: 'Without NGINX Plus there is no cookie. ip_hash takes the first three numbers of an IPv4 address, or a whole IPv6 address.',
    fix: 'Check who stands in front of the Gateway, or use sessionPersistence with NGINX Plus.',
  },
  RS2645: {
    title: 'Endpoints are chosen by an UpstreamSettingsPolicy',
    severity: 'info',
    why: 'The policy acts on the Service, for every route that uses it.',
    fix: 'Nothing to do.',
  },
  RS2646: {
    title: 'Rewritten by a directive of nginx',
    severity: 'info',
    why: 'Core Gateway API replaces prefixes and whole paths only. With --allow-snippets a SnippetsFilter carries the rewrite directive of the controller.',
    fix: 'Nothing to do.',
  },
  RS2647: {
    title: 'A path that has to be an expression cannot be rewritten as a prefix',
    severity: 'error',
    why: 'NGINX Gateway Fabric takes no path with braces, semicolons or blanks, and compares decoded paths, so that such a path is written as an expression. Only prefixes can be replaced by prefixes.',
    fix: 'Publish the path under another name.',
  },
  RS2648: {
    title: 'The controller believes X-Forwarded-For',
    severity: 'warning',
    why: 'Address lists and limits would look at the address of the proxy in front, unless NginxProxy spec.rewriteClientIP says whom to believe.',
    fix: 'Set spec.rewriteClientIP of the NginxProxy of the Gateway.',
  },
  RS2649: {
    title: 'Traces need an exporter',
    severity: 'warning',
    why: 'An ObservabilityPolicy is accepted only where the NginxProxy of the Gateway names an exporter.',
    fix: 'Set spec.telemetry.exporter.endpoint of the NginxProxy.',
  },
} as const satisfies Record<string, CatalogueEntry>;
