import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, TARGETS, type TargetName } from '../../src/options.js';

/** An Ingress with two guards of the same kind and one of another. */
const text = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: guarded
  namespace: shop
  annotations:
    nginx.org/server-snippets: deny 10.0.0.1;
    nginx.org/location-snippets: auth_request /check;
    nginx.com/jwt-key: keys
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;

function withheld(to: TargetName, accept: readonly string[]): readonly (readonly string[])[] {
  const { manifests, problems } = parseText({ file: 'shop.yaml', text });
  const conversion = convert({ manifests, problems, inputs: 1 }, { ...DEFAULT_OPTIONS, from: 'nginx-inc', to, accept });
  return conversion.withheld.map(({ blockedBy }) => [...blockedBy].sort());
}

describe.each(TARGETS)("guards of F5's controller, converted to %s", (to) => {
  it('each has to be accepted by its own name', () => {
    expect(withheld(to, [])).toEqual([['jwt-key', 'location-snippets', 'server-snippets']]);
    expect(withheld(to, ['server-snippets', 'jwt-key'])).toEqual([['location-snippets']]);
    expect(withheld(to, ['server-snippets', 'location-snippets'])).toEqual([['jwt-key']]);
    expect(withheld(to, ['server-snippets', 'location-snippets', 'jwt-key'])).toEqual([]);
  });
});
