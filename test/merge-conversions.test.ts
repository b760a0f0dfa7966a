import { describe, expect, test } from 'vitest';
import type { Conversion } from '../src/conversion.js';
import { convert } from '../src/convert.js';
import { parseText } from '../src/manifests/documents.js';
import { mergeConversions } from '../src/merge-conversions.js';
import { DEFAULT_OPTIONS } from '../src/options.js';

function ingress(name: string, annotations: string, namespace = 'shop'): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: ${namespace}
  annotations: {${annotations}}
spec:
  ingressClassName: nginx
  rules:
    - host: ${name}.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`;
}

function converted(file: string, text: string): Conversion {
  const { manifests, problems } = parseText({ file, text });
  return convert({ manifests, problems, inputs: 1 }, DEFAULT_OPTIONS);
}

const RISKY = 'nginx.ingress.kubernetes.io/auth-type: basic, nginx.ingress.kubernetes.io/auth-secret: users';
const first = converted('b.yaml', ingress('web', RISKY));
const second = converted('a.yaml', ingress('api', RISKY));
const third = converted('c.yaml', ingress('docs', ''));

describe('merged conversions', () => {
  test('are the same in any order', () => {
    const one = mergeConversions([first, second, third]);
    expect(JSON.stringify(mergeConversions([third, second, first]))).toBe(JSON.stringify(one));
    expect(JSON.stringify(mergeConversions([second, first, third]))).toBe(JSON.stringify(one));
  });

  test('hold the items of all in the order of a report', () => {
    const { items } = mergeConversions([first, third, second]);
    const files = items.map(({ source }) => source.file).filter((file) => file.endsWith('.yaml'));
    expect(files).toEqual([...files].sort());
    expect(new Set(files)).toEqual(new Set(['a.yaml', 'b.yaml', 'c.yaml']));
  });

  test('add what was withheld and the ways out', () => {
    const { withheld, waysOut, summary } = mergeConversions([first, second]);
    expect(withheld.map(({ source }) => source.file)).toEqual(['a.yaml', 'b.yaml']);
    expect(waysOut).toEqual(first.waysOut.map((way) => ({ ...way, publishes: way.publishes * 2 })));
    expect(summary).toMatchObject({ inputs: 2, withheld: 2 });
  });

  test('take the number of inputs that they are given', () => {
    expect(mergeConversions([first, second], 7).summary.inputs).toBe(7);
    expect(mergeConversions([first], 7).summary.inputs).toBe(7);
  });

  test('say once what two of them say of one place', () => {
    const item = third.items.find(({ verdict }) => verdict === 'converted');
    if (item === undefined) throw new Error('no item');
    const worse = { ...item, verdict: 'manual', severity: 'warning', code: 'RS0325', message: 'worse' } as const;
    const { items } = mergeConversions([third, { ...third, items: [worse] }]);
    expect(items).toHaveLength(third.items.length);
    const both = { verdict: 'manual', message: 'worse', also: [{ message: item.message }] };
    expect(items).toContainEqual(expect.objectContaining({ ...both, also: [expect.objectContaining(both.also[0])] }));
    expect(mergeConversions([third, third]).items).toEqual(third.items);
  });

  test('hold an object once that two of them emit', () => {
    expect(mergeConversions([third, third]).emitted).toEqual(third.emitted);
  });

  test('let the router read the certificates of both', () => {
    const withRole = (secret: string): Conversion => {
      const rules = [{ apiGroups: [''], resources: ['secrets'], resourceNames: [secret], verbs: ['get'] }];
      const metadata = { name: 'router-certificates', namespace: 'shop' };
      const object = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules };
      return { ...third, emitted: [{ object, sources: [secret], origins: [], comments: [], ruleComments: new Map() }] };
    };
    const { emitted } = mergeConversions([withRole('b'), withRole('a'), withRole('c')]);
    expect(emitted).toHaveLength(1);
    expect(emitted[0]).toMatchObject({
      object: { rules: [{ resourceNames: ['a', 'b', 'c'] }] },
      sources: ['a', 'b', 'c'],
    });
  });

  test('of nothing are nothing', () => {
    expect(mergeConversions([])).toMatchObject({ emitted: [], items: [], summary: { inputs: 0, objects: 0 } });
  });
});
