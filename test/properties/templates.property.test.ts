import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { type ConvertInput, convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { differenceText } from '../verification/difference-text.js';
import { openTemplates, templates, values } from './arbitrary-templates.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 100) });

const options: fc.Arbitrary<ConvertOptions> = fc
  .record({
    to: fc.constantFrom('gateway-api' as const, 'gateway-api' as const, 'openshift-route' as const),
    openshiftVersion: fc.constantFrom(undefined, '4.22' as const),
    listeners: fc.constantFrom('gateway' as const, 'listenerset' as const),
    gatewayApiVersion: fc.constantFrom('1.4' as const, '1.5' as const),
  })
  .map((some) => ({ ...DEFAULT_OPTIONS, ...some, from: 'openshift-route' as const }));

function read(template: object, templateParameters: ReadonlyMap<string, string>): ConvertInput {
  const text = JSON.stringify(template, undefined, 1);
  const { manifests, problems } = parseText({ file: 'template.json', text }, { templateParameters });
  return { manifests, problems, inputs: 1 };
}

/** The output in a form that depends neither on quotes nor on the order of objects and listeners. */
function normal(text: string): string[] {
  const comments = text.split('\n').filter((line) => /^\s*#/.test(line));
  const objects = loadAll(text).map((object) => JSON.stringify(object, (_key, inner: unknown) => sorted(inner)));
  return [...objects.sort(), ...comments.sort()];
}

/** Lists whose order says nothing: listeners, and what a ReferenceGrant lets others refer to. */
function sorted(inner: unknown): unknown {
  const isUnordered =
    Array.isArray(inner) && inner.every((one) => isRecord(one) && ('protocol' in one || 'group' in one));
  if (!isUnordered) return inner;
  const texts = inner.map((one: unknown) => ({ one, text: JSON.stringify(one) }));
  return texts.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ one }) => one);
}

function isRecord(one: unknown): one is object {
  return typeof one === 'object' && one !== null;
}

function written(conversion: Conversion): string {
  return [...yamlStream(conversion, { noComments: false })].join('');
}

function filledIn(text: string, given: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (_written, parameter: string) => given.get(parameter) ?? '?');
}

/** Everything that is said besides which parameters have no value. */
function said({ items }: Conversion): string[] {
  return items
    .filter(({ code }) => code !== 'RS2101')
    .flatMap((item) =>
      [item, ...item.also].map(({ code, severity, message, next }) => [code, severity, message, next].join('\n')),
    )
    .sort();
}

describe('for whatever Template and options', () => {
  it('filling in the output gives what converting with these values gives', () => {
    fc.assert(
      fc.property(templates, values, options, (template, given, wanted) => {
        const open = convert(read(template, new Map()), wanted);
        const resolved = convert(read(template, given), wanted);
        expect(normal(filledIn(written(open), given))).toEqual(normal(written(resolved)));
        expect(
          said(open)
            .map((text) => filledIn(text, given))
            .sort(),
        ).toEqual(said(resolved));
      }),
      { numRuns: RUNS },
    );
  });

  it('nothing of what parameters are represented by is left in the result', () => {
    fc.assert(
      fc.property(fc.oneof(templates, openTemplates), options, (template, some) => {
        const wanted = { ...some, namespace: 'shop' };
        const input = read(template, new Map());
        const conversion = convert(input, wanted);
        const verification = verify(input.manifests, conversion, wanted);
        expect(JSON.stringify([conversion, verification]) + written(conversion)).not.toMatch(/rsparam/i);
        expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
        expect(verification.differences.filter(isUnexplained).map(differenceText)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
