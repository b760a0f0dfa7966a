// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of Templates look like those of JavaScript
import { describe, expect, it } from 'vitest';
import { type ConvertOptions, convert, DEFAULT_OPTIONS, parseText } from '../../src/index.js';
import { trace, verify } from '../../src/verification/index.js';

const OPTIONS: ConvertOptions = { ...DEFAULT_OPTIONS, from: 'openshift-route', namespace: 'shop' };

function read(spec: object, annotations: object = {}) {
  const route = { apiVersion: 'v1', kind: 'Route', metadata: { name: '${NAME}', annotations }, spec };
  const names = ['NAME', 'HOST', 'X', 'WEIGHT'].map((name) => ({ name, required: true }));
  const template = { apiVersion: 'v1', kind: 'Template', metadata: { name: 't' }, parameters: names, objects: [route] };
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports } };
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [template, service] });
  const { manifests, problems } = parseText({ file: 't.json', text }, { templateParameters: new Map() });
  return { manifests, problems, inputs: 1 };
}

const TO = { to: { kind: 'Service', name: 'web' }, port: { targetPort: 'http' } };

function saidOf(field: string, input: ReturnType<typeof read>, options = OPTIONS): string[] {
  const items = convert(input, options).items.filter((item) => item.field === field || item.annotation === field);
  return items.flatMap((item) => [item, ...item.also].map(({ code, severity }) => `${code} ${severity}`)).sort();
}

describe('a parameter without value', () => {
  it('is in the result as it is written, for whoever calls the library', () => {
    const input = read({ host: '${HOST}.x.com', ...TO });
    const conversion = convert(input, OPTIONS);
    const [route] = conversion.emitted.filter(({ object }) => object.kind === 'HTTPRoute');
    expect(route?.object.metadata.name).toBe('${NAME}-${HOST}.x.com');
    expect(route?.object.spec).toMatchObject({ hostnames: ['${HOST}.x.com'] });
    expect(route?.sources).toEqual(['t.json:1 Route shop/${NAME}']);
    expect(saidOf('spec.host', input)).toEqual(['RS1019 info', 'RS2101 error']);
  });

  it('is understood in requests, and told in what they meet', () => {
    const input = read({ host: '${HOST}.x.com', ...TO });
    const conversion = convert(input, OPTIONS);
    const request = { scheme: 'http', host: '${HOST}.x.com', method: 'GET', path: '/' } as const;
    const [found] = trace(input.manifests, conversion, OPTIONS, [request]);
    expect(found?.source).toMatchObject({ backend: 'shop/web:80', rule: 'Route shop/${NAME}' });
    expect(found?.target).toMatchObject({ backend: 'shop/web:80', host: '${HOST}.x.com' });
    const { unmet } = verify(input.manifests, conversion, OPTIONS, [{ request, expect: { host: '${HOST}.x.com' } }]);
    expect(unmet).toEqual([]);
  });

  it.each([
    ['haproxy.router.openshift.io/ip_allowlist', '${X}'],
    ['haproxy.router.openshift.io/rewrite-target', '${X}'],
  ])('withholds a Route where %s depends on it', (key, value) => {
    const { emitted, withheld } = convert(read({ host: 'a.x.com', ...TO }, { [key]: value }), OPTIONS);
    expect([emitted.length, withheld.length]).toEqual([0, 1]);
  });

  it('withholds a Route where a limit depends on it, or the switch of limits', () => {
    const limits = 'haproxy.router.openshift.io/rate-limit-connections';
    for (const [on, count] of [
      ['true', '${X}'],
      ['${X}', '10'],
    ]) {
      const annotations = { [limits]: on, [`${limits}.rate-http`]: count };
      expect(convert(read({ host: 'a.x.com', ...TO }, annotations), OPTIONS).withheld).toHaveLength(1);
    }
  });

  it('is no value that a router ignores', () => {
    const key = 'haproxy.router.openshift.io/timeout';
    const input = read({ host: 'a.x.com', ...TO }, { [key]: '${X}' });
    expect(saidOf(key, input)).toEqual(['RS2101 error']);
    expect(saidOf(key, input, { ...OPTIONS, to: 'openshift-route' })).toEqual(['RS2150 info']);
  });

  it('gives a wildcard no domain when it is the whole host', () => {
    const input = read({ host: '${HOST}', wildcardPolicy: 'Subdomain', ...TO });
    expect(convert(input, OPTIONS).emitted).toEqual([]);
    expect(saidOf('spec.host', input)).toEqual(['RS2101 error', 'RS2118 error']);
  });

  it('may be a certificate and its key, and the CA of a backend', () => {
    const tls = { termination: 'reencrypt', certificate: '${X}', key: '${X}', destinationCACertificate: '${X}' };
    const input = read({ host: 'a.x.com', ...TO, tls });
    const conversion = convert(input, OPTIONS);
    expect(conversion.emitted.map(({ object }) => object.data).filter((data) => data !== undefined)).toEqual([
      { 'ca.crt': '${X}' },
    ]);
    for (const to of ['gateway-api', 'openshift-route'] as const) {
      const options = { ...OPTIONS, to };
      expect(verify(input.manifests, convert(input, options), options).unexplained).toBe(0);
    }
  });

  it('is refused where a path has to begin with /', () => {
    const [fault] = convert(read({ host: 'a.x.com', path: '${X}', ...TO }), OPTIONS).items.filter(
      ({ code }) => code === 'RS0108',
    );
    expect(fault?.message).toBe('spec.path: must begin with /: it holds a parameter of a Template that has no value');
  });

  it('is refused where a number is needed', () => {
    const input = read({ ...TO, host: 'a.x.com', to: { kind: 'Service', name: 'web', weight: '${{WEIGHT}}' } });
    expect(convert(input, OPTIONS).emitted).toEqual([]);
    expect(saidOf('spec.to.weight', input)).toEqual(['RS0108 error', 'RS2101 warning']);
  });

  it('leaves a port open that only its value names', () => {
    const input = read({ ...TO, host: 'a.x.com', port: { targetPort: '${{X}}' } });
    expect(convert(input, OPTIONS).withheld).toHaveLength(1);
    expect(saidOf('spec.to', input)).toEqual(['RS1013 error', 'RS1701 info']);
  });
});
