/** A URL whose host is a Service of the cluster. */
export interface ClusterUrl {
  readonly scheme: 'http' | 'https';
  readonly service: string;
  readonly namespace: string;
  readonly port: number;
  /** Path as written, `/` when there is none. */
  readonly path: string;
  readonly query: string | undefined;
}

const FORM = /^(https?):\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?(?::(\d+))?(\/[^?]*)?(?:\?(.*))?$/i;

/**
 * Reads `http://name.namespace.svc[.cluster.local][:port][/path]`. Shorter names depend on the resolver of the proxy's
 * own pod and are not taken for Services.
 *
 * @returns undefined for anything else
 */
export function parseClusterUrl(text: string): ClusterUrl | undefined {
  const found = FORM.exec(text);
  if (found === null) return undefined;
  const [, scheme = 'http', service = '', namespace = '', port, path, query] = found;
  const secure = scheme.toLowerCase() === 'https';
  return {
    scheme: secure ? 'https' : 'http',
    service: service.toLowerCase(),
    namespace: namespace.toLowerCase(),
    port: port === undefined ? (secure ? 443 : 80) : Number(port),
    path: path ?? '/',
    query,
  };
}
