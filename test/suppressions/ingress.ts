import { type Conversion, type ConvertOptions, convert, DEFAULT_OPTIONS, parseText } from '../../src/index.js';
import type { Item, Note } from '../../src/ledger/verdict.js';
import type { SuppressionRule } from '../../src/suppressions/rule.js';

/** An Ingress `web` in the namespace `shop`, whose annotations ask for passwords and for a setting that is lost. */
export function guarded(accept?: string): string {
  const word = accept === undefined ? '' : `\n    routeshift.dev/accept: ${JSON.stringify(accept)}`;
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:${word}
    nginx.ingress.kubernetes.io/auth-type: basic
    nginx.ingress.kubernetes.io/auth-secret: users
    nginx.ingress.kubernetes.io/proxy-next-upstream: error
    nginx.ingress.kubernetes.io/nosuchkey: x
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
`;
}

export function converted(
  text: string,
  options: Partial<ConvertOptions> = {},
  file = 'teams/shop/web.yaml',
): Conversion {
  const { manifests, problems } = parseText({ file, text });
  return convert({ manifests, problems, inputs: 1 }, { ...DEFAULT_OPTIONS, ...options });
}

/** Every finding that is suppressed, as `code kind reason`. */
export function suppressedOf({ items }: Conversion): string[] {
  return findingsOf(items).flatMap(({ code, suppressed }) =>
    suppressed === undefined ? [] : [`${code} ${suppressed.kind} ${suppressed.reason}`],
  );
}

export function findingsOf(items: readonly Item[]): (Item | Note)[] {
  return items.flatMap((item) => [item, ...item.also]);
}

export function ruleOf(rule: Partial<SuppressionRule>): SuppressionRule {
  return {
    reason: 'known',
    source: { file: 'routeshift.yaml', line: 3, column: 5 },
    field: 'suppressions[0]',
    ...rule,
  };
}
