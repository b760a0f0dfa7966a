import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from './captured.js';

const SAMPLE = 'testdata/sample';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-trace-'));
});
afterAll(() => rm(base, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(base, name);
  await writeFile(path, text);
  return path;
}

describe('routeshift trace', () => {
  it('tells both sides, the rules that decide, and what differs', async () => {
    const { status, out } = await routeshift('trace', 'GET https://admin.shop.example.com/', SAMPLE);
    expect(status).toBe(0);
    expect(out).toContain('before  forwarded to shop/admin:8080 as admin.shop.example.com/');
    expect(out).toContain('guarded by basic-auth');
    expect(out).toContain('after   connection refused');
    expect(out).toContain('RS1711 Password authentication is missing');
  });

  it('answers JSON with every field of an outcome', async () => {
    const { out } = await routeshift('trace', 'http://shop.example.com/cart/', SAMPLE, '--report', 'json');
    const trace = JSON.parse(out);
    expect(trace.request).toEqual({ scheme: 'http', host: 'shop.example.com', method: 'GET', path: '/cart/' });
    expect(Object.keys(trace.source)).toEqual([
      ...['status', 'reason', 'location', 'backend', 'backends', 'path', 'host', 'certificate'],
      ...['requestHeaders', 'responseHeaders', 'guards', 'timeouts', 'rule'],
    ]);
    expect(trace.source).toMatchObject({ status: 308, location: 'https://shop.example.com/cart', backend: null });
    expect(trace.target).toMatchObject({ status: 308, location: 'https://shop.example.com/cart/' });
    expect(trace.agree).toBe(false);
    expect(trace.differences).toMatchObject([{ field: 'location', codes: ['RS1209'], always: true }]);
  });

  it('asks one side only', async () => {
    const args = ['trace', 'https://shop.example.com/', SAMPLE, '--report', 'json', '--side'];
    expect(JSON.parse((await routeshift(...args, 'source')).out)).toMatchObject({ target: null, agree: true });
    expect(JSON.parse((await routeshift(...args, 'target')).out)).toMatchObject({ source: null, agree: true });
  });

  it('sends headers, cookies and another Host', async () => {
    const canary = await file(
      'canary.yaml',
      `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: main, namespace: shop }
spec:
  ingressClassName: nginx
  rules: [{ host: a.example, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: main, port: { number: 80 } } } }] } }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: next
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/canary: "true"
    nginx.ingress.kubernetes.io/canary-by-cookie: next
    nginx.ingress.kubernetes.io/canary-by-header: X-Next
spec:
  ingressClassName: nginx
  rules: [{ host: a.example, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: next, port: { number: 80 } } } }] } }]
`,
    );
    const backend = async (...headers: string[]) => {
      const flags = headers.flatMap((header) => ['-H', header]);
      const { out } = await routeshift('trace', 'http://b.example/', canary, '--report', 'json', ...flags);
      return JSON.parse(out).source.backend;
    };
    expect(await backend('Host: a.example')).toBe('shop/main:80');
    expect(await backend('Host: a.example', 'Cookie: x=1; next=always')).toBe('shop/next:80');
    expect(await backend('Host: a.example', 'X-Next: always')).toBe('shop/next:80');
    expect(await backend()).toBeNull();
  });

  it('traces a list of requests', async () => {
    const requests = await file(
      'requests.yaml',
      '- { scheme: https, host: shop.example.com, method: get, path: /cart }\n- { host: nobody.example }\n',
    );
    const { out } = await routeshift('trace', '--requests', requests, SAMPLE, '--report', 'json');
    const traces = JSON.parse(out);
    expect(traces).toHaveLength(2);
    expect(traces[0].source.backend).toBe('shop/web:80');
    expect(traces[1]).toMatchObject({ request: { method: 'GET', path: '/' }, source: { status: 404 }, agree: true });
  });

  it('counts Gateway API objects of the input as applied', async () => {
    const applied = await file(
      'applied.yaml',
      `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: infra }
spec:
  gatewayClassName: x
  listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: a, namespace: shop }
spec:
  parentRefs: [{ name: edge, namespace: infra }]
  hostnames: [a.example]
  rules: [{ matches: [{ path: { type: PathPrefix, value: /x } }], backendRefs: [{ name: a, port: 80 }] }]
`,
    );
    const args = ['trace', 'http://a.example/x/y', applied, '--side', 'target', '--report', 'json'];
    const { out } = await routeshift(...args);
    expect(JSON.parse(out).target).toMatchObject({ status: 200, backend: 'shop/a:80', path: '/x/y' });
    const { out: missed } = await routeshift('trace', 'http://a.example/z', applied, '--side', 'target');
    expect(missed).toContain('not by HTTPRoute shop/a spec.rules[0] (PathPrefix /x): the path does not match');
  });

  it.each([
    [['trace', 'shop.example.com', SAMPLE], 'is no request'],
    [['trace', 'http://a.example/', '-H', 'nothing', SAMPLE], 'is no header'],
    [['trace', 'http://a.example/'], 'name the files'],
    [['trace', '--requests', 'no-such-file.yaml', SAMPLE], 'no such file'],
  ])('says what is wrong with %j', async (args, words) => {
    const { status, err } = await routeshift(...args);
    expect(status).toBe(1);
    expect(err).toContain(words);
  });

  it.each([
    ['a: [', ':1:5: it is no YAML'],
    ['a: 1', 'it is no list of requests'],
    ['- { scheme: ftp, host: a }', 'request 1: scheme has to be http or https'],
    ['- { host: a }\n- {}', 'request 2: it needs a host'],
    ['- { host: a, path: x }', 'request 1: path has to begin with /'],
    ['- { host: a, headers: [] }', 'request 1: headers has to be a mapping'],
    ['- { host: a, port: 0 }', 'request 1: port has to be a number from 1 to 65535'],
  ])('says what is wrong with the list %j', async (text, words) => {
    const { status, err } = await routeshift('trace', '--requests', await file('bad.yaml', text), SAMPLE);
    expect(status).toBe(1);
    expect(err).toContain(words);
  });
});
