import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRe2 } from '../../../src/behaviour/regex/re2.js';
import type { Backend, Decision, Owner, Split } from '../../../src/model/traffic.js';
import { splitVariants } from '../../../src/targets/gateway-api/split.js';

const backend = (service: string, port: number | undefined = 80): Backend => ({
  namespace: 'default',
  service,
  port,
  writtenPort: '80',
  from: [],
});
const owner: Owner = {
  ref: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'canary' },
  namespace: 'default',
  labels: {},
  source: { file: 'a.yaml', line: 1, column: 1 },
  className: 'nginx',
};
const split = (
  weight: number,
  total: number,
  decisions: readonly Decision[] = [],
  primary = backend('main'),
): Split => ({
  primary,
  alternative: {
    owner,
    backend: backend('next'),
    decisions,
    share: { value: { weight, total }, from: [2] },
    from: [1],
  },
});
const header = (
  name: string,
  value: string,
  goesTo: Decision['goesTo'],
  kind: 'exact' | 'pattern' = 'exact',
): Decision => ({
  on: 'header',
  name,
  test: { kind, value },
  goesTo,
  from: [3],
});

describe('backends of a rule', () => {
  test('without an alternative there is one, without a weight', () => {
    expect(splitVariants({ primary: backend('main') }, 'default')).toEqual([
      { header: undefined, backendRefs: [{ name: 'main', port: 80 }], claims: [], owners: [] },
    ]);
  });

  test('a backend of another namespace names it', () => {
    expect(splitVariants({ primary: backend('main') }, 'other')?.[0]?.backendRefs).toEqual([
      { name: 'main', namespace: 'default', port: 80 },
    ]);
  });

  test('an unknown port of either is none', () => {
    const unknown: Backend = { ...backend('main'), port: undefined };
    expect(splitVariants({ primary: unknown }, 'default')).toBeUndefined();
    expect(splitVariants(split(1, 10, [], unknown), 'default')).toBeUndefined();
  });

  test('weights share the total, and no backend without a share is written', () => {
    const shares = fc
      .integer({ min: 1, max: 1000 })
      .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)));
    fc.assert(
      fc.property(shares, ([weight, total]) => {
        const refs = splitVariants(split(weight, total), 'default')?.at(-1)?.backendRefs ?? [];
        if (weight === 0) expect(refs).toEqual([{ name: 'main', port: 80 }]);
        else
          expect(refs.map((ref) => [ref.name, ref.weight])).toEqual([
            ['main', total - weight],
            ['next', weight],
          ]);
      }),
    );
  });

  test('an alternative that nothing asks for is said to be redundant', () => {
    const claims = splitVariants(split(0, 100), 'default')?.flatMap((variant) => variant.claims);
    expect(claims).toContainEqual(
      expect.objectContaining({ items: [1], remark: expect.objectContaining({ code: 'RS1307' }) }),
    );
  });
});

describe('decisions before the weights', () => {
  test('are rules of their own, in their order, before the plain one', () => {
    const variants = splitVariants(
      split(10, 100, [header('X-C', 'always', 'alternative'), header('X-C', 'never', 'primary')]),
      'default',
    );
    expect(
      variants?.map(({ header: match, backendRefs }) => [match?.value, backendRefs.map((ref) => ref.name)]),
    ).toEqual([
      ['always', ['next']],
      ['never', ['main']],
      [undefined, ['main', 'next']],
    ]);
  });

  test('every item is told about', () => {
    const items = splitVariants(split(0, 100, [header('X-C', 'always', 'alternative')]), 'default')
      ?.flatMap((variant) => variant.claims)
      .flatMap((claim) => claim.items);
    expect(new Set(items)).toEqual(new Set([1, 2, 3]));
  });

  test.each([
    ['bad name', header('X C', 'always', 'alternative')],
    ['empty value', header('X-C', '', 'alternative')],
    ['pattern beyond RE2', header('X-C', '(?!a)', 'alternative', 'pattern')],
  ])('a %s makes no match and says so', (_, decision) => {
    const variants = splitVariants(split(10, 100, [decision]), 'default');
    expect(variants).toHaveLength(1);
    expect(variants?.[0]?.claims).toContainEqual(
      expect.objectContaining({ remark: expect.objectContaining({ code: 'RS1306' }) }),
    );
  });

  test('a pattern matches any part of the header', () => {
    const match = splitVariants(split(0, 100, [header('X-C', 'a|b', 'alternative', 'pattern')]), 'default')?.[0]
      ?.header;
    expect(match).toEqual({ type: 'RegularExpression', name: 'X-C', value: '.*(?:a|b).*' });
  });

  test.each([
    ['c.x=always', true],
    ['a=1; c.x=always; b=2', true],
    ['a=1;c.x=always', true],
    ['c.x=always2', false],
    ['cax=always', false],
    ['xc.x=always', false],
    ['c.x=never', false],
  ])('the cookie of a decision in "%s": %s', (cookies, wanted) => {
    const decision: Decision = { on: 'cookie', name: 'c.x', value: 'always', goesTo: 'alternative', from: [] };
    const match = splitVariants(split(0, 100, [decision]), 'default')?.[0]?.header;
    const engine = compileRe2(match?.value ?? '(');
    expect(match?.name).toBe('Cookie');
    expect('refusal' in engine ? engine.refusal : engine.matches(cookies, 'full')).toBe(wanted);
  });
});
