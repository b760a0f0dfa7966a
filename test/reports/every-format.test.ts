import { describe, expect, it } from 'vitest';
import { REPORT_FORMATS, renderReport } from '../../src/cli/report-flags.js';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS } from '../../src/options.js';
import { example, item, tool } from './example-conversion.js';

const PRIVATE = `apiVersion: v1
kind: Secret
metadata: { name: users, namespace: shop }
data: { auth: aHVudGVyMg== }
stringData: { other: hunter2 }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/auth-type: basic
    nginx.ingress.kubernetes.io/auth-secret: users
    nginx.ingress.kubernetes.io/auth-url: https://me:hunter2@auth.example.com/
    nginx.ingress.kubernetes.io/configuration-snippet: |
      proxy_set_header X-Api-Key hunter2;
spec:
  ingressClassName: nginx
  rules: [{ host: a.com }]
`;

describe.each(REPORT_FORMATS)('the report as %s', (format) => {
  const report = async (conversion: Conversion) =>
    [...(await renderReport(format, conversion, tool, { colour: false, all: true }))].join('');

  it('holds no secret of the input', async () => {
    const { manifests, problems } = parseText({ file: 'web.yaml', text: PRIVATE });
    const text = await report(convert({ manifests, problems, inputs: 1 }, DEFAULT_OPTIONS));
    expect(text).toMatch(/auth-url/);
    expect(text).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  it('is the same each time, and ends its last line', async () => {
    const text = await report(example);
    expect(await report(structuredClone(example))).toBe(text);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('is written of nothing, and of what no Unicode text is', async () => {
    await report({ ...example, items: [], withheld: [], waysOut: [] });
    const odd = '\ud800\u0000\r\n,"';
    const source = { file: odd, line: 1, column: 1 };
    const object = { apiVersion: odd, kind: odd, namespace: odd, name: odd };
    await report({ ...example, items: [item({ object, source, field: odd, value: odd, code: odd, message: odd })] });
  });
});
