import { describe, expect, it } from 'vitest';
import { convert } from '../../../src/convert.js';
import { parseText } from '../../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, type OpenshiftVersion } from '../../../src/options.js';

const SERVICE = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { ports: [{ port: 443 }] } };

function route(name: string, termination: string, annotations: object): object {
  const spec = { host: `${name}.x.com`, to: { kind: 'Service', name: 's' }, tls: { termination } };
  return { apiVersion: 'route.openshift.io/v1', kind: 'Route', metadata: { name, annotations }, spec };
}

/** Whether a policy is emitted, and whether the finding about it is said. */
function policyAndFinding(openshiftVersion: OpenshiftVersion, annotations: object = {}): [boolean, boolean] {
  const items = [SERVICE, route('a', 'reencrypt', annotations), route('b', 'edge', {})];
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const { manifests, problems } = parseText({ file: 'a.json', text });
  const options = { ...DEFAULT_OPTIONS, from: 'openshift-route' as const, openshiftVersion, namespace: 'shop' };
  const { emitted, items: found } = convert({ manifests, problems, inputs: 1 }, options);
  return [
    emitted.some(({ object }) => object.kind === 'BackendTLSPolicy'),
    found.some(({ code, also }) => [code, ...also.map((note) => note.code)].includes('RS2125')),
  ];
}

describe('a Service with and without TLS', () => {
  it('is spoken of where the policy is emitted', () => {
    expect(policyAndFinding('4.22')).toEqual([true, true]);
  });

  it('is not spoken of where the release has no such policy', () => {
    expect(policyAndFinding('4.21')).toEqual([false, false]);
  });

  it('is not spoken of where the Route with TLS is withheld', () => {
    const guard = { 'haproxy.router.openshift.io/ip_allowlist': '10.0.0.0/8' };
    expect(policyAndFinding('4.22', guard)).toEqual([false, false]);
  });
});
