import type { SourceName } from '../../src/options.js';

/** What long names are made of: each has stopped some reader of paths and expressions. */
export const PIECES = [
  'a',
  '/',
  '/a',
  '.',
  '-',
  '(',
  '(a',
  '[',
  '[a',
  '{',
  '|',
  'a|',
  'a*',
  '.*',
  '(.*)',
  '\\\\',
  '$',
  '%41',
  '/..',
];

const CLASSES: Readonly<Record<SourceName, string>> = {
  'ingress-nginx': 'nginx',
  'haproxy-ingress': 'haproxy',
  haproxytech: 'haproxy',
  'nginx-inc': 'nginx',
  'openshift-ingress': 'openshift-default',
  'openshift-route': 'openshift-default',
};

/** What makes paths expressions, at whichever controller. */
export const REGEX = `    nginx.ingress.kubernetes.io/use-regex: "true"
    nginx.org/path-regex: case_sensitive
    haproxy-ingress.github.io/path-type: regex
`;

/** An Ingress of the controller's customary class. */
export function manifest(from: SourceName, host: string, path: string, service: string, annotations = ''): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    example.com/owner: web
${annotations}spec:
  ingressClassName: ${CLASSES[from]}
  rules:
    - host: "${host}"
      http:
        paths:
          - path: "${path}"
            pathType: ImplementationSpecific
            backend: { service: { name: "${service}", port: { number: 80 } } }
`;
}
