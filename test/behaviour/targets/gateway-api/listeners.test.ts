import { describe, expect, test } from 'vitest';
import {
  coveringHostnames,
  coversHost,
  hostWithoutPort,
  intersectHostnames,
} from '../../../../src/behaviour/targets/gateway-api/hostname.js';
import { createGatewayModel } from '../../../../src/behaviour/targets/gateway-api.js';
import { gateway, get, object, route, taker } from './cluster.js';

describe('hostnames', () => {
  test.each([
    ['www.e.com', 'www.e.com', 'www.e.com'],
    ['*.e.com', 'a.b.e.com', 'a.b.e.com'],
    ['www.e.com', '*.e.com', 'www.e.com'],
    ['*.e.com', '*.e.com', '*.e.com'],
    ['*.com', '*.e.com', '*.e.com'],
    ['*.e.com', '*.com', '*.e.com'],
    ['', '*.e.com', '*.e.com'],
    ['*.e.com', '', '*.e.com'],
    ['', '', ''],
    ['*.e.com', 'e.com', undefined],
    ['a.com', 'b.com', undefined],
    ['*.e.com', 'xe.com', undefined],
  ])('listener "%s" and route "%s" share "%s"', (listener, own, shared) => {
    expect(intersectHostnames(listener, own)).toBe(shared);
    expect(intersectHostnames(own, listener)).toBe(shared);
  });

  test('covering hostnames go from the most to the least specific, and all of them cover', () => {
    expect(coveringHostnames('a.b.c')).toEqual(['a.b.c', '*.b.c', '*.c', '']);
    for (const hostname of coveringHostnames('a.b.c')) expect(coversHost(hostname, 'a.b.c')).toBe(true);
    expect(coversHost('*.b.c', 'b.c')).toBe(false);
  });

  test.each([
    ['A.Test:8080', 'a.test'],
    ['a.test', 'a.test'],
    ['[::1]:80', '[::1]'],
    ['', ''],
  ])('"%s" is the host "%s"', (header, host) => {
    expect(hostWithoutPort(header)).toBe(host);
  });
});

describe('TLS', () => {
  const tls = (name: string) => ({ certificateRefs: [{ name }] });
  const https = { port: 443, protocol: 'HTTPS' };

  test('a passthrough connection goes by SNI; nobody sees path, host or certificate', () => {
    const spec = {
      parentRefs: [{ name: 'front' }],
      hostnames: ['a.test'],
      rules: [{ backendRefs: [{ name: 'raw', port: 8443 }] }],
    };
    const front = gateway({ port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } });
    const model = createGatewayModel([front, object('TLSRoute', 'raw', spec)]);
    expect(model.answer(get('/x', { scheme: 'https' }))).toMatchObject({
      status: 200,
      backend: 'default/raw:8443',
      path: null,
      host: null,
      certificate: null,
      rule: 'TLSRoute default/raw spec.rules[0]',
    });
    expect(model.answer(get('/', { scheme: 'https', host: 'b.test' }))).toMatchObject({
      status: 0,
      reason: 'no TLSRoute for server name b.test',
    });
    expect(model.answer(get('/', { scheme: 'https', sni: '' })).status).toBe(0);
  });

  test('an HTTPS listener without tls is not programmed', () => {
    const model = createGatewayModel([gateway({ ...https }), route('app', [{}])]);
    expect(model.answer(get('/', { scheme: 'https' })).status).toBe(0);
  });

  test('of several certificates the first that resolves is shown', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'two' } };
    const front = gateway({ ...https, tls: { certificateRefs: [{ name: 'one' }, { name: 'two' }] } });
    expect(
      createGatewayModel([front, secret, route('app', [{}])]).answer(get('/', { scheme: 'https' })).certificate,
    ).toBe('default/two');
  });

  test('a connection for one listener and a request for another is misdirected, where listeners are isolated', () => {
    const front = gateway(
      { ...https, hostname: 'a.test', tls: tls('a') },
      { ...https, hostname: 'b.test', tls: tls('b') },
    );
    const model = createGatewayModel([front, route('app', [{}])]);
    const crossed = get('/', { scheme: 'https', sni: 'b.test' });
    expect(model.answer(crossed)).toMatchObject({ status: 421, certificate: 'default/b' });
    expect(model.permitted(crossed).map(taker)).toEqual([421, 'app']);
  });
});

describe('several Gateways', () => {
  const listeners = [{ name: 'web', port: 80, protocol: 'HTTP' }];
  const inner = object('Gateway', 'inner', { gatewayClassName: 'any', listeners });
  const objects = [gateway(), inner, route('app', [{}], { parentRefs: [{ name: 'inner' }] })];

  test('the option chooses the one that is asked', () => {
    expect(createGatewayModel(objects, { gateway: 'default/front' }).answer(get('/')).status).toBe(404);
    expect(taker(createGatewayModel(objects, { gateway: 'default/inner' }).answer(get('/')))).toBe('app');
  });

  test('without the option, the one that has a rule for the request answers', () => {
    expect(taker(createGatewayModel(objects).answer(get('/')))).toBe('app');
  });
});

test('of two objects of one name the later counts, and the model says so', () => {
  const model = createGatewayModel([gateway(), route('app', [{ backendRefs: [] }]), route('app', [{}])]);
  expect(taker(model.answer(get('/')))).toBe('app');
  expect(model.problems).toEqual([{ object: 'HTTPRoute default/app', reason: 'given twice: the later one counts' }]);
});
