import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { differenceText } from './difference-text.js';

const text = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: guarded
  namespace: shop
  annotations: { haproxy-ingress.github.io/allowlist-source-range: 10.0.0.0/8 }
spec:
  ingressClassName: haproxy
  rules:
    - host: b.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }] }
    - host: c.example.com
      http: { paths: [{ path: /Office, pathType: ImplementationSpecific, backend: { service: { name: office, port: { number: 80 } } } }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: wide, namespace: shop }
spec:
  ingressClassName: haproxy
  tls: [{ hosts: ["*.example.com"], secretName: wide-tls }]
  rules:
    - host: "*.example.com"
      http:
        paths:
          - { path: /shop, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }
          - { path: /, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }
    - host: c.example.com
      http: { paths: [{ path: /office, pathType: Prefix, backend: { service: { name: office, port: { number: 80 } } } }] }
`;

interface Rule {
  matches?: { path?: { type: string; value: string } }[];
  backendRefs?: { name: string; port: number }[] | undefined;
}

const options: ConvertOptions = { ...DEFAULT_OPTIONS, from: 'haproxy-ingress', gatewayApiVersion: '1.6' };
const { manifests, problems } = parseText({ file: 'hosts.yaml', text });
const conversion = convert({ manifests, problems, inputs: 1 }, options);

/** The conversion with the rules of one host changed, as if the compiler were wrong. */
function tampered(hostname: string, change: (rule: Rule) => Rule): Conversion {
  const emitted = conversion.emitted.map((one) => {
    const spec = one.object.spec as { hostnames?: string[]; rules?: Rule[] } | undefined;
    if (one.object.kind !== 'HTTPRoute' || spec?.hostnames?.includes(hostname) !== true) return one;
    return { ...one, object: { ...one.object, spec: { ...spec, rules: spec.rules?.map(change) } } };
  });
  return { ...conversion, emitted };
}

function unexplained(changed: Conversion): string[] {
  return verify(manifests, changed, options).differences.filter(isUnexplained).map(differenceText);
}

function openTo(name: string) {
  return (rule: Rule): Rule => (rule.backendRefs === undefined ? { ...rule, backendRefs: [{ name, port: 80 }] } : rule);
}

describe('a wrong conversion from HAProxy Ingress is found out, whatever the findings about its surprises say', () => {
  it('as it is, nothing is unexplained', () => {
    expect(unexplained(conversion)).toEqual([]);
    const codes = conversion.items.flatMap((item) => [item.code, ...item.also.map(({ code }) => code)]);
    expect(codes).toEqual(expect.arrayContaining(['RS2215', 'RS2217']));
  });

  it('a guard over HTTPS that is gone, beside settings that act where another rule takes the request (RS2217)', () => {
    expect(unexplained(tampered('b.example.com', openTo('api'))).join('\n')).toContain('https://b.example.com/');
  });

  it('a guard that is gone, beside a twin in other letter case (RS2217)', () => {
    expect(unexplained(tampered('c.example.com', openTo('office'))).join('\n')).toContain('c.example.com/');
  });

  it('a wrong backend beside a prefix that ends elsewhere (RS2215)', () => {
    const wrong = (rule: Rule): Rule => ({
      ...rule,
      backendRefs: rule.backendRefs?.map((ref) => ({ ...ref, name: 'x' })),
    });
    const found = unexplained(tampered('*.example.com', wrong)).join('\n');
    expect(found).toContain('probe.example.com/shop: backend');
    expect(found).toContain('probe.example.com/: backend');
  });
});
