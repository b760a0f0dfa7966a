import { describe, expect, test } from 'vitest';
import { createOpenshiftRouterModel } from '../../../../src/behaviour/targets/openshift-router.js';

/** What a real HAProxy taught the model; test/haproxy asks it again. */

const H = 'haproxy.router.openshift.io';
const modelOf = (annotations: object, spec: object = {}) =>
  createOpenshiftRouterModel({
    routes: [
      {
        metadata: { namespace: 'ns', name: 'r', annotations },
        spec: { host: 'h.com', to: { kind: 'Service', name: 'svc' }, ...spec },
      },
    ],
    assumeServicesExist: true,
  });
const request = { scheme: 'http', host: 'h.com', method: 'GET', path: '/' } as const;

describe('a limit that lets nobody in', () => {
  const annotations = { [`${H}/rate-limit-connections`]: 'true', [`${H}/rate-limit-connections.rate-tcp`]: '1' };

  test.each([
    ['10.0.0.1', 0],
    ['::ffff:10.0.0.1', 0],
    // The table that counts has keys of the type ip, which is IPv4.
    ['2001:db8::1', 200],
  ])('as %s sees it: %i', (clientAddress, status) => {
    expect(modelOf(annotations).answer({ ...request, clientAddress }).status).toBe(status);
  });
});

test('versions of HAProxy differ about quotes for a header that is looked up, so the model has no opinion', () => {
  const unmodelled = (value: string) =>
    modelOf({}, { httpHeaders: { actions: { request: [{ name: 'X-A', action: { type: 'Set', set: { value } } }] } } })
      .unmodelled;
  expect(unmodelled('%[req.hdr(X-B)]')).toEqual([]);
  expect(unmodelled('%{+Q}[req.hdr(X-B)]')).toEqual([expect.stringContaining('x-a asks for quotes')]);
});

test('what the router writes is told as data, lines of maps in their order', () => {
  const model = modelOf({ [`${H}/rewrite-target`]: '/b' }, { path: '/a', tls: { termination: 'edge' } });
  const { http, redirect, terminated, tcp, passthrough, backends } = model.describe();
  const line = { expression: '^h\\.com\\.?(:[0-9]+)?/a(/.*)?$', rule: 'Route ns/r' };
  expect({ http, redirect, terminated, tcp, passthrough }).toEqual({
    http: [],
    redirect: [{ ...line, value: '0' }],
    terminated: [{ ...line, value: 'be_edge_http:ns:r' }],
    tcp: [],
    passthrough: [],
  });
  expect(backends).toMatchObject([
    { name: 'be_edge_http:ns:r', rewrite: { expression: '^/a(.*)$', replacement: '/b\\1' } },
  ]);
});
