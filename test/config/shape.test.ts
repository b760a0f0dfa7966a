import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterOptions } from '../../src/cli/cluster-options.js';
import { addConvertFlags } from '../../src/cli/convert.js';
import { addLiveOptions } from '../../src/cli/live-flags.js';
import { processStreams } from '../../src/cli/streams.js';
import { verifyCommand } from '../../src/cli/verify.js';
import { CONFIG_SHAPE } from '../../src/config/config-shape.js';
import { publishedSchema } from '../../src/config/json-schema.js';
import { readConfig } from '../../src/config/read-config.js';
import { type ContentShape, checkContent } from '../../src/mappings/content-shape.js';

const SCHEMA = 'src/config/config.schema.json';
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(publishedSchema(CONFIG_SHAPE));

/** Values of a shape and, now and then, of none. */
function anyOf(shape: ContentShape): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.constant({ x: 1 }),
  );
  return fc.oneof({ weight: 12, arbitrary: fitting(shape) }, { weight: 1, arbitrary: odd });
}

function fitting(shape: ContentShape): fc.Arbitrary<unknown> {
  switch (shape.is) {
    case 'text':
      if (shape.oneOf !== undefined) return fc.constantFrom(...shape.oneOf);
      return fc.oneof(
        fc.constantFrom(
          'a/b',
          'shop',
          'RS1711',
          '2026-01-02',
          'text',
          'json=a/b.json',
          '../x',
          '/x',
          '*.a.example',
          '',
          ' ',
          'a/b:80',
        ),
        fc.string(),
      );
    case 'flag':
      return fc.boolean();
    case 'anything':
      return fc.anything();
    case 'list':
      return shape.orOne === true
        ? fc.oneof(anyOf(shape.of), fc.array(anyOf(shape.of), { maxLength: 3 }))
        : fc.array(anyOf(shape.of), { maxLength: 3 });
    case 'table':
      return fc.dictionary(fc.constantFrom('nginx', 'RS0301', '*.example.com', '*', 'NAME', 'x y'), anyOf(shape.of), {
        maxKeys: 3,
      });
    case 'text-or-object':
      return fc.oneof(anyOf(shape.text), anyOf(shape.object));
    case 'object': {
      const fields = Object.entries(shape.fields).map(([name, field]) => [name, anyOf(field.shape)] as const);
      const some = fc
        .subarray(fields, { maxLength: Math.min(6, fields.length) })
        .chain((chosen) => fc.record(Object.fromEntries(chosen)));
      return fc.tuple(some, fc.constantFrom({}, {}, {}, {}, { unknown: 1 })).map(([a, b]) => ({ ...a, ...b }));
    }
  }
}

describe('the schema of routeshift.yaml', () => {
  it('is the published file (to write it anew: npx vitest run test/config/shape.test.ts -u)', async () => {
    await expect(`${JSON.stringify(publishedSchema(CONFIG_SHAPE), null, 2)}\n`).toMatchFileSnapshot(`../../${SCHEMA}`);
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8')).$schema).toBe('http://json-schema.org/draft-07/schema#');
  });

  it('accepts exactly what the program accepts of shapes', () => {
    let [good, bad] = [0, 0];
    fc.assert(
      fc.property(fitting(CONFIG_SHAPE), (content) => {
        const isGood = checkContent(content, CONFIG_SHAPE).length === 0;
        if (isGood) good++;
        else bad++;
        expect(validate(content), JSON.stringify(content)).toBe(isGood);
      }),
      { numRuns: 2000 },
    );
    // Neither side is empty, or the comparison would say nothing.
    expect(Math.min(good, bad)).toBeGreaterThan(50);
  });

  it('has every flag of convert and verify', () => {
    if (CONFIG_SHAPE.is !== 'object') throw new Error('the configuration is an object');
    const fields = Object.keys(CONFIG_SHAPE.fields);
    const commands = [addConvertFlags(new Command('convert')), verifyCommand(processStreams(), () => {})];
    const flags = new Set(commands.flatMap(({ options }) => options.map((option) => option.attributeName())));
    // What configures the configuration, and what a run is asked for once.
    for (const name of ['config', 'writeBaseline', 'shard', 'check']) flags.delete(name);
    // Which cluster somebody looks at is no matter of the files.
    for (const option of clusterOptions()) flags.delete(option.attributeName());
    flags.delete('serverDryRun');
    // No file makes a command send requests that was not asked to.
    const live = new Command('verify');
    addLiveOptions(live);
    for (const option of live.options) flags.delete(option.attributeName());
    expect(
      [...flags].map((name) => (name === 'report' ? 'reports' : name)).filter((name) => !fields.includes(name)),
    ).toEqual([]);
  });
});

describe('a configuration', () => {
  it('is read without throwing, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fitting(CONFIG_SHAPE).map((content) => JSON.stringify(content)),
        ),
        (text) => {
          const read = readConfig('routeshift.yaml', text);
          if ('problems' in read) expect(read.problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['', []],
    ['# nothing\n', []],
    ['a: 1\na: 2\n', ['2:1: this key stands here twice', '2:1: a: is not a field: known are']],
    ['from: ingress-nginx\n---\nto: x\n', ['1:1: the file holds several documents instead of one']],
    ['a: [\n', ['2:1: this is no YAML']],
    ['- a\n', ['1:1: expected an object, found a list']],
    ['gateway: a/b\ngatewayName: c\n', ['2:1: gatewayName: is about a Gateway that is emitted']],
    ['severities: { RS1711: info }', ['1:15: severities.RS1711: an error stays one']],
    ['severities: { RS9999: info }', ['1:15: severities.RS9999: there is no finding "RS9999"']],
    ['suppressions: [{ reason: x }]', ['1:16: suppressions[0]: say which findings are meant']],
    ['suppressions: [{ code: RS0104, reason: x }]', ['1:18: suppressions[0].code: RS0104 cannot be suppressed']],
    ['suppressions: [{ code: RS9998, reason: x }]', ['1:18: suppressions[0].code: there is no finding "RS9998"']],
    [
      'suppressions: [{ object: a/b/c, reason: x, until: 2026-02-30 }]',
      ['suppressions[0].object: write it as', 'no day of the calendar'],
    ],
    ['gatewayApiVersion: 1.5', ['1:1: gatewayApiVersion: expected a text, found the number 1.5; put it in quotes']],
    [
      'gateways: { hosts: { "a.b": { gatway: x/y } } }',
      [
        '1:22: gateways.hosts.a.b.gateway: is missing',
        '1:31: gateways.hosts.a.b.gatway: is not a field: did you mean "gateway"?',
      ],
    ],
  ])('%j', (text, expected) => {
    const read = readConfig('routeshift.yaml', text);
    const problems =
      'problems' in read
        ? read.problems.map(({ source, message }) => `${source.line}:${source.column}: ${message}`)
        : [];
    expect(problems).toEqual(expected.map((part) => expect.stringContaining(part)));
  });
});
