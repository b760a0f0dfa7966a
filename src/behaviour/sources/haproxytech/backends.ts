import type { Guard } from '../../outcome.js';
import { type RawHeader, readRawLines } from '../haproxy-lines.js';
import { type Annotations, lookUp, readBool, readTime } from './annotation-layers.js';
import type { Destination } from './cluster.js';
import type { StoredIngress } from './ingress-objects.js';
import type { Remarks } from './rule-reading.js';

/** A backend of HAProxy, which all Ingresses of a Service port share unless they ask for one of their own. */
export interface Backend {
  readonly name: string;
  readonly label: string;
  readonly hasEndpoints: boolean;
  /** Passed through without decryption. */
  readonly tcp: boolean;
  readonly forwardedFor: boolean;
  readonly cookie: Guard | undefined;
  readonly timeouts: Readonly<Record<string, number>>;
  /** Header lines of backend-config-snippet. */
  readonly rawHeaders: readonly RawHeader[];
}

/** GetBackendName in pkg/service/service.go: `standalone-backend` of any layer puts the Ingress into the name. */
export function backendName(
  { annotations, label, port }: Destination,
  ingress: StoredIngress | undefined,
  config: Annotations,
): string {
  const [namespace = '', service = ''] = label.replace(/:[^:]*$/, '').split('/');
  const layers = [annotations, ingress?.annotations, config];
  const standalone = layers.some((layer) => layer?.get('standalone-backend') === 'true');
  const own = standalone && ingress !== undefined && ingress.name !== '';
  return own ? `${ingress.namespace}_${ingress.name}_svc_${service}_${port}` : `${namespace}_svc_${service}_${port}`;
}

/** Reads what the Service, the Ingress and the ConfigMap say about a backend (reference §2.7). */
export function readBackend(
  name: string,
  destination: Destination,
  ingress: StoredIngress | undefined,
  config: Annotations,
  tcp: boolean,
  remarks: Remarks,
): Backend {
  const layers = [destination.annotations, ...(ingress === undefined ? [] : [ingress.annotations]), config];
  const skipped = (key: string, value: string): void => {
    remarks.messages.push(`service ${destination.label}: ${key}: '${value}' cannot be read`);
  };
  const forwarded = lookUp('forwarded-for', ...layers);
  const forwardedFor = forwarded === '' ? false : readBool(forwarded);
  if (forwardedFor === undefined) skipped('forwarded-for', forwarded);
  if (lookUp('cr-backend', ...layers) !== '') {
    remarks.unmodelled.push(`${destination.label}: cr-backend, which defines the backend in a resource of its own`);
  }
  return {
    name,
    label: destination.label,
    hasEndpoints: destination.hasEndpoints,
    tcp,
    forwardedFor: forwardedFor === true,
    cookie: tcp ? undefined : readCookie(destination, config, remarks),
    timeouts: readTimeouts(layers, config, tcp, skipped),
    rawHeaders: [destination.annotations, ...(ingress === undefined ? [] : [ingress.annotations])].flatMap(
      (layer) => readRawLines(lookUp('backend-config-snippet', layer)).headers,
    ),
  };
}

/** Persistence is a matter of the Service and the ConfigMap; the Ingress has no say (pkg/annotations/service/cookie.go). */
function readCookie(destination: Destination, config: Annotations, remarks: Remarks): Guard | undefined {
  const [dynamic, fixed] = ['cookie-persistence', 'cookie-persistence-no-dynamic'].map(
    (key) => lookUp(key, destination.annotations, config).trim().split(/\s+/)[0] ?? '',
  );
  if (dynamic !== '' && fixed !== '') {
    remarks.messages.push(`service ${destination.label}: both cookie-persistence annotations, so there is none`);
    return undefined;
  }
  const cookie = dynamic || fixed || '';
  return cookie === ''
    ? undefined
    : { kind: 'affinity', parameters: { cookie, path: '/', httpOnly: false, secure: false } };
}

/** Seconds. A value that cannot be read leaves what the defaults section says (reference §2.7). */
function readTimeouts(
  layers: readonly Annotations[],
  config: Annotations,
  tcp: boolean,
  skipped: (key: string, value: string) => void,
): Readonly<Record<string, number>> {
  const read = (key: string, from: readonly Annotations[]): number | undefined => {
    const text = lookUp(key, ...from);
    const time = text === '' ? undefined : readTime(text);
    if (text !== '' && time === undefined) skipped(key, text);
    return time === undefined ? undefined : time / 1000;
  };
  const connect = read('timeout-connect', [config]) ?? 5;
  const server = read('timeout-server', layers) ?? read('timeout-server', [config]) ?? 50;
  const tunnel = read('timeout-tunnel', [config]) ?? 3600;
  return tcp ? { connect, tunnel } : { connect, read: server, tunnel };
}
