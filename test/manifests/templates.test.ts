import { describe, expect, it } from 'vitest';
import { standInOf } from '../../src/kubernetes/stand-ins.js';
import { parseText } from '../../src/manifests/documents.js';

const GIVEN: ReadonlyMap<string, string> = new Map([['NAME', 'shop']]);

function read(template: object, parameters: ReadonlyMap<string, string> | undefined = GIVEN) {
  const whole = { apiVersion: 'template.openshift.io/v1', kind: 'Template', metadata: { name: 'all' }, ...template };
  return parseText(
    { file: 'template.json', text: JSON.stringify(whole, undefined, 1) },
    { templateParameters: parameters },
  );
}

function route(fields: { readonly metadata?: object; readonly spec?: object } = {}): object {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name: 'r', ...fields.metadata },
    spec: { host: 'a.com', to: { kind: 'Service', name: 'web' }, ...fields.spec },
  };
}

/** The content of the only object of a Template. */
function only(object: object, template: object = {}): Record<string, Record<string, unknown>> {
  const [manifest] = read({ objects: [object], ...template }).manifests;
  return (manifest?.content ?? {}) as Record<string, Record<string, unknown>>;
}

describe('a Template', () => {
  it('is one object where nobody opens it', () => {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'Template', metadata: { name: 't' }, objects: [route()] });
    expect(parseText({ file: 't.json', text }).manifests.map(({ ref }) => ref.kind)).toEqual(['Template']);
  });

  it('gives its objects, also those of a list among them, and no Template inside it', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [route({ metadata: { name: 'listed' } })] };
    const inner = {
      apiVersion: 'template.openshift.io/v1',
      kind: 'Template',
      metadata: { name: 'i' },
      objects: [route()],
    };
    const { manifests } = read({ objects: [route(), list, inner, null, 'text'] });
    expect(manifests.map(({ ref }) => `${ref.kind} ${ref.name}`)).toEqual(['Route r', 'Route listed']);
  });

  it('says where the fields of its objects stand', () => {
    const { manifests } = read({ objects: [route()] });
    const line = JSON.stringify({ objects: [route()] }, undefined, 1)
      .split('\n')
      .findIndex((l) => l.includes('"host"'));
    expect(manifests[0]?.locate(['spec', 'host']).line).toBe(line + 1 + 5);
  });

  it('puts in what is given, else the value of the parameter', () => {
    const parameters = [
      { name: 'NAME', value: 'other' },
      { name: 'DOMAIN', value: 'a.com' },
      { name: 'EMPTY', value: '' },
    ];
    const { spec } = only(route({ spec: { host: `\${NAME}\${EMPTY}.\${DOMAIN}` } }), { parameters });
    expect(spec?.host).toBe('shop.a.com');
  });

  it(`reads \${{NAME}} as a number or a boolean, and as text where it is none`, () => {
    const parameters = ['8080', 'true', 'web', '"8080"'].map((value, i) => ({ name: `P${i}`, value }));
    const spec = { a: `\${{P0}}`, b: `\${{P1}}`, c: `\${{P2}}`, d: `\${{P3}}`, e: `x\${{P0}}` };
    expect(only(route({ spec }), { parameters }).spec).toMatchObject({
      a: 8080,
      b: true,
      c: 'web',
      d: '8080',
      e: `x\${{P0}}`,
    });
  });

  it('puts values in once: what looks like a parameter in a value stays', () => {
    const parameters = [
      { name: 'A', value: `\${B}` },
      { name: 'B', value: 'x' },
    ];
    expect(only(route({ spec: { path: `/\${A}` } }), { parameters }).spec?.path).toBe(`/\${B}`);
  });

  it('adds its labels and takes away a namespace that is written out, but none that is a parameter', () => {
    const parameters = [{ name: 'NS', value: 'team' }, { name: 'NAME' }];
    const template = { parameters, labels: { app: `\${NAME}` } };
    expect(only(route({ metadata: { namespace: 'written', labels: { tier: 'x' } } }), template).metadata).toEqual({
      name: 'r',
      labels: { tier: 'x', app: 'shop' },
    });
    expect(only(route({ metadata: { namespace: `\${NS}` } }), template).metadata?.namespace).toBe('team');
  });

  it.each([
    ['generated', [{ name: 'X', generate: 'expression', from: '[a-z]{8}' }], 'Pass --param X=VALUE'],
    ['required', [{ name: 'X', required: true }], 'Pass --param X=VALUE'],
    ['optional', [{ name: 'X' }], 'Pass --param X=VALUE'],
    ['not declared', [], 'Declare X among the parameters of the Template'],
  ])('keeps a parameter that is %s, and says so of each field', (_, parameters, next) => {
    const { manifests, problems } = read({
      objects: [route({ spec: { host: `\${X}.com`, path: `/\${X}` } })],
      parameters,
    });
    expect((manifests[0]?.content.spec as { host: string } | undefined)?.host).toBe(`${standInOf('X')}.com`);
    expect(problems.map(({ code, field }) => `${code} ${field}`)).toEqual(['RS2101 spec.host', 'RS2101 spec.path']);
    expect(problems[0]?.next).toContain(next);
  });

  it('takes a value that is given for empty as such', () => {
    const parameters = [{ name: 'X', required: true, value: 'y' }];
    const { manifests } = read({ objects: [route({ spec: { path: `/\${X}` } })], parameters }, new Map([['X', '']]));
    expect(manifests[0]?.content.spec).toMatchObject({ path: '/' });
  });

  it('keeps no secret, whatever a parameter puts into one', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      stringData: { token: `\${NAME}-token` },
    };
    const { manifests } = read({ objects: [secret], parameters: [{ name: 'NAME' }] });
    expect(JSON.stringify(manifests)).not.toContain('shop-token');
  });
});
