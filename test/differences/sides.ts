import { convert } from '../../src/convert.js';
import { type ConversionDifferences, compareConversions } from '../../src/differences/compare-conversions.js';
import type { ConvertedSide } from '../../src/differences/converted-side.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';

/** One side of a comparison, from the texts of its files. */
export function side(files: Readonly<Record<string, string>>, changes: Partial<ConvertOptions> = {}): ConvertedSide {
  const options = { ...DEFAULT_OPTIONS, ...changes };
  const texts = Object.entries(files).map(([file, text]) =>
    parseText({ file, text }, { templateParameters: new Map() }),
  );
  const manifests = texts.flatMap((text) => text.manifests);
  const problems = texts.flatMap((text) => text.problems);
  return { manifests, options, conversion: convert({ manifests, problems, inputs: texts.length }, options) };
}

/** What changes between two versions of one file. */
export function changes(before: string, after: string, options: Partial<ConvertOptions> = {}): ConversionDifferences {
  return compareConversions(side({ 'web.yaml': before }, options), side({ 'web.yaml': after }, options));
}

/** An Ingress of shop.example.com with these paths, each of which leads to a Service of its own. */
export function ingress(
  paths: readonly string[],
  annotations: Readonly<Record<string, string>> = {},
  { name = 'web', host = 'shop.example.com' } = {},
): string {
  const written = Object.entries(annotations).map(
    ([key, value]) => `\n    nginx.ingress.kubernetes.io/${key}: ${JSON.stringify(value)}`,
  );
  const rules = paths.map(
    (path) => `
          - path: ${path}
            pathType: Prefix
            backend: { service: { name: ${path.replace(/\W/g, '') || 'root'}, port: { number: 80 } } }`,
  );
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
  annotations:${written.length === 0 ? ' {}' : written.join('')}
spec:
  ingressClassName: nginx
  rules:
    - host: ${host}
      http:
        paths:${rules.join('')}
`;
}
