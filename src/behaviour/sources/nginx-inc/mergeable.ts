/** What a master and its minions take from each other (the lists in internal/configs/annotations.go). */

const NOT_ON_MASTER = new Set([
  'nginx.org/rewrites',
  'nginx.org/ssl-services',
  'nginx.org/grpc-services',
  'nginx.org/websocket-services',
  'nginx.org/sticky-cookie-services',
  'nginx.com/sticky-cookie-services',
  'nginx.com/health-checks',
  'nginx.com/health-checks-mandatory',
  'nginx.com/health-checks-mandatory-queue',
  'nginx.org/use-cluster-ip',
]);

const NOT_ON_MINION = new Set([
  'nginx.org/proxy-hide-headers',
  'nginx.org/proxy-pass-headers',
  'nginx.org/redirect-to-https',
  'ingress.kubernetes.io/ssl-redirect',
  'nginx.org/ssl-redirect',
  'nginx.org/http-redirect-code',
  'nginx.org/hsts',
  'nginx.org/hsts-max-age',
  'nginx.org/hsts-include-subdomains',
  'nginx.org/server-tokens',
  'nginx.org/listen-ports',
  'nginx.org/listen-ports-ssl',
  'nginx.org/server-snippets',
  'nginx.org/ssl-ciphers',
  'nginx.org/ssl-prefer-server-ciphers',
  'nginx.org/app-root',
]);

const INHERITED = [
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

const SET_HEADERS = 'nginx.org/proxy-set-headers';

type Annotations = ReadonlyMap<string, string>;

/** The annotations of a master that count. */
export function masterAnnotations(annotations: Annotations): Annotations {
  return new Map([...annotations].filter(([key]) => !NOT_ON_MASTER.has(key)));
}

/** The annotations of a minion that count, with those that it has from its master (already without what a master may not have). */
export function minionAnnotations(minion: Annotations, master: Annotations): Annotations {
  const own = new Map([...minion].filter(([key]) => !NOT_ON_MINION.has(key)));
  for (const key of INHERITED) {
    const value = master.get(key);
    if (value !== undefined && !minion.has(key)) own.set(key, value);
  }
  const headers = mergedHeaders(minion.get(SET_HEADERS), master.get(SET_HEADERS));
  if (headers !== '') own.set(SET_HEADERS, headers);
  return own;
}

/** Both lists, that of the minion first; of one name the minion's entry (MergeProxySetHeaders). */
function mergedHeaders(minion = '', master = ''): string {
  const nameOf = (entry: string): string => (entry.split(':')[0] ?? '').trim().toLowerCase();
  const own = minion.split(',');
  const names = new Set(own.map(nameOf));
  return [...own, ...master.split(',').filter((entry) => !names.has(nameOf(entry)))]
    .filter((entry) => nameOf(entry) !== '')
    .join(',');
}
