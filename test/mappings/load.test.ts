import { describe, expect, it } from 'vitest';
import { checkMapping, MappingError } from '../../src/mappings/load.js';

const ENTRY = {
  key: 'max-speed',
  group: 'limits',
  kind: 'int',
  default: '0',
  scope: 'location',
  risk: 'Low',
  invalid: 'ignored',
  summary: 'Limits the speed.',
  sample: { value: '10' },
  source: 'speed.go',
  targets: {
    'gateway-api': { verdict: 'unsupported', caveat: 'There is no speed.' },
    'openshift-route': { verdict: 'unsupported', caveat: 'There is no speed.' },
  },
};

const FILE = {
  controller: 'my-ingress',
  prefix: 'my.example.com',
  version: '1.0.0',
  annotations: [ENTRY],
  obsolete: [],
  settings: [],
};

function problemsOf(content: unknown): string[] {
  try {
    checkMapping(content, 'my.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    expect(error.message).toMatch(/^my\.yaml is not a usable mapping:\n/);
    return error.problems.map(({ at, message }) => `${at}: ${message}`);
  }
}

function withEntry(change: object): object {
  return { ...FILE, annotations: [{ ...ENTRY, ...change }] };
}

describe('a mapping file of a user', () => {
  it('is taken when it is complete', () => {
    expect(checkMapping(FILE, 'my.yaml')).toBe(FILE);
  });

  it.each([
    ['nothing', undefined, ': expected an object, found nothing'],
    ['a text', 'hello', ': expected an object, found the text "hello"'],
    ['an unknown field', withEntry({ caveats: 'x' }), 'annotations[0].caveats: is not a field: known are '],
    ['a misspelt field', withEntry({ sumary: 'x' }), 'annotations[0].sumary: is not a field: did you mean "summary"?'],
    [
      'an unknown kind',
      withEntry({ kind: 'boool' }),
      'annotations[0].kind: "boool" is not known here: did you mean "bool"?',
    ],
    [
      'an unquoted number',
      withEntry({ sample: { value: 10 } }),
      'annotations[0].sample.value: expected a text, found the number 10; put it in quotes',
    ],
    [
      'an unknown concern',
      withEntry({ concern: 'canarys' }),
      'annotations[0].concern: "canarys" is not known here: did you mean "canary"?',
    ],
    [
      'an unknown requirement',
      withEntry({ requires: 'speed' }),
      'annotations[0].requires: "speed" is no key of this file',
    ],
    ['a broken pattern', withEntry({ pattern: '(' }), 'annotations[0].pattern: is not a JavaScript regular expression'],
    [
      'a sample that is invalid',
      withEntry({ sample: { value: 'fast' } }),
      'annotations[0].sample.value: "fast": the value is not a whole number',
    ],
    [
      'a neutral value that is invalid',
      withEntry({ neutral: ['none'] }),
      'annotations[0].neutral[0]: "none": the value is not a whole number',
    ],
    ['an enum without values', withEntry({ kind: 'enum' }), 'annotations[0].values: an enum needs its values'],
    [
      'a list in place of an object',
      { ...FILE, annotations: [[]] },
      'annotations[0]: expected an object, found a list',
    ],
    [
      'a key twice',
      { ...FILE, annotations: [ENTRY, ENTRY] },
      'annotations[1].key: "max-speed" is taken already by annotations[0].key',
    ],
    [
      'an alias that is a key',
      withEntry({ aliases: ['max-speed'] }),
      'annotations[0].aliases[0]: "max-speed" is taken already by annotations[0].key',
    ],
  ])('is refused with place and reason for %s', (_, content, expected) => {
    expect(problemsOf(content).some((problem) => problem.startsWith(expected))).toBe(true);
  });

  it('is told every missing field at once', () => {
    expect(problemsOf({ ...FILE, annotations: [{}] })).toHaveLength(10);
  });

  it('cannot smuggle in fields by inheritance', () => {
    expect(problemsOf(JSON.parse('{"__proto__": {"controller": "x"}}'))).toContain('controller: is missing');
  });
});
