import type { Affinity, BackendProtocol, BackendTls, Balancing, Timeouts } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Layers } from '../layers.js';

/** timeout-server where somebody wrote it; the default is told once for the run. */
export function readTimeouts(layers: Layers): Timeouts | undefined {
  const read = layers.seconds('timeout-server');
  // One time for reading and for sending.
  return read === undefined ? undefined : { read, send: read };
}

/** The cookie of the Service or the ConfigMap (cookie.go). */
export function readAffinity(layers: Layers): Affinity | undefined {
  const [dynamic, fixed] = [layers.text('cookie-persistence'), layers.text('cookie-persistence-no-dynamic')];
  const cookie = dynamic ?? fixed;
  if (cookie === undefined || (dynamic !== undefined && fixed !== undefined)) return undefined;
  const [name = ''] = cookie.value.split(/\s+/);
  return name === '' ? undefined : { cookie: { value: name, from: cookie.from }, details: [] };
}

/** load-balance (loadbalance.go); roundrobin is the default. */
export function readBalancing(layers: Layers): Balancing | undefined {
  const written = layers.text('load-balance');
  if (written === undefined) return undefined;
  layers.leaveToMapping('load-balance');
  const [algorithm = ''] = written.value.split(/[\s(]/);
  const { from } = written;
  switch (algorithm) {
    case 'leastconn':
      return { algorithm: { value: 'least-loaded', from }, byConnections: true };
    case 'roundrobin':
    case 'static-rr':
      return { algorithm: { value: 'round-robin', from } };
    case 'random':
      return { algorithm: { value: 'random', from } };
    case 'source':
      return { hashBy: { value: { key: 'src', isClientAddress: true }, from } };
    default:
      return { hashBy: { value: { key: written.value, isClientAddress: false }, from } };
  }
}

/** TLS towards the pods: switched on by any of three keys, verified by one (ssl.go, crt.go, ca.go; reference §2.7). */
export function readBackendTls(
  layers: Layers,
  secretExists: (namespace: string, name: string) => boolean,
): { readonly protocol: Traced<BackendProtocol>; readonly backendTls: BackendTls } | undefined {
  layers.leaveToMapping('server-crt');
  layers.leaveToMapping('server-proto');
  layers.leaveToMapping('send-proxy-protocol');
  const named = (key: string) => {
    const written = layers.text(key);
    const [namespace = '', name = ''] = written?.value.split('/') ?? [];
    return written !== undefined && secretExists(namespace, name)
      ? { value: { namespace, name }, from: written.from }
      : undefined;
  };
  const ssl = layers.bool('server-ssl');
  const [certificate, ca] = [named('server-crt'), named('server-ca')];
  const from = [...(ssl?.value === true ? ssl.from : []), ...(certificate?.from ?? []), ...(ca?.from ?? [])];
  if (ssl?.value !== true && certificate === undefined && ca === undefined) return undefined;
  return {
    protocol: { value: 'https', from },
    backendTls: {
      verify: { value: ca !== undefined, from: ca?.from ?? [] },
      ...(ca === undefined ? {} : { caSecret: ca }),
    },
  };
}
