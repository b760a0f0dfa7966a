import { describe, expect, it } from 'vitest';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { annotationItem, convertObjects, ingressesWith, publishedRules } from './sample-ingress.js';

/** An Ingress of the same host without annotations of its own. */
const neighbour = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'neighbour', namespace: 'default' },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: 'app.example.com',
        http: {
          paths: [
            { path: '/neighbour', pathType: 'Prefix', backend: { service: { name: 'other', port: { number: 80 } } } },
          ],
        },
      },
    ],
  },
};

function forwardingNextTo(annotations: Readonly<Record<string, string>>): unknown[] {
  const conversion = convertObjects([...ingressesWith(annotations), neighbour]);
  return publishedRules(conversion).filter((rule) => rule.backendRefs !== undefined);
}

describe('what closes or guards a whole host does so for the Ingresses that say nothing about it', () => {
  it('serves the neighbour of an ordinary Ingress', () => {
    expect(forwardingNextTo({})).toHaveLength(2);
  });

  it('a CA that the controller cannot load locks the host', () => {
    expect(forwardingNextTo({ 'auth-tls-secret': 'only-a-name' })).toEqual([]);
    expect(forwardingNextTo({ 'auth-tls-secret': 'elsewhere/ca' })).toEqual([]);
  });

  it('a client certificate is asked for on every path of the host', () => {
    expect(forwardingNextTo({ 'auth-tls-secret': 'default/ca' })).toEqual([]);
  });

  it('a guard in server-snippet stands before every path of the host', () => {
    expect(forwardingNextTo({ 'server-snippet': 'deny all;' })).toEqual([]);
  });

  it('a guard in configuration-snippet stands before the paths of its Ingress alone', () => {
    expect(forwardingNextTo({ 'configuration-snippet': 'deny all;' })).toHaveLength(1);
  });
});

describe('--accept', () => {
  const guarded: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'auth-type': { 'auth-type': 'basic', 'auth-secret': 'users', 'auth-realm': 'Staff', satisfy: 'all' },
    'auth-url': { 'auth-url': 'http://auth.default.svc/', 'auth-response-headers': 'X-User', 'auth-cache-key': 'k' },
    'limit-rps': { 'limit-rps': '5', 'limit-allowlist': '10.0.0.0/8', 'limit-burst-multiplier': '2' },
    'auth-tls-secret': { 'auth-tls-secret': 'default/ca', 'auth-tls-verify-depth': '2' },
  };
  const cases = Object.entries(guarded).flatMap(([guard, annotations]) =>
    Object.keys(annotations).map((key) => [key, guard, annotations] as const),
  );

  it.each(cases)('%s publishes what %s guards only if the key itself protects', (key, _, annotations) => {
    const conversion = convertObjects(ingressesWith(annotations), 'standard', undefined, [key]);
    const protects = ingressNginx.entry(key)?.entry.protects === true;
    expect(publishedRules(conversion).length > 0).toBe(protects);
    expect(annotationItem(conversion, key).code).not.toBe('RS0001');
  });
});
