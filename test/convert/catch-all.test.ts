import { expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS } from '../../src/options.js';
import { yamlStream } from '../../src/writing/write-yaml.js';

const CATCH_ALL = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: all
  annotations: { nginx.ingress.kubernetes.io/force-ssl-redirect: 'true' }
spec:
  ingressClassName: nginx
  defaultBackend: { service: { name: all, port: { number: 80 } } }
`;

it('serves a catch-all Ingress on plain HTTP, because the controller copies none of its rewrites', () => {
  const { manifests, problems } = parseText({ file: 'all.yaml', text: CATCH_ALL });
  const conversion = convert({ manifests, problems, inputs: 1 }, DEFAULT_OPTIONS);
  const text = [...yamlStream(conversion, { noComments: false })].join('');
  expect(text).toContain('name: all-all-hosts');
  expect(text).not.toContain('RequestRedirect');
});
