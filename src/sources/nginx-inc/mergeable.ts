/** What masters and minions read and take from each other (semantics 3.2; the lists in internal/configs/annotations.go). */

const SERVICES = ['rewrites', 'ssl-services', 'grpc-services', 'websocket-services', 'sticky-cookie-services'];

export const NOT_ON_MASTER: ReadonlySet<string> = new Set([
  ...SERVICES.map((key) => `nginx.org/${key}`),
  'nginx.com/sticky-cookie-services',
  'nginx.com/health-checks',
  'nginx.com/health-checks-mandatory',
  'nginx.com/health-checks-mandatory-queue',
  'nginx.org/use-cluster-ip',
]);

export const NOT_ON_MINION: ReadonlySet<string> = new Set([
  ...[
    'proxy-hide-headers',
    'proxy-pass-headers',
    'redirect-to-https',
    'ssl-redirect',
    'http-redirect-code',
    'hsts',
    'hsts-max-age',
    'hsts-include-subdomains',
    'server-tokens',
    'listen-ports',
    'listen-ports-ssl',
    'server-snippets',
    'ssl-ciphers',
    'ssl-prefer-server-ciphers',
    'app-root',
  ].map((key) => `nginx.org/${key}`),
  'ingress.kubernetes.io/ssl-redirect',
]);

/** Keys of the master that hold for minions without the key. */
export const INHERITED: readonly string[] = [
  'proxy-connect-timeout',
  'proxy-read-timeout',
  'proxy-send-timeout',
  'client-max-body-size',
  'proxy-buffering',
  'proxy-buffers',
  'proxy-buffer-size',
  'proxy-busy-buffers-size',
  'proxy-max-temp-file-size',
  'upstream-zone-size',
  'location-snippets',
  'lb-method',
  'keepalive',
  'max-fails',
  'max-conns',
  'fail-timeout',
  'limit-req-rate',
  'limit-req-key',
  'limit-req-zone-size',
  'limit-req-delay',
  'limit-req-no-delay',
  'limit-req-burst',
  'limit-req-dry-run',
  'limit-req-log-level',
  'limit-req-reject-code',
  'limit-req-scale',
].map((key) => `nginx.org/${key}`);
