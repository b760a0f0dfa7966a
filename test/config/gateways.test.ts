import { describe, expect, it } from 'vitest';
import { type ConvertOptions, convert, DEFAULT_OPTIONS, type GatewayChoice, parseText } from '../../src/index.js';
import { verify } from '../../src/verification/verify.js';

const INPUT = ['shop.example.com', 'api.shop.example.com', 'blog.example.org']
  .map(
    (host, index) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web-${index}, namespace: shop }
spec:
  ingressClassName: ${index === 2 ? 'internal' : 'nginx'}
  tls: [{ hosts: [${host}], secretName: tls }]
  rules:
    - host: ${host}
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
`,
  )
  .join('---\n');

const at = (name: string): GatewayChoice => ({ gateway: { namespace: 'infra', name } });

function run(options: Partial<ConvertOptions>) {
  const { manifests, problems } = parseText({ file: 'web.yaml', text: INPUT });
  const all: ConvertOptions = { ...DEFAULT_OPTIONS, ingressClasses: ['nginx', 'internal'], ...options };
  const conversion = convert({ manifests, problems, inputs: 1 }, all);
  return { conversion, verification: verify(manifests, conversion, all) };
}

interface Spec {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: readonly {
    readonly name: string;
    readonly namespace?: string;
    readonly sectionName?: string;
  }[];
}

/** Each host with the listeners that its routes name. */
function attachments(options: Partial<ConvertOptions>): Record<string, string[]> {
  const { conversion, verification } = run(options);
  // The models of both sides answer alike, whichever Gateway a host is at.
  expect(verification.problems).toEqual([]);
  expect(verification.unexplained).toBe(0);
  expect(verification.probes).toBeGreaterThan(verification.explained);
  const found = new Map<string, Set<string>>();
  for (const { object } of conversion.emitted) {
    if (object.kind !== 'HTTPRoute') continue;
    const { hostnames = [], parentRefs = [] } = object.spec as Spec;
    for (const host of hostnames) {
      const refs = found.get(host) ?? new Set();
      for (const { name, namespace, sectionName } of parentRefs)
        refs.add(`${namespace ?? 'shop'}/${name} ${sectionName}`);
      found.set(host, refs);
    }
  }
  return Object.fromEntries([...found].map(([host, refs]) => [host, [...refs].sort()]));
}

describe('Gateways by class and host', () => {
  it('emits one for whatever has none', () => {
    expect(attachments({ gateways: { classes: {}, hosts: { 'blog.example.org': at('blogs') } } })).toEqual({
      'shop.example.com': ['shop/nginx http', 'shop/nginx https-shop.example.com'],
      'api.shop.example.com': ['shop/nginx http', 'shop/nginx https-api.shop.example.com'],
      'blog.example.org': ['infra/blogs http', 'infra/blogs https'],
    });
  });

  it('goes by the most specific name of the host, then by class, then by --gateway', () => {
    const hosts = { '*.example.com': at('wide'), '*.shop.example.com': at('shops') };
    const gateways = { classes: { internal: at('inside'), nginx: at('unused') }, hosts };
    expect(attachments({ gateways, gateway: { namespace: 'infra', name: 'rest' } })).toEqual({
      'shop.example.com': ['infra/wide http', 'infra/wide https'],
      'api.shop.example.com': ['infra/shops http', 'infra/shops https'],
      'blog.example.org': ['infra/inside http', 'infra/inside https'],
    });
    expect(run({ gateways }).conversion.emitted.map(({ object }) => object.kind)).not.toContain('Gateway');
  });

  it('names the listeners that are given', () => {
    const shop = { ...at('public'), httpListener: 'web', httpsListener: 'websecure' };
    const found = attachments({ gateways: { classes: {}, hosts: { 'shop.example.com': shop, '*': at('rest') } } });
    expect(found['shop.example.com']).toEqual(['infra/public web', 'infra/public websecure']);
    expect(found['blog.example.org']).toEqual(['infra/rest http', 'infra/rest https']);
  });

  it('tells which listeners have to let the routes in', () => {
    const gateways = { classes: {}, hosts: { '*.example.com': at('wide'), 'blog.example.org': at('blogs') } };
    const told = run({ gateways }).conversion.items.filter(({ code }) => code === 'RS1805');
    expect(told.map(({ message }) => /Gateway (\S+)/.exec(message)?.[1]).sort()).toEqual(['infra/blogs', 'infra/wide']);
  });
});
