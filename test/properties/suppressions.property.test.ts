import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { EXIT, exitCodeOf } from '../../src/cli/exit-codes.js';
import type { Conversion } from '../../src/conversion.js';
import { applySuppressions } from '../../src/suppressions/apply.js';
import { applyBaseline, baselineOf, baselineText, parseBaseline } from '../../src/suppressions/baseline.js';
import type { SuppressionRule } from '../../src/suppressions/rule.js';
import { isSuppressible, mayBeKnown } from '../../src/suppressions/suppressible.js';
import { summarize } from '../../src/totals.js';
import { cases, converted } from './arbitraries.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

const TODAY = '2026-11-21';

/** Rules that mean findings of the conversion, by some of what they are, and rules that mean none. */
function rulesFor({ items }: Conversion): fc.Arbitrary<SuppressionRule[]> {
  const findings = items.flatMap((item) => [item, ...item.also].map(({ code }) => ({ item, code })));
  const of = fc.constantFrom(...findings, { item: undefined, code: 'RS0999' });
  const rule = fc.record({
    of,
    by: fc.subarray(['code', 'annotation', 'object', 'path'] as const, { minLength: 1 }),
    isOver: fc.boolean(),
  });
  return fc.array(rule, { maxLength: 4 }).map((rules) =>
    rules.map(({ of: { item, code }, by, isOver }, index) => ({
      ...(by.includes('code') || item === undefined ? { code } : {}),
      ...(by.includes('annotation') && item?.annotation !== undefined ? { annotation: item.annotation } : {}),
      ...(by.includes('object') && item?.object !== undefined
        ? { object: `${item.object.kind} */${item.object.name}` }
        : {}),
      ...(by.includes('path') ? { isInPath: (file: string) => file === item?.source.file } : {}),
      reason: 'known',
      ...(isOver ? { until: '2026-11-20' } : {}),
      source: { file: 'routeshift.yaml', line: index + 1, column: 1 },
      field: `suppressions[${index}]`,
    })),
  );
}

const suppressed = cases.map(converted).chain((before) => rulesFor(before).map((rules) => ({ before, rules })));

/** The items that were there before, with nothing said about whether they count. */
function bare({ items }: Conversion): unknown[] {
  const isAbout = ({ source }: { readonly source: { readonly file: string } }) =>
    source.file === 'routeshift.yaml' || source.file === 'known.json';
  return items
    .filter((item) => !isAbout(item))
    .map(({ suppressed: _, also, ...item }) => ({ ...item, also: also.map(({ suppressed: __, ...note }) => note) }));
}

describe('for whatever is suppressed', () => {
  it('nothing is published or told otherwise by it', () => {
    fc.assert(
      fc.property(suppressed, ({ before, rules }) => {
        const after = applySuppressions(before, rules, TODAY);
        expect(after.emitted).toBe(before.emitted);
        expect(after.withheld).toBe(before.withheld);
        expect(after.closingComments).toBe(before.closingComments);
        expect(bare(after)).toEqual(bare(before));
        const { inputs, objects, withheld } = before.summary;
        expect(after.summary).toEqual(summarize(after.items, inputs, objects, withheld));
      }),
      { numRuns: RUNS },
    );
  });

  it('what cannot be suppressed is not, and each rule is used or told', () => {
    fc.assert(
      fc.property(suppressed, ({ before, rules }) => {
        const { items } = applySuppressions(before, rules, TODAY);
        const marked = items
          .flatMap((item) => [item, ...item.also])
          .filter((finding) => finding.suppressed !== undefined);
        expect(marked.filter(({ code }) => !isSuppressible(code))).toEqual([]);
        const told = new Set(items.filter(({ source }) => source.file === 'routeshift.yaml').map(({ field }) => field));
        if (rules.length > 0 && told.size === 0) expect(marked.length).toBeGreaterThan(0);
        for (const rule of rules.filter(({ until }) => until !== undefined)) expect(told).toContain(rule.field);
      }),
      { numRuns: RUNS },
    );
  });

  it('a baseline of a run leaves nothing of it to fail, whatever is suppressed besides', () => {
    fc.assert(
      fc.property(suppressed, ({ before, rules }) => {
        const run = applySuppressions(
          before,
          rules.filter(({ until }) => until === undefined),
          TODAY,
        );
        const baseline = parseBaseline('known.json', baselineText(baselineOf(run)));
        if ('problem' in baseline) throw new Error(baseline.problem);
        const after = applyBaseline(run, baseline);
        expect(bare(after)).toEqual(bare(before));
        expect(after.items.map(({ code }) => code)).not.toContain('RS2336');
        const left = after.items
          .flatMap((item) => [item, ...item.also])
          .filter((one) => one.suppressed === undefined && one.severity !== 'info');
        expect(left.filter(({ code }) => mayBeKnown(code))).toEqual([]);
        if (left.length === 0) expect(exitCodeOf(after.items, 'warning')).toBe(EXIT.done);
      }),
      { numRuns: RUNS },
    );
  });
});
