import { describe, expect, test } from 'vitest';
import { createGatewayModel } from '../../../../src/behaviour/targets/gateway-api.js';
import { answer, gateway, get, object, prefix, route, taker } from './cluster.js';

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'app' }, spec: { ports: [{ port: 80 }] } };
const tls = { certificateRefs: [{ name: 'cert' }] };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert' }, type: 'kubernetes.io/tls' };

describe('guards stand before the backend', () => {
  const externalAuth = { protocol: 'HTTP', backendRef: { name: 'app', port: 80 }, http: { path: '/check' } };

  test('an ExternalAuth filter is the guard external-auth', () => {
    const rules = [{ filters: [{ type: 'ExternalAuth', externalAuth }] }];
    expect(answer([gateway(), route('app', rules)], get('/')).guards).toEqual([
      { kind: 'external-auth', parameters: { backend: 'default/app:80', protocol: 'HTTP', path: '/check' } },
    ]);
  });

  test('an authorizer that does not exist denies everything', () => {
    const auth = { ...externalAuth, backendRef: { name: 'ghost', port: 80 } };
    const rules = [{ filters: [{ type: 'ExternalAuth', externalAuth: auth }] }];
    expect(answer([gateway(), route('app', rules), service], get('/')).status).toBe(500);
  });

  test('session persistence is the guard affinity', () => {
    const rules = [{ sessionPersistence: { sessionName: 'route', absoluteTimeout: '1h30m' } }];
    expect(answer([gateway(), route('app', rules)], get('/')).guards).toEqual([
      { kind: 'affinity', parameters: { type: 'Cookie', cookie: 'route', absoluteTimeout: 5400 } },
    ]);
  });

  test('client certificates of a Gateway guard its HTTPS port, not its HTTP port', () => {
    const front = object('Gateway', 'front', {
      gatewayClassName: 'any',
      listeners: [
        { name: 'web', port: 80, protocol: 'HTTP' },
        { name: 'secure', port: 443, protocol: 'HTTPS', tls },
        { name: 'other', port: 8443, protocol: 'HTTPS', tls },
      ],
      tls: {
        frontend: {
          default: { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] } },
          perPort: [{ port: 8443, tls: {} }],
        },
      },
    });
    const model = createGatewayModel([front, route('app', [{}])]);
    const guards = [
      { kind: 'client-certificate', parameters: { mode: 'AllowValidOnly', authorities: ['default/ca'] } },
    ];
    expect(model.answer(get('/', { scheme: 'https' })).guards).toEqual(guards);
    expect(model.answer(get('/', { scheme: 'https', port: 8443 })).guards).toEqual([]);
    expect(model.answer(get('/')).guards).toEqual([]);
  });
});

describe('what is not there', () => {
  test('Services are taken for granted only while none is given', () => {
    expect(taker(answer([gateway(), route('ghost', [{}])], get('/')))).toBe('ghost');
    expect(taker(answer([gateway(), route('ghost', [{}]), service], get('/')))).toBe(500);
    expect(taker(answer([gateway(), route('ghost', [{}]), service], get('/'), { assumeServicesExist: true }))).toBe(
      'ghost',
    );
  });

  test('a share of an invalid backend is answered with its status', () => {
    const backendRefs = [
      { name: 'app', port: 80, weight: 3 },
      { name: 'ghost', port: 80, weight: 1 },
    ];
    const outcome = answer([gateway(), route('app', [{ backendRefs }]), service], get('/'));
    expect(outcome).toMatchObject({ status: 200, backend: null });
    expect(outcome.backends).toEqual([
      { backend: 'default/app:80', weight: 0.75 },
      { backend: '500', weight: 0.25 },
    ]);
  });

  test('a port without listener refuses connections, and says why', () => {
    expect(answer([gateway(), route('app', [{}])], get('/', { scheme: 'https' }))).toMatchObject({
      status: 0,
      reason: 'no listener on port 443',
    });
    expect(answer([], get('/'))).toMatchObject({ status: 0, reason: 'there is no Gateway' });
  });

  test('a certificate of another type than kubernetes.io/tls leaves its listener unprogrammed', () => {
    const front = gateway({ name: 's', port: 443, protocol: 'HTTPS', tls });
    const https = get('/', { scheme: 'https' });
    expect(answer([front, route('app', [{}]), secret], https)).toMatchObject({
      status: 200,
      certificate: 'default/cert',
    });
    expect(answer([front, route('app', [{}]), { ...secret, type: 'Opaque' }], https)).toMatchObject({
      status: 0,
      reason: 'Gateway default/front spec.listeners[0]: InvalidCertificateRef',
    });
  });

  test('a GRPCRoute does not take requests that are no gRPC calls', () => {
    const spec = { parentRefs: [{ name: 'front' }], rules: [{ backendRefs: [{ name: 'rpc', port: 80 }] }] };
    const objects = [gateway(), object('GRPCRoute', 'rpc', spec)];
    expect(taker(answer(objects, get('/a.B/C')))).toBe(404);
    expect(taker(answer(objects, get('/a.B/C', { method: 'POST' })))).toBe('rpc');
  });
});

describe('namespaces are admitted by selector', () => {
  const admitted = (matchExpressions: readonly object[]) => {
    const namespaces = { from: 'Selector', selector: { matchExpressions } };
    const red = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'red', labels: { team: 'a' } } };
    const objects = [gateway({ allowedRoutes: { namespaces } }), route('app', [{}], {}, { namespace: 'red' }), red];
    return answer(objects, get('/')).status === 200;
  };

  test.each([
    [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['blue', 'red'] }, true],
    [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['red'] }, false],
    [{ key: 'team', operator: 'Exists' }, true],
    [{ key: 'team', operator: 'DoesNotExist' }, false],
    [{ key: 'none', operator: 'NotIn', values: ['x'] }, true],
    [{ key: 'none', operator: 'In', values: ['x'] }, false],
  ])('%o: %s', (expression, result) => {
    expect(admitted([expression])).toBe(result);
  });
});

test('an object that the API server refuses has no effect, and is named', () => {
  const bad = route('bad', [{ matches: [prefix('/a//b')] }]);
  const model = createGatewayModel([gateway(), route('app', [{}]), bad]);
  expect(taker(model.answer(get('/a//b')))).toBe('app');
  expect(model.problems).toEqual([{ object: 'HTTPRoute default/bad', reason: 'refused: path contains //' }]);
});
