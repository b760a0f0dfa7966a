import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldChanges } from '../../src/differences/field-changes.js';
import { sameValue } from '../../src/differences/plain-values.js';
import { withoutServerFields } from '../../src/differences/server-fields.js';

function rule(path: string, backend: string, more: object = {}) {
  return {
    matches: [{ path: { type: 'PathPrefix', value: path } }],
    ...more,
    backendRefs: [{ name: backend, port: 80 }],
  };
}

function changed(before: readonly unknown[], after: readonly unknown[]): string[] {
  return fieldChanges('HTTPRoute', { spec: { rules: before } }, { spec: { rules: after } }).map(
    ({ path, about, change }) => `${change} ${path} ${about ?? ''}`.trim(),
  );
}

describe('rules of a route', () => {
  it('are one added rule where one is put before all others', () => {
    const old = [rule('/a', 'a'), rule('/b', 'b'), rule('/', 'root')];
    expect(changed(old, [rule('/new', 'new'), ...old])).toEqual(['added spec.rules[0] PathPrefix /new']);
  });

  it('are one removed rule where the first goes', () => {
    const old = [rule('/a', 'a'), rule('/b', 'b')];
    expect(changed(old, old.slice(1))).toEqual(['removed spec.rules[0] PathPrefix /a']);
  });

  it('are compared by what they match, and named by it', () => {
    expect(changed([rule('/a', 'a'), rule('/b', 'b')], [rule('/', 'r'), rule('/a', 'a'), rule('/b', 'c')])).toEqual([
      'added spec.rules[0] PathPrefix /',
      'changed spec.rules[2].backendRefs[0].name PathPrefix /b',
    ]);
  });

  it('are the same rule where only the match changed', () => {
    expect(
      changed([rule('/a', 'a', { filters: [{ type: 'X' }] })], [rule('/b', 'a', { filters: [{ type: 'X' }] })]),
    ).toEqual(['removed spec.rules[0].matches[0] PathPrefix /b', 'added spec.rules[0].matches[0] PathPrefix /b']);
  });

  it('say that they stand in another order', () => {
    expect(changed([rule('/a', 'a'), rule('/b', 'b')], [rule('/b', 'b'), rule('/a', 'a')])).toEqual([
      'reordered spec.rules',
    ]);
  });

  it('are told apart when two match the same', () => {
    expect(changed([rule('/a', 'a'), rule('/a', 'b')], [rule('/a', 'a'), rule('/a', 'c')])).toEqual([
      'changed spec.rules[1].backendRefs[0].name PathPrefix /a',
    ]);
  });
});

describe('other lists', () => {
  it('know listeners by name, backends by name and port, headers by name', () => {
    const before = {
      listeners: [
        { name: 'http', port: 80 },
        { name: 'https', port: 443 },
      ],
      backendRefs: [{ name: 'a', port: 80, weight: 1 }],
      set: [{ name: 'X-A', value: '1' }],
    };
    const after = {
      listeners: [
        { name: 'new', port: 80 },
        { name: 'http', port: 80 },
        { name: 'https', port: 8443 },
      ],
      backendRefs: [
        { name: 'b', port: 80, weight: 1 },
        { name: 'a', port: 80, weight: 9 },
      ],
      set: [{ name: 'X-A', value: '2' }],
    };
    expect(fieldChanges('Gateway', before, after).map(({ path, before, after }) => [path, before, after])).toEqual([
      ['listeners[0]', null, { name: 'new', port: 80 }],
      ['listeners[2].port', 443, 8443],
      ['backendRefs[0]', null, { name: 'b', port: 80, weight: 1 }],
      ['backendRefs[1].weight', 1, 9],
      ['set[0].value', '1', '2'],
    ]);
  });
});

describe('values that nobody may see', () => {
  it('are the values of Secrets; their keys may be seen', () => {
    const secret = (value: string) => ({ kind: 'Secret', data: { 'tls.key': value }, stringData: { a: value } });
    const found = fieldChanges('Secret', secret('c2VjcmV0LW9uZQ=='), secret('c2VjcmV0LXR3bw=='));
    expect(found.map(({ path }) => path)).toEqual(['data.tls.key', 'stringData.a']);
    expect(JSON.stringify(found)).not.toMatch(/c2VjcmV0/);
    const come = fieldChanges('Secret', {}, secret('c2VjcmV0LW9uZQ=='));
    expect(JSON.stringify(come)).toContain('tls.key');
    expect(JSON.stringify(come)).not.toMatch(/c2VjcmV0/);
  });

  it('are keys of Routes, wherever they stand', () => {
    const pem = (word: string) => `-----BEGIN PRIVATE KEY-----\n${word}\n-----END PRIVATE KEY-----\n`;
    const route = (word: string) => ({ spec: { tls: { key: pem(word), certificate: `x ${pem(word)}`, other: word } } });
    const found = fieldChanges('Route', route('keyone'), {
      ...route('keytwo'),
      spec: { tls: { ...route('keytwo').spec.tls, other: '' } },
    });
    expect(found.map(({ path }) => path).sort()).toEqual(['spec.tls.certificate', 'spec.tls.key', 'spec.tls.other']);
    expect(JSON.stringify(found.filter(({ path }) => path !== 'spec.tls.other'))).not.toMatch(/keyone|keytwo/);
  });
});

describe('fields of the API server', () => {
  const metadata = { name: 'a', namespace: 'b' };
  const base = { apiVersion: 'v1', kind: 'HTTPRoute', metadata, spec: { a: 1 } };

  it('do not count', () => {
    const stored = {
      ...base,
      metadata: {
        ...metadata,
        uid: 'u',
        resourceVersion: '1',
        generation: 2,
        creationTimestamp: 'now',
        managedFields: [{}],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      },
      status: { parents: [] },
    };
    expect(withoutServerFields(stored)).toEqual(withoutServerFields(base));
  });

  it('include how a Secret keeps its values', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata };
    expect(withoutServerFields({ ...secret, type: 'Opaque', data: { a: 'w7w=' } })).toEqual(
      withoutServerFields({ ...secret, stringData: { a: 'ü' } }),
    );
    expect(withoutServerFields({ ...secret, data: { a: 'w7w=' } })).not.toEqual(
      withoutServerFields({ ...secret, stringData: { a: 'u' } }),
    );
  });
});

describe('whatever two objects hold', () => {
  const values = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(1, 2, 'a', 'b', null, true), tie('list'), tie('mapping')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    mapping: fc.dictionary(fc.constantFrom('name', 'rules', 'matches', 'filters', 'type', 'x'), tie('value')),
  })).mapping;

  it('something is told exactly when they differ, and as much the other way round', () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const found = fieldChanges('HTTPRoute', before, after);
        expect(found.length === 0).toBe(sameValue(before, after));
        const back = fieldChanges('HTTPRoute', after, before);
        const counted = (list: typeof found, change: string) => list.filter((one) => one.change === change).length;
        expect(counted(back, 'added')).toBe(counted(found, 'removed'));
      }),
      { numRuns: 3000 },
    );
  });
});
