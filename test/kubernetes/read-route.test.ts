import { describe, expect, it } from 'vitest';
import type { InputProblem } from '../../src/kubernetes/input-problem.js';
import { takeInventory } from '../../src/kubernetes/inventory.js';
import { parseText } from '../../src/manifests/documents.js';

type Json = Readonly<Record<string, unknown>>;

function read(spec: unknown, apiVersion = 'route.openshift.io/v1') {
  const route = { apiVersion, kind: 'Route', metadata: { name: 'web', namespace: 'shop' }, spec };
  const { manifests } = parseText({ file: 'route.yaml', text: JSON.stringify(route) });
  const { routes, problems, others } = takeInventory(manifests, [], { routes: true });
  return { route: routes[0], problems, others };
}

const TO = { kind: 'Service', name: 's' };
const BASE = { host: 'a.com', to: TO };

function headers(direction: string, ...actions: readonly Json[]): Json {
  return { httpHeaders: { actions: { [direction]: actions } } };
}

function set(name: string, value: string): Json {
  return { name, action: { type: 'Set', set: { value } } };
}

const REFUSED: readonly (readonly [string, Json, string])[] = [
  ['a path without slash', { ...BASE, path: 'foo' }, 'spec.path'],
  ['a path with a space', { ...BASE, path: '/a b' }, 'spec.path'],
  ['a path with #', { ...BASE, path: '/a#b' }, 'spec.path'],
  ['passthrough with a path', { ...BASE, path: '/', tls: { termination: 'passthrough' } }, 'spec.path'],
  [
    'passthrough with Allow',
    { ...BASE, tls: { termination: 'passthrough', insecureEdgeTerminationPolicy: 'Allow' } },
    'spec.tls.insecureEdgeTerminationPolicy',
  ],
  [
    'passthrough with a certificate',
    { ...BASE, tls: { termination: 'passthrough', certificate: 'x' } },
    'spec.tls.certificate',
  ],
  [
    'passthrough with header actions',
    { ...BASE, tls: { termination: 'passthrough' }, ...headers('response', { name: 'X', action: { type: 'Delete' } }) },
    'spec.httpHeaders',
  ],
  [
    'edge with a CA for backends',
    { ...BASE, tls: { termination: 'edge', destinationCACertificate: 'x' } },
    'spec.tls.destinationCACertificate',
  ],
  [
    'two certificates',
    { ...BASE, tls: { termination: 'edge', certificate: 'x', externalCertificate: { name: 's' } } },
    'spec.tls.externalCertificate',
  ],
  ['a weight of 257', { host: 'a.com', to: { ...TO, weight: 257 } }, 'spec.to.weight'],
  ['Subdomain without host', { to: TO, wildcardPolicy: 'Subdomain' }, 'spec.wildcardPolicy'],
  ['a host with an asterisk', { ...BASE, host: '*.a.com' }, 'spec.host'],
  ['a label of 64 characters', { ...BASE, host: `${'a'.repeat(64)}.com` }, 'spec.host'],
  ['target port 0', { ...BASE, port: { targetPort: 0 } }, 'spec.port.targetPort'],
  ['an empty target port', { ...BASE, port: { targetPort: '' } }, 'spec.port.targetPort'],
  ['four alternate backends', { ...BASE, alternateBackends: [TO, TO, TO, TO] }, 'spec.alternateBackends'],
  [
    '21 header actions',
    { ...BASE, ...headers('request', ...Array.from({ length: 21 }, (_, i) => set(`X-${i}`, 'v'))) },
    'spec.httpHeaders.actions.request',
  ],
  [
    'a reserved header',
    { ...BASE, ...headers('response', { name: 'Strict-Transport-Security', action: { type: 'Delete' } }) },
    'spec.httpHeaders.actions.response[0].name',
  ],
  [
    'a request fetch in a response',
    { ...BASE, ...headers('response', set('X-T', '%[req.hdr(host),lower]')) },
    'spec.httpHeaders.actions.response[0].action.set.value',
  ],
  ['no backend', { host: 'a.com' }, 'spec.to'],
];

describe('a Route that the API server refuses is no Route, and the field is named:', () => {
  it.each(REFUSED)('%s', (_, spec, field) => {
    const { route, problems } = read(spec);
    expect(route).toBeUndefined();
    expect(problems.map((problem: InputProblem) => problem.field)).toContain(field);
  });

  it('odd casing, with the correct word', () => {
    const { route, problems } = read({ ...BASE, tls: { termination: 'EDGE' } });
    expect(route).toBeUndefined();
    expect(problems).toMatchObject([{ field: 'spec.tls.termination', next: 'Write edge.' }]);
  });

  it('no termination beside a CA for the backends', () => {
    const { route, problems } = read({ ...BASE, tls: { destinationCACertificate: 'x' } });
    expect(route).toBeUndefined();
    expect(problems.map(({ field }) => field)).toContain('spec.tls.termination');
  });
});

describe('a Route that the API server takes', () => {
  it('may begin its termination with a capital, or name none at all, which is edge', () => {
    expect(read({ ...BASE, tls: { termination: 'Reencrypt' } }).route?.tls?.termination).toBe('reencrypt');
    expect(read({ ...BASE, tls: {} }).route?.tls?.termination).toBe('edge');
  });

  it('has the defaults filled in', () => {
    expect(read({ to: TO }).route).toMatchObject({
      host: '',
      path: '',
      wildcardPolicy: 'None',
      to: { service: 's', weight: 100 },
      alternateBackends: [],
    });
  });

  it('may be of the legacy version', () => {
    expect(read(BASE, 'v1').route).toMatchObject({ host: 'a.com' });
  });

  it('may have parentheses in its path, and passthrough may redirect', () => {
    expect(read({ ...BASE, path: '/a(b' }).route?.path).toBe('/a(b');
    const tls = { termination: 'passthrough', insecureEdgeTerminationPolicy: 'Redirect', key: '' };
    expect(read({ ...BASE, tls }).route?.tls).toMatchObject({ termination: 'passthrough', insecure: 'Redirect' });
  });

  it('keeps header actions in order, dynamic ones too', () => {
    const spec = { ...BASE, ...headers('request', set('X-A', '%[req.hdr(host),lower] 100%%'), set('X-B', 'b')) };
    expect(read(spec).route?.requestHeaders).toEqual([
      { name: 'X-A', value: '%[req.hdr(host),lower] 100%%' },
      { name: 'X-B', value: 'b' },
    ]);
  });
});
