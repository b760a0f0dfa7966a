import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { compareConversions } from '../../src/differences/compare-conversions.js';
import type { Differences } from '../../src/differences/differences.js';
import { driftFrom } from '../../src/differences/drift.js';
import { diffJson } from '../../src/reports/diff-json.js';
import { diffMarkdown } from '../../src/reports/diff-markdown.js';
import { diffText } from '../../src/reports/diff-text.js';
import { read } from '../properties/arbitraries.js';
import { sets } from '../verification/arbitrary-sets.js';
import { tool } from './example-conversion.js';

const schema = JSON.parse(readFileSync(new URL('../../src/reports/diff.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
const context = { tool, traceWords: 'apps' };

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
const COLOUR = /\u001b\[\d+m/g;

function expectReports(differences: Differences): void {
  const text = [...diffJson(differences, context)].join('');
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  expect(diffMarkdown(differences, context, 8000).length).toBeLessThanOrEqual(8000);
  for (const colour of [true, false]) {
    const printed = [...diffText(differences, context, { colour, isTerminal: true })].join('');
    const plain = colour ? printed.replaceAll(COLOUR, '') : printed;
    expect(plain).not.toMatch(/[^\P{Cc}\n]/u);
    expect(plain.endsWith('\n')).toBe(true);
  }
}

describe('the reports of a diff', () => {
  it('take whatever two inputs give, and the JSON is valid against the published schema', () => {
    fc.assert(
      fc.property(sets, sets, (first, second) => {
        const { options } = first;
        const [before, after] = [first, second].map(({ objects }) => {
          const input = read(objects);
          return { manifests: input.manifests, options, conversion: convert(input, options) };
        });
        if (before === undefined || after === undefined) throw new TypeError('two sides were made');
        const revision = { name: 'main', commit: 'a'.repeat(40) };
        expectReports({ mode: 'revision', revision, result: compareConversions(before, after) });
        const earlier = before.conversion.emitted.map(({ object }) => ({
          object,
          sources: ['x.yaml:1'],
          isOurs: true,
        }));
        const problems = [{ file: 'x.yaml', line: 3, message: 'no YAML' }];
        expectReports({ mode: 'against', against: 'x', result: driftFrom(earlier, after.conversion, problems) });
        const changes = [{ file: 'a\u001b.yaml', before: 'x\u0007\r\n', after: undefined }];
        expectReports({ mode: 'write', write: 'beside', result: { target: after.conversion.target, changes } });
        // What was just converted is no drift.
        const own = driftFrom(
          after.conversion.emitted.map((one) => ({ ...one, isOurs: true })),
          after.conversion,
          [],
        );
        expect(own.objects).toEqual({ added: [], removed: [], changed: [] });
      }),
      { numRuns: 25 },
    );
  });
});
