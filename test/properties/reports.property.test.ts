import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import type { Suppression } from '../../src/ledger/suppression.js';
import type { Item } from '../../src/ledger/verdict.js';
import { csvReport } from '../../src/reports/csv.js';
import { githubReport } from '../../src/reports/github.js';
import { gitlabReport } from '../../src/reports/gitlab.js';
import { jsonReport } from '../../src/reports/json.js';
import { junitReport } from '../../src/reports/junit.js';
import { mergeReports } from '../../src/reports/merge-reports.js';
import { readReport } from '../../src/reports/read-report.js';
import { sarifReport } from '../../src/reports/sarif.js';
import { summarize } from '../../src/totals.js';
import { sarifFaults } from '../reports/sarif-faults.js';
import { xmlFaults } from '../reports/xml-well-formed.js';
import { cases, converted } from './arbitraries.js';
import { faultsOfReport } from './published-report.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 150);
vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 100) });

const TOOL = { name: 'routeshift', version: '0.0.0' };

const suppression: fc.Arbitrary<Suppression | undefined> = fc.option(
  fc.record({
    kind: fc.constantFrom('config' as const, 'object' as const, 'baseline' as const),
    reason: fc.string({ unit: 'binary' }),
    until: fc.constantFrom(undefined, '2030-01-01'),
  }),
  { nil: undefined, freq: 3 },
);

/** Generated conversions in which some findings are suppressed. */
const conversions: fc.Arbitrary<Conversion> = fc
  .tuple(cases, fc.array(suppression, { minLength: 1, maxLength: 7 }))
  .map(([example, suppressions]) => {
    const conversion = converted(example);
    let at = 0;
    const marked = <T extends Pick<Item, 'suppressed'>>(finding: T): T => ({
      ...finding,
      suppressed: suppressions[at++ % suppressions.length],
    });
    const items = conversion.items.map((item) => ({ ...marked(item), also: item.also.map(marked) }));
    const { inputs, objects, withheld } = conversion.summary;
    return { ...conversion, items, summary: summarize(items, inputs, objects, withheld) };
  });

function always(faults: (conversion: Conversion) => unknown[]): void {
  fc.assert(
    fc.property(conversions, (conversion) => {
      expect(faults(conversion)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}

describe('for whatever is converted', () => {
  it('the SARIF report is valid', () => {
    always((conversion) => sarifFaults(JSON.parse([...sarifReport(conversion, TOOL, { all: true })].join(''))));
  });

  it('the JSON report is valid', () => {
    always((conversion) => faultsOfReport([...jsonReport(conversion, TOOL)].join('')));
  });

  it('the JSON report says the same when it is read and written again', () => {
    always((conversion) => {
      const text = [...jsonReport(conversion, TOOL)].join('');
      const report = readReport(text);
      if ('fault' in report) return [report.fault];
      const again = [...jsonReport(mergeReports([{ report }]).conversion, TOOL)].join('');
      // Rules of one place may change their order.
      const linesOf = (json: string) => json.split(/,?\n/).sort();
      const expected = linesOf(text);
      return linesOf(again).filter((line, at) => line !== expected[at]);
    });
  });

  it('the JUnit report is well-formed', () => {
    always((conversion) => xmlFaults([...junitReport(conversion, { all: true })].join('')));
  });

  it('the GitLab report names no two findings alike', () => {
    always((conversion) => {
      const rows: { fingerprint: string }[] = JSON.parse([...gitlabReport(conversion, { all: true })].join(''));
      const names = rows.map(({ fingerprint }) => fingerprint);
      return names.filter((name, at) => names.indexOf(name) !== at);
    });
  });

  it('each workflow command stays on its line', () => {
    always((conversion) =>
      [...githubReport(conversion, { all: true })]
        .join('')
        .split('\n')
        .slice(0, -1)
        .filter((line) => !/^::(?:error|warning|notice) (?:file=[^,:]*,line=\d+,col=\d+,)?title=[^,:]*::./.test(line)),
    );
  });

  it('no cell of the CSV begins as a formula does', () => {
    always((conversion) => {
      const cells = [...csvReport(conversion)].join('').matchAll(/(?:^|,|\r\n)("(?:[^"]|"")*"|[^,\r\n"]*)(?=,|\r\n)/g);
      return [...cells].map(([, cell = '']) => cell).filter((cell) => /^"?[=+\-@\t\r]/.test(cell));
    });
  });
});
