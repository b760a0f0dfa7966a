import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, type RunOptions } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { differenceText } from './difference-text.js';

const CLASSES = `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: of-nginx }
spec: { controller: k8s.io/ingress-nginx }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: of-haproxy }
spec: { controller: haproxy-ingress.github.io/controller }
`;

function ingress(name: string, className: string, annotations: object, hosts: readonly string[], fallback?: string) {
  const backend = (service: string) => ({ service: { name: service, port: { number: 80 } } });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations },
    spec: {
      ingressClassName: className,
      ...(fallback === undefined ? {} : { defaultBackend: backend(fallback) }),
      rules: hosts.map((host) => ({
        host,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend(name) }] },
      })),
    },
  };
}

function unexplained(objects: readonly object[], chosen: Partial<RunOptions>): string[] {
  const text = [CLASSES, ...objects.map((one) => JSON.stringify(one))].join('\n---\n');
  const { manifests, problems } = parseText({ file: 'mix.yaml', text });
  const options: RunOptions = { ...DEFAULT_OPTIONS, from: 'auto', ...chosen };
  const conversion = convert({ manifests, problems, inputs: 1 }, options);
  return verify(manifests, conversion, options).differences.filter(isUnexplained).map(differenceText);
}

describe('hosts of several controllers at one address', () => {
  it('a name that only its counterpart with www. leads to is not asked of the controller that names that', () => {
    const objects = [
      ingress('own', 'of-nginx', {}, ['example.com']),
      ingress('www', 'of-haproxy', { 'haproxy-ingress.github.io/redirect-from': 'www.example.com' }, [
        '*.example.com',
        'a.example.com',
      ]),
    ];
    expect(unexplained(objects, { to: 'openshift-route' })).toEqual([]);
  });

  it('an alias that its controller serves nowhere may be answered by another one', () => {
    const canary = {
      'nginx.ingress.kubernetes.io/server-alias': 'alias.example.com',
      'nginx.ingress.kubernetes.io/canary': 'true',
      'nginx.ingress.kubernetes.io/canary-weight': '30',
    };
    const objects = [
      ingress('canary', 'of-nginx', canary, ['a.com']),
      ingress('wide', 'of-haproxy', {}, ['b.com'], 'wide'),
    ];
    expect(unexplained(objects, { gateway: { namespace: 'infra', name: 'public' } })).toEqual([]);
  });
});
