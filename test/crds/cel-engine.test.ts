import { describe, expect, it } from 'vitest';
import { compileRule } from './cel-engine.js';
import { celFieldName, toCelValue } from './cel-value.js';
import { readSchema } from './structural-schema.js';
import { fitsIntegerFormat, fitsStringFormat, isIpLiteral } from './value-formats.js';

function answer(rule: string, self: unknown): boolean | Error | undefined {
  return compileRule(rule)?.(self);
}

describe('a CEL rule', () => {
  it.each<[rule: string, self: unknown, expected: boolean]>([
    ['has(self.a)', { a: 1n }, true],
    ['has(self.a)', {}, false],
    ['has(self[0].a)', [{ a: 1n }], true],
    ['has(self.a.b)', { a: new Map([['b', '']]) }, true],
    ["self == 'has(x) matches(y)'", 'has(x) matches(y)', true],
    [String.raw`self.matches(r"""^\x61(?i)B$""")`, 'ab', true],
    ["self.matches('b')", 'abc', true],
    ["self.all(k, k.split('/')[0].size() < 3)", new Map([['ab/c', 'd']]), true],
    ["duration(self) > duration('1m')", '61s', true],
    ["duration(self) == duration('1h')", '60m', true],
    ["'*' in self && self.size() > 1", ['*'], false],
    ['self.a <= self.b', { a: 100n, b: 100n }, true],
    ['self.exists_one(x, x == 1)', [1n, 1n], false],
    ["has(self.a) && self.a == 'x' || true", {}, true],
    ['self.__namespace__ == "a"', { __namespace__: 'a' }, true],
    ['format.dns1123Label().validate(self).hasValue()', 'Not', true],
    ['format.dns1123Label().validate(self).hasValue()', 'yes', false],
    ['format.dns1123Label().validate(self) == null', 'yes', false],
  ])('%s', (rule, self, expected) => {
    expect(answer(rule, self)).toBe(expected);
  });

  it.each<[rule: string, self: unknown]>([
    ['self.a == 1', {}],
    ['has(self.a.b)', {}],
    ['size(self.a) > 0 || size(self.b) > 0', {}],
    ['self.filter(x, x.a == 1).size() == 0', [{}]],
  ])('%s ends in an error when the field is absent', (rule, self) => {
    expect(answer(rule, self)).toBeInstanceOf(Error);
  });

  it('absorbs an error that the other side of || decides', () => {
    expect(answer('size(self.a) > 0 || size(self.b) > 0', { b: ['x'] })).toBe(true);
  });

  it('about a change has nothing to say', () => {
    expect(compileRule('self == oldSelf')).toBeUndefined();
  });

  it('that cannot be understood is an error of the test data', () => {
    expect(() => compileRule('nobody(self)')).toThrow();
    expect(() => compileRule('self ==')).toThrow();
  });
});

describe('values for CEL', () => {
  it('have integers as int, maps as maps, escaped field names, and no unknown fields', () => {
    const schema = readSchema({
      type: 'object',
      properties: {
        namespace: { type: 'string' },
        'a-b': { type: 'integer' },
        share: { type: 'number' },
        options: { type: 'object', additionalProperties: { type: 'string' } },
      },
    });
    const value = { namespace: 'a', 'a-b': 3, share: 3, options: { constructor: 'x' }, unknown: 1 };
    expect(toCelValue(schema, value)).toEqual({
      __namespace__: 'a',
      a__dash__b: 3n,
      share: 3,
      options: new Map([['constructor', 'x']]),
    });
  });

  it('escape what CEL cannot spell', () => {
    expect(['in', 'a.b', 'a__b', 'a/b', 'plain'].map(celFieldName)).toEqual([
      '__in__',
      'a__dot__b',
      'a__underscores__b',
      'a__slash__b',
      'plain',
    ]);
  });
});

describe('formats', () => {
  it.each([
    ['10.0.0.1', true],
    ['2001:db8::1', true],
    ['010.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['0:0:0:0:0:ffff:a00:1', false],
    ['fe80::1%eth0', false],
    ['a.example.com', false],
    ['1.2.3', false],
  ])('%s as an IP literal: %s', (text, expected) => {
    expect(isIpLiteral(text)).toBe(expected);
  });

  it.each([
    ['ipv4', '10.0.0.1', true],
    ['ipv4', '::1', false],
    ['ipv6', '::1', true],
    ['ipv6', '10.0.0.1', false],
    ['date-time', '2026-01-02T03:04:05Z', true],
    ['date-time', '2026-01-02', false],
    ['duration', '1h2m', true],
    ['duration', '1 hour', false],
    ['cidr', '10.0.0.0/8', true],
    ['cidr', '10.0.0.0/33', false],
    ['no-such-format', 'anything', true],
  ])('%s of %s: %s', (format, text, expected) => {
    expect(fitsStringFormat(format, text)).toBe(expected);
  });

  it('of integers are ranges', () => {
    expect([2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1].map((n) => fitsIntegerFormat('int32', n))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(fitsIntegerFormat('int64', 2 ** 63)).toBe(false);
  });
});
