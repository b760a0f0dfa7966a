import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { audit } from '../../src/audit/audit.js';
import { groupOf } from '../../src/audit/groups.js';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import type { RunOptions } from '../../src/options.js';
import { jsonReport } from '../../src/reports/json.js';
import { mergeReports } from '../../src/reports/merge-reports.js';
import { readReport } from '../../src/reports/read-report.js';
import { partOf } from '../../src/sharding/part-of.js';
import { ShardPlan } from '../../src/sharding/plan.js';
import { verify } from '../../src/verification/verify.js';
import { type Case, cases, read } from './arbitraries.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 150);
vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 400) });

const TOOL = { name: 'routeshift', version: '0.0.0' };
const counts = fc.integer({ min: 1, max: 5 });

/** A case, read for one controller or for all. */
interface Example extends Omit<Case, 'options'> {
  readonly options: RunOptions;
}

const examples: fc.Arbitrary<Example> = fc
  .tuple(cases, fc.boolean())
  .map(([example, auto]) => (auto ? { ...example, options: { ...example.options, from: 'auto' } } : example));

function always(check: (example: Example, count: number) => void, runs = RUNS): void {
  fc.assert(fc.property(examples, counts, check), { numRuns: runs });
}

/** A whole conversion and the parts that its shards have of it. */
function sharded({ objects, options }: Example, count: number) {
  const input = read(objects);
  const whole = convert(input, options);
  const plan = new ShardPlan(input.manifests, count);
  const parts = Array.from({ length: count }, (_, at) => partOf(whole, plan, at + 1));
  return { input, whole, plan, parts };
}

function reportOf(conversion: Conversion) {
  const report = readReport([...jsonReport(conversion, TOOL)].join(''));
  if ('fault' in report) throw new Error(report.fault);
  return report;
}

const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('the parts of all shards', () => {
  it('are the whole: each object, each finding and each withheld rule once', () => {
    always((example, count) => {
      const { whole, parts } = sharded(example, count);
      const all = <T>(pick: (conversion: Conversion) => readonly T[]) => parts.flatMap(pick);
      expect(new Set(all(({ emitted }) => emitted))).toEqual(new Set(whole.emitted));
      expect(all(({ emitted }) => emitted)).toHaveLength(whole.emitted.length);
      expect(sorted(all(({ items }) => items))).toEqual(sorted(whole.items));
      expect(sorted(all(({ withheld }) => withheld))).toEqual(sorted(whole.withheld));
      expect(all(({ closingComments }) => closingComments)).toEqual(whole.closingComments);
    });
  });

  it('have reports that are, merged, the report of the whole, numbers included', () => {
    always((example, count) => {
      const { whole, parts } = sharded(example, count);
      const merged = mergeReports(parts.map((part) => ({ report: reportOf(part) })));
      expect(merged.remarks).toEqual([]);
      expect(merged.conversion.summary).toEqual(whole.summary);
      expect(sorted(reportOf(merged.conversion).items)).toEqual(sorted(reportOf(whole).items));
    });
  });

  it('keep what is said of one host together', () => {
    always(({ objects, options }, count) => {
      const { whole, plan } = sharded({ objects, options }, count);
      const shards = new Map<string, Set<number>>();
      for (const item of whole.items) {
        if (!/^spec\.rules\[\d+\]\.host$/.test(item.field) || item.value === undefined) continue;
        const host = item.value.toLowerCase();
        shards.set(host, (shards.get(host) ?? new Set()).add(plan.of(item)));
      }
      expect([...shards].filter(([, some]) => some.size > 1)).toEqual([]);
    });
  });

  it('do not depend on the order of the manifests', () => {
    always(({ objects, options }, count) => {
      const { input, whole, plan } = sharded({ objects, options }, count);
      const other = new ShardPlan([...input.manifests].reverse(), count);
      expect(whole.items.map((item) => other.of(item))).toEqual(whole.items.map((item) => plan.of(item)));
    });
  });

  it('verify each request once, with the answer of the whole', () => {
    always((example, count) => {
      const { input, whole, plan } = sharded(example, count);
      const all = verify(input.manifests, whole, example.options);
      const parts = Array.from({ length: count }, (_, at) =>
        verify(input.manifests, whole, example.options, [], (host) => plan.ofHost(host) === at + 1),
      );
      const sum = (pick: (one: typeof all) => number) => parts.reduce((total, one) => total + pick(one), 0);
      for (const pick of ['probes', 'agree', 'explained', 'unexplained'] as const)
        expect(sum((one) => one[pick])).toBe(all[pick]);
      expect(sorted(parts.flatMap(({ differences }) => differences))).toEqual(sorted(all.differences));
    }, RUNS / 5);
  });

  it('audit each object once', () => {
    always(({ objects, options }, count) => {
      const input = read(objects);
      const plan = new ShardPlan(input.manifests, count);
      const whole = audit([{ input, options }], { by: 'namespace' });
      const parts = Array.from({ length: count }, (_, at) =>
        audit(
          [{ input, options }],
          { by: 'namespace' },
          {
            conversion: (conversion) => partOf(conversion, plan, at + 1),
            has: (object) => plan.of(object) === at + 1,
          },
        ),
      );
      const all = parts.flatMap((part) => part.objects);
      expect(sorted(all)).toEqual(sorted(whole.objects));
      expect(groupOf('all', all)).toEqual(whole.total);
      expect(parts.reduce((sum, { inputs }) => sum + inputs, 0)).toBe(whole.inputs);
    }, RUNS / 3);
  });
});
