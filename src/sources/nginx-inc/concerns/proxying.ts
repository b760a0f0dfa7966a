import type { Affinity, BackendProtocol, BackendTls, Balancing, Retries, Timeouts } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Annotations } from '../annotations.js';
import type { Context } from '../context.js';
import { secondsOf, serviceNames, stickyServices } from '../grammar.js';

/** Timeouts that somebody chose, in an annotation or the ConfigMap; the controller's defaults are not carried along. */
export function readTimeouts(annotations: Annotations, { settings }: Context): Timeouts | undefined {
  annotations.leaveToMapping('nginx.org/proxy-connect-timeout');
  const time = (name: string): Traced<number> | undefined => {
    const written = annotations.text(`nginx.org/${name}`) ?? settings.written(name);
    const value = written === undefined ? undefined : secondsOf(written.value);
    return written === undefined || value === undefined ? undefined : { value, from: written.from };
  };
  const [read, send] = [time('proxy-read-timeout'), time('proxy-send-timeout')];
  return read === undefined && send === undefined ? undefined : { read, send };
}

/** proxy-next-upstream and its number of tries. */
export function readRetries(annotations: Annotations): Retries | undefined {
  annotations.leaveToMapping('nginx.org/proxy-next-upstream-timeout');
  const on = annotations.text('nginx.org/proxy-next-upstream');
  const tries = annotations.integer('nginx.org/proxy-next-upstream-tries');
  if (on === undefined && tries === undefined) return undefined;
  const words = on?.value.split(/\s+/) ?? [];
  const codes = words.flatMap((word) => (word.startsWith('http_') ? [Number(word.slice(5))] : []));
  const inexpressible = words.filter((word) => word === 'invalid_header' || word === 'non_idempotent');
  return {
    on: on === undefined ? undefined : { value: { codes, off: words.includes('off'), inexpressible }, from: on.from },
    tries,
  };
}

const STICKY = ['nginx.org/sticky-cookie-services', 'nginx.com/sticky-cookie-services'] as const;

/** The sticky cookie of one Service: `NAME [expires=] [domain=] [path=] [samesite=] [httponly] [secure]`. */
export function readAffinity(annotations: Annotations, service: string): Affinity | undefined {
  const [key, older] = STICKY;
  if (annotations.has(key)) annotations.drop(older, 'RS0316', `${key} is set as well and wins`);
  const written = annotations.text(key) ?? annotations.text(older);
  const [cookie, ...words] = stickyServices(written?.value ?? '').get(service) ?? [];
  if (written === undefined || cookie === undefined) return undefined;
  const { from } = written;
  const option = (name: string): string | undefined =>
    words.find((word) => word.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const seconds = secondsOf(option('expires') ?? '');
  const sameSite = (['None', 'Lax', 'Strict'] as const).find(
    (word) => word.toLowerCase() === option('samesite')?.toLowerCase(),
  );
  return {
    cookie: { value: cookie, from },
    maxAge: seconds === undefined || seconds <= 0 ? undefined : { value: seconds, from },
    sameSite: sameSite === undefined ? undefined : { value: sameSite, from },
    secure: { value: words.includes('secure'), from },
    details: [],
  };
}

/** lb-method; without one the controller takes the less busy of two pods that are drawn by lot. */
export function readBalancing(annotations: Annotations): Balancing | undefined {
  annotations.leaveToMapping('nginx.org/lb-method');
  const method = annotations.text('nginx.org/lb-method');
  if (method === undefined) return undefined;
  const { value, from } = method;
  const [, hashed] = /^hash (\S*)/.exec(value) ?? [];
  if (value === 'ip_hash') return { hashBy: { value: { key: 'client address', isClientAddress: true }, from } };
  if (hashed !== undefined)
    return { hashBy: { value: { key: hashed, isClientAddress: /^\$(?:binary_)?remote_addr$/.test(hashed) }, from } };
  return { algorithm: { value: /least/.test(value) ? 'least-loaded' : 'round-robin', from } };
}

/** ssl-services and grpc-services for one Service. gRPC needs HTTP/2, which is off unless the ConfigMap says so. */
export function readProtocol(
  annotations: Annotations,
  service: string,
  { settings, ledger }: Context,
): { readonly protocol?: Traced<BackendProtocol> | undefined; readonly backendTls?: BackendTls | undefined } {
  annotations.leaveToMapping('nginx.org/websocket-services');
  const lists = (key: string): Traced<boolean> | undefined => {
    const list = annotations.text(`nginx.org/${key}`);
    return list === undefined ? undefined : { value: serviceNames(list.value).has(service), from: list.from };
  };
  const [tls, calls] = [lists('ssl-services'), lists('grpc-services')];
  if (calls?.value === true && !settings.bool('http2', false)) {
    const message =
      'http2 is not on in the ConfigMap of the controller, which then speaks plain HTTP to these Services';
    const next = 'Pass --controller-config FILE to follow the real settings.';
    ledger.sayAll(calls.from, { verdict: 'redundant', code: 'RS0316', severity: 'warning', message, next });
  }
  const isCall = calls?.value === true && settings.bool('http2', false);
  const isSecured = tls?.value === true;
  if (!isCall && !isSecured) return {};
  const value: BackendProtocol = isCall ? (isSecured ? 'grpcs' : 'grpc') : 'https';
  const from = [...(isCall ? calls.from : []), ...(isSecured ? tls.from : [])];
  return {
    protocol: { value, from },
    // Nothing is verified, and no server name is sent (semantics 3.7).
    backendTls: isSecured ? { verify: { value: false, from: [] } } : undefined,
  };
}
