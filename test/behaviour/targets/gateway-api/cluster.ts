import type { Outcome, Request } from '../../../../src/behaviour/outcome.js';
import { createGatewayModel, type GatewayModelOptions } from '../../../../src/behaviour/targets/gateway-api.js';

/** Short ways to write the objects and requests of tests. */

export interface ObjectNotes {
  readonly namespace?: string;
  readonly created?: string;
}

export function object(kind: string, name: string, spec: object, notes: ObjectNotes = {}): object {
  const metadata = { name, namespace: notes.namespace, creationTimestamp: notes.created };
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata, spec };
}

export function gateway(...listeners: readonly object[]): object {
  const named = listeners.map((listener, i) => ({ name: `l${i}`, port: 80, protocol: 'HTTP', ...listener }));
  return object('Gateway', 'front', { gatewayClassName: 'any', listeners: named.length > 0 ? named : [web] });
}

const web = { name: 'web', port: 80, protocol: 'HTTP' };

/** An HTTPRoute on the Gateway; a rule that names no backend goes to a Service of the given name. */
export function route(name: string, rules: readonly object[], spec: object = {}, notes: ObjectNotes = {}): object {
  const complete = rules.map((rule) => ({ backendRefs: [{ name, port: 80 }], ...rule }));
  return object(
    'HTTPRoute',
    name,
    { parentRefs: [{ name: 'front', namespace: 'default' }], rules: complete, ...spec },
    notes,
  );
}

export function prefix(value: string): object {
  return { path: { type: 'PathPrefix', value } };
}

export function regex(value: string): object {
  return { path: { type: 'RegularExpression', value } };
}

export function get(path: string, more: Partial<Request> = {}): Request {
  return { scheme: 'http', host: 'a.test', method: 'GET', path, ...more };
}

export function answer(objects: readonly object[], request: Request, options?: GatewayModelOptions): Outcome {
  return createGatewayModel(objects, options).answer(request);
}

/** The name of the only Service that gets the request, or the status of the gateway's own answer. */
export function taker(outcome: Outcome): string | number {
  return outcome.backend === null ? outcome.status : outcome.backend.replace(/^.*\//, '').replace(/:.*$/, '');
}
