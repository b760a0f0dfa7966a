import { describe, expect, test } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { verify } from '../../src/verification/index.js';

const TEXT = `
apiVersion: v1
kind: ConfigMap
metadata: {name: tcp, namespace: shop}
data: {"3306": "shop/mysql:3306"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: udp-services, namespace: shop}
data: {"53": "shop/dns:53"}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: haproxy
  rules: [{host: a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
`;

describe('a port of TCP or UDP', () => {
  test.each([{}, { gateway: { namespace: 'infra', name: 'edge' } }])('is not replayed, which is said (%j)', (given) => {
    const options: ConvertOptions = {
      ...DEFAULT_OPTIONS,
      ...given,
      ingressClasses: ['haproxy'],
      gatewayApiVersion: '1.6',
    };
    const { manifests, problems } = parseText({ file: 'input.yaml', text: TEXT });
    const conversion = convert({ manifests, problems, inputs: 1 }, options);
    const verified = verify(manifests, conversion, options);
    expect(verified.unmodelled).toEqual([
      'TCPRoute shop/mysql-tcp-3306: TCP connections are not replayed',
      'UDPRoute shop/dns-udp-53: UDP packets are not replayed',
    ]);
    expect(verified.problems).toEqual([]);
    expect(verified.unexplained).toBe(0);
    expect(verified.probes).toBeGreaterThan(0);
  });
});
