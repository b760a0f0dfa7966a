// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of Templates look like those of JavaScript
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDnsLabel, isDnsName, isPortName } from '../../src/kubernetes/dns-name.js';
import type { Manifest } from '../../src/kubernetes/object.js';
import { cutText, holdsStandIn, leastLength, standInOf } from '../../src/kubernetes/stand-ins.js';
import { referencesIn } from '../../src/kubernetes/template-references.js';

const names = fc.stringMatching(/^[A-Za-z0-9_]{1,100}$/);

function withOpen(...unresolved: string[]): Manifest[] {
  const source = { file: 'a.yaml', line: 1, column: 1 };
  const ref = { apiVersion: 'v1', kind: 'Route', name: 'a' };
  return [{ ref, source, content: {}, unresolved, locate: () => source }];
}

describe('the stand-in of a parameter', () => {
  it('is hardly longer than its name', () => {
    expect(standInOf('APPLICATION_NAME')).toBe('rsparamapplicationxnamez0');
    expect(standInOf('aZ_X9')).toBe('rsparamzaz2xz19z0');
  });

  it('is valid in names, hosts and ports, however long', () => {
    fc.assert(
      fc.property(names, (name) => {
        const word = standInOf(name);
        expect([isDnsLabel(`a-${word}-${word}`), isDnsName(`${word}.com`), isPortName(word)]).toEqual([
          true,
          true,
          true,
        ]);
      }),
    );
  });

  it('is found again among whatever stands beside it', () => {
    const texts = fc.constantFrom('', '-', '.', 'z', 'z0', 'rsparam', 'rsparama', 'x', '$', 'A');
    fc.assert(
      fc.property(
        fc.uniqueArray(names, { minLength: 2, maxLength: 2 }),
        texts,
        texts,
        texts,
        ([a = '', b = ''], x, y, z) => {
          const references = referencesIn(withOpen(a, b));
          expect(references?.restored(x + standInOf(a) + y + standInOf(b) + z)).toBe(`${x}\${${a}}${y}\${${b}}${z}`);
        },
      ),
    );
  });

  it('counts as one character, and is never cut in two', () => {
    const text = `secure-${standInOf('NAME')}-${standInOf('SUFFIX')}`;
    expect(leastLength(text)).toBe('secure-?-?'.length);
    expect(cutText(text, text.length)).toBe(text);
    expect(cutText(text, text.length - 1)).toBe(`secure-${standInOf('NAME')}-`);
    expect(cutText(text, 10)).toBe('secure-');
    expect(cutText('abcdef', 3)).toBe('abc');
  });

  it('is told from words that are like it', () => {
    expect(['rsparam', 'rsparamz0', 'rsparama', 'param', standInOf('A')].map(holdsStandIn)).toEqual([
      ...[false, false, false, false],
      true,
    ]);
  });

  it('is looked for in long texts in no time', () => {
    const long = 'rsparam'.repeat(100_000);
    expect(leastLength(long)).toBe(long.length);
    expect(referencesIn(withOpen('A'))?.restored(long)).toBe(long);
  });
});

describe('references to parameters', () => {
  it('are none where every parameter has a value', () => {
    expect(referencesIn([])).toBeUndefined();
  });

  it('come back in everything that plain data is made of, and go the other way', () => {
    const word = standInOf('A');
    const data = {
      [word]: [word, 1, null, true, { inner: `x-${word}` }],
      map: new Map([[0, [word]]]),
      none: undefined,
    };
    const references = referencesIn(withOpen('A'));
    const restored = references?.restored(data);
    const a = '${A}';
    expect(restored).toEqual({
      [a]: [a, 1, null, true, { inner: `x-${a}` }],
      map: new Map([[0, [a]]]),
      none: undefined,
    });
    expect(references?.replaced(restored)).toEqual(data);
  });

  it('are restored in capitals, too, and not for parameters that have values', () => {
    const references = referencesIn(withOpen('A'));
    expect(references?.restored(standInOf('A').toUpperCase())).toBe('${A}');
    expect(references?.restored(standInOf('B'))).toBe(standInOf('B'));
    expect(references?.replaced('${B}')).toBe('${B}');
  });
});
