import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import type { ObjectRef } from '../../src/kubernetes/object.js';
import { fingerprints } from '../../src/ledger/fingerprint.js';
import { type Note, SEVERITIES, VERDICTS } from '../../src/ledger/verdict.js';
import { jsonReport } from '../../src/reports/json.js';
import { example, item, tool } from './example-conversion.js';

const schema = JSON.parse(readFileSync(new URL('../../src/reports/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

function report(conversion: Conversion) {
  return JSON.parse([...jsonReport(conversion, tool)].join(''));
}

describe('the JSON report', () => {
  it('is valid against the published schema', () => {
    expect(validate(report(example)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is valid when there is nothing to say', () => {
    const empty: Conversion = { ...example, items: [], withheld: [], waysOut: [] };
    const parsed = report(empty);
    expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
    expect(parsed.items).toEqual([]);
  });

  it('names the program, the target and the summary', () => {
    expect(report(example)).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'routeshift', version: '1.2.3' },
      target: { api: 'gateway-api', version: '1.5', channel: 'standard' },
      summary: { inputs: 3, objects: 2, findings: { error: 2, warning: 1, info: 4 }, withheld: 1 },
    });
  });

  it('has one row per item, in order, with everything that is known about it', () => {
    const { items } = report(example);
    expect(items).toHaveLength(example.items.length);
    expect(items[0]).toEqual({
      object: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: null, name: 'admin' },
      source: { file: 'admin.yaml', line: 4, column: 5 },
      field: 'metadata.annotations',
      annotation: 'nginx.ingress.kubernetes.io/auth-type',
      value: 'basic',
      verdict: 'manual',
      code: 'RS1301',
      severity: 'error',
      message: 'Basic authentication has no field in the Gateway API.',
      next: 'Use a policy of the implementation.',
      emitted: [],
      also: [],
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(items[1].object).toBeNull();
    expect(items[1]).not.toHaveProperty('annotation');
    expect(items[2].emitted.map((e: { path: unknown }) => e.path)).toEqual(['spec.rules[0]', null]);
    expect(items[3].also).toMatchObject([
      { code: 'RS1205', severity: 'info', message: 'A note besides.', next: 'Nothing much.' },
    ]);
  });

  it('lists the withheld rules and the ways out', () => {
    const parsed = report(example);
    expect(parsed.withheld[0]).toMatchObject({ hostname: 'admin.example.com', path: '/', blockedBy: ['auth-type'] });
    expect(parsed.waysOut).toEqual([{ accept: ['auth-type'], publishes: 1 }]);
  });

  it('says what is suppressed and why, and counts it', () => {
    const suppressed = { kind: 'config', reason: 'It is known.', until: '2030-01-01' } as const;
    const note = {
      code: 'RS1205',
      severity: 'info',
      message: 'A note.',
      suppressed: { ...suppressed, until: undefined },
    };
    const parsed = report({ ...example, items: [item({ suppressed, also: [note as Note] }), item({})] });
    expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
    expect(parsed.summary.suppressed).toBe(2);
    expect(parsed.items[0].suppressed).toEqual(suppressed);
    expect(parsed.items[0].also[0].suppressed).toEqual({ kind: 'config', reason: 'It is known.' });
    expect(parsed.items[1]).not.toHaveProperty('suppressed');
  });

  it('says of each item what the item says, whatever was said of others before', () => {
    // Few words, so that items have some of them in common and differ in the rest.
    const word = fc.constantFrom('a', 'b', '', '"', '\\', '\n', 'é\ud800', 'metadata.annotations');
    const maybe = fc.option(word, { nil: undefined });
    const object = fc.record({ apiVersion: word, kind: word, namespace: maybe, name: word });
    const told = { code: word, severity: fc.constantFrom(...SEVERITIES), message: word, next: maybe };
    const suppressed = fc.option(fc.record({ kind: fc.constant('config' as const), reason: word, until: maybe }), {
      nil: undefined,
    });
    const anyItem = fc.record({
      object: fc.option(object, { nil: undefined }),
      source: fc.record({ file: word, line: fc.nat(3), column: fc.nat(3) }),
      field: word,
      annotation: maybe,
      value: maybe,
      verdict: fc.constantFrom(...VERDICTS),
      ...told,
      emitted: fc.array(
        object.chain((one) => maybe.map((path) => ({ ...one, path }))),
        { maxLength: 3 },
      ),
      also: fc.array(fc.record({ ...told, suppressed }), { maxLength: 2 }),
      suppressed,
    });
    fc.assert(
      fc.property(fc.array(anyItem), (items) => {
        const names = fingerprints(items);
        const rowOf = ({ namespace, ...ref }: ObjectRef) => ({ ...ref, namespace: namespace ?? null });
        const rows = items.map((one) => ({
          ...one,
          object: one.object === undefined ? null : rowOf(one.object),
          next: one.next ?? null,
          emitted: one.emitted.map(({ path, ...ref }) => ({ ...rowOf(ref), path: path ?? null })),
          also: one.also.map((note) => ({ ...note, next: note.next ?? null, fingerprint: names.get(note) })),
          fingerprint: names.get(one),
        }));
        expect(report({ ...example, items }).items).toEqual(JSON.parse(JSON.stringify(rows)));
      }),
    );
  });

  it('comes in pieces, so that a large report is never one string', () => {
    const items = Array.from({ length: 5000 }, (_, i) => item({ message: `message ${i}` }));
    const pieces = [...jsonReport({ ...example, items }, tool)];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
    expect(JSON.parse(pieces.join('')).items).toHaveLength(5000);
  });

  it('the schema refuses an item without a verdict, and a code that is none', () => {
    const parsed = report(example);
    delete parsed.items[0].verdict;
    expect(validate(parsed)).toBe(false);
    expect(validate(report({ ...example, items: [item({ code: 'whatever' })] }))).toBe(false);
  });
});
