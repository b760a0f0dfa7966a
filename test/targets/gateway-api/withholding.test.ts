import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/cli/exit-codes.js';
import type { Conversion } from '../../../src/conversion.js';
import { convert } from '../../../src/convert.js';
import { parseText } from '../../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../../src/options.js';

type Paths = readonly string[];

function ingress(name: string, annotations: Readonly<Record<string, string>>, host: string, paths: Paths): object {
  const prefixed = Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]);
  const backend = { service: { name: 'app', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations: Object.fromEntries(prefixed) },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host, http: { paths: paths.map((path) => ({ path, pathType: 'ImplementationSpecific', backend })) } }],
    },
  };
}

function converted(objects: readonly object[], options: Partial<ConvertOptions> = {}): Conversion {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { manifests, problems } = parseText({ file: 'list.json', text });
  return convert({ manifests, problems, inputs: 1 }, { ...DEFAULT_OPTIONS, ...options });
}

function pathSeverities({ items }: Conversion): string[] {
  return items.filter((item) => item.code === 'RS1701').map((item) => item.severity);
}

const password = { 'auth-type': 'basic', 'auth-secret': 'users', 'auth-realm': 'Back office' };

describe('a withheld rule', () => {
  test('is one error, where somebody has to decide, whatever the number of its paths', () => {
    const conversion = converted([ingress('admin', password, 'a.example.com', ['/', '/a', '/b'])]);
    expect(conversion.summary).toMatchObject({ withheld: 3, findings: { error: 1 } });
    expect(pathSeverities(conversion)).toEqual(['info', 'info', 'info']);
    expect(exitCodeOf(conversion.items, 'error')).toBe(2);
  });

  test('of another Ingress than the one that asks for the guard is a warning there', () => {
    const conversion = converted([
      ingress('mtls', { 'auth-tls-secret': 'shop/ca' }, 'a.example.com', ['/']),
      ingress('other', {}, 'a.example.com', ['/other']),
    ]);
    expect(conversion.summary).toMatchObject({ withheld: 2, findings: { error: 1 } });
    expect(pathSeverities(conversion)).toEqual(['info', 'warning']);
  });

  test('because of a setting of the controller is one error for all Ingresses', () => {
    const conversion = converted(
      [ingress('a', {}, 'a.example.com', ['/']), ingress('b', {}, 'b.example.com', ['/', '/b'])],
      { controllerConfig: { 'whitelist-source-range': '10.0.0.0/8' } },
    );
    expect(conversion.summary).toMatchObject({ withheld: 3, findings: { error: 1 } });
    expect(exitCodeOf(conversion.items, 'error')).toBe(2);
  });

  test('stays an error where it hangs on the implementation whether its requests are kept away from other rules', () => {
    const conversion = converted([
      ingress('guarded', { ...password, 'use-regex': 'true' }, 'a.example.com', ['/[a-z]+/admin']),
      ingress('open', {}, 'a.example.com', ['/']),
    ]);
    expect(pathSeverities(conversion)).toEqual(['error']);
    expect(conversion.items.find((item) => item.code === 'RS1701')?.next).toMatch(/^Test on your implementation/);
  });

  test('whose path is to blame itself says it once', () => {
    const conversion = converted([ingress('look', { 'use-regex': 'true' }, 'a.example.com', ['/(?!admin).*'])]);
    expect(conversion.summary).toMatchObject({ withheld: 1, findings: { error: 1 } });
    expect(pathSeverities(conversion)).toEqual([]);
  });
});
