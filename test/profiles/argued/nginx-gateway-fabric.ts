/** Keys of which less or more is reached with the profile nginx-gateway-fabric than the reference declares, and why. */
export const nginxGatewayFabric: Readonly<Record<string, string>> = {
  'app-root': 'The core filter keeps the query, which the controller drops: the same difference as with every profile.',
  'auth-cache-duration':
    'Answers of the service are not cached: every request asks, which is stricter. A cache needs a path on disk.',
  'auth-cache-key': 'Goes with auth-cache-duration.',
  'auth-keepalive': 'Tunes connections to the service; requests are decided alike without it.',
  'auth-keepalive-requests': 'Goes with auth-keepalive.',
  'auth-keepalive-timeout': 'Goes with auth-keepalive.',
  'auth-secret-type':
    'A Secret with a key for each user has to be joined into one key, by hand as long as values are not read.',
  'auth-signin':
    'Stock nginx cannot escape the way back: of a query with several parameters only the first comes back.',
  'auth-tls-match-cn':
    'Rules with client certificates stay withheld, because certificates are checked for whole ports.',
  'auth-tls-pass-certificate-to-upstream': 'Goes with auth-tls-secret, for which rules stay withheld.',
  'connection-proxy-header':
    'The header is refused in filters, and a directive beside the one that is there would send it twice.',
  'custom-http-errors': 'The port of the Service with the pages is not in the input.',
  'enable-opentelemetry': 'Accepted only where the NginxProxy of the Gateway names an exporter.',
  'from-to-www-redirect': 'Location names no port: the same difference as with every profile.',
  'load-balance': 'The value is ewma, for which there is random two least_conn only, as the reference says, too.',
  'mirror-host': 'The core filter has no field, and the mirror locations of NGINX Gateway Fabric take no directives.',
  'mirror-request-body': 'The core filter always copies the body.',
  'opentelemetry-operation-name': 'Goes with enable-opentelemetry.',
  'opentelemetry-trust-incoming-span': 'Goes with enable-opentelemetry.',
  'permanent-redirect': 'The core filter keeps the query: the same difference as with every profile.',
  'proxy-http-version':
    'The directive is there already, and twice is an error of nginx (reference: caveat of proxy-http-version).',
  'relative-redirects': 'Redirects are core filters, beside which no directives are written.',
  'ssl-ciphers': 'An option of the listener, which acts on other hosts, too: told, not written.',
  'ssl-prefer-server-ciphers': 'Goes with ssl-ciphers.',
  'temporal-redirect': 'The core filter keeps the query: the same difference as with every profile.',
  'use-port-in-redirects': 'Redirects are core filters, beside which no directives are written.',
};
