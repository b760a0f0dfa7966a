import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { jsonReport } from '../../src/reports/json.js';
import { markdownReport } from '../../src/reports/markdown.js';
import { mergeReports, type NamedReport } from '../../src/reports/merge-reports.js';
import { type ReadReport, readReport } from '../../src/reports/read-report.js';
import { textReport } from '../../src/reports/text.js';
import { summarize } from '../../src/totals.js';
import { example, item, tool } from './example-conversion.js';

const json = (conversion: Conversion) => [...jsonReport(conversion, tool)].join('');

function read(conversion: Conversion): ReadReport {
  const report = readReport(json(conversion));
  if ('fault' in report) throw new Error(report.fault);
  return report;
}

/** A conversion with these items and true numbers. */
function of(...items: Conversion['items']): Conversion {
  return { ...example, items, withheld: [], waysOut: [], summary: summarize(items, 1, 2, 0) };
}

const merged = (...reports: NamedReport[]) => mergeReports(reports);

describe('a JSON report that is read', () => {
  const changed = (change: (report: { items: object[] }) => void) => {
    const report = JSON.parse(json(example));
    change(report);
    return JSON.stringify(report);
  };
  it.each([
    ['no JSON', '{', 'it is not JSON'],
    ['a list', '[]', 'it has to be an object'],
    ['null', 'null', 'it has to be an object'],
    ['something else', '{"tool":{"name":"other"}}', 'tool.name: it has to be "routeshift"'],
    ['nothing', '{}', 'tool: it is missing; it has to be an object'],
    [
      'a later version',
      changed((report) => Object.assign(report, { schemaVersion: 2 })),
      'schemaVersion: it is 2 (of routeshift 1.2.3), and this release reads 1',
    ],
    [
      'an unknown verdict',
      changed(({ items }) => Object.assign(items[3] as object, { verdict: 'done' })),
      'items[3].verdict: it has to be one of converted, approximated, redundant, manual, unsupported, invalid',
    ],
    [
      'a line that is none',
      changed(({ items }) => Object.assign((items[0] as { source: object }).source, { line: 0 })),
      'items[0].source.line: it has to be a whole number from 1 on',
    ],
    [
      'a code that is none',
      changed(({ items }) => Object.assign(items[0] as object, { code: '__proto__' })),
      'items[0].code: it has to be a code such as RS0001',
    ],
    [
      'an item without notes',
      changed(({ items }) => Object.assign(items[0] as object, { also: undefined })),
      'items[0].also: it is missing; it has to be a list',
    ],
  ])('is refused if it is %s', (_what, text, fault) => {
    expect(readReport(text)).toEqual({ fault });
  });

  it('may have fields that a later release added', () => {
    const text = changed((report) => Object.assign(report, { more: 1 }));
    expect(readReport(text)).not.toHaveProperty('fault');
  });
});

describe('merged reports', () => {
  const [a, b] = [item({ severity: 'error' }), item({ source: { file: 'other.yaml', line: 2, column: 1 } })];

  it('add up, in whatever order', () => {
    const one = { report: read(of(a)) };
    const two = { report: read(of(b)) };
    const { conversion, remarks } = merged(one, two);
    expect(conversion.summary).toMatchObject({ inputs: 2, objects: 4, findings: { error: 1, warning: 0, info: 1 } });
    expect(remarks).toEqual([]);
    expect(json(merged(two, one).conversion)).toBe(json(conversion));
  });

  it('count once what several say of one place, and say so', () => {
    const { conversion, remarks } = merged({ report: read(of(a, b)) }, { report: read(of(b)) });
    expect(conversion.items).toHaveLength(2);
    expect(remarks).toEqual([
      '1 of the rows stand in several reports and count once; give reports of different repositories names (NAME=FILE)',
    ]);
  });

  it('keep repositories apart that have names', () => {
    const option = item({ object: undefined, source: { file: '(options)', line: 1, column: 1 }, field: 'options.to' });
    const { conversion, remarks } = merged(
      { report: read(of(a, option)), name: 'shop' },
      { report: read(of(a, option)), name: 'team/pay' },
    );
    expect(conversion.items.map(({ source }) => source.file)).toEqual([
      '(shop options)',
      '(team:pay options)',
      'shop/web.yaml',
      'team/pay/web.yaml',
    ]);
    expect(remarks).toEqual([]);
  });

  it('tell of different targets, and of reports that are not verified', () => {
    const verification = { probes: 4, agree: 3, explained: 1, unexplained: 0 };
    const experimental = { api: 'gateway-api', version: '1.5', channel: 'experimental' } as const;
    const { conversion, remarks } = merged(
      { report: read({ ...of(a), verification }) },
      { report: read({ ...of(b), verification }) },
      { report: read({ ...of(b), target: experimental }) },
    );
    expect(conversion.verification).toEqual({ probes: 8, agree: 6, explained: 2, unexplained: 0 });
    expect(conversion.target).toEqual(experimental);
    expect(remarks).toEqual([
      expect.stringContaining('1 of the rows'),
      'the reports are of several targets (Gateway API 1.5 (experimental channel), Gateway API 1.5 (standard channel)); the merged one names the first',
      '1 of 3 reports are not verified; the numbers of requests are those of the others',
    ]);
  });

  it('know why rules are withheld', () => {
    const { conversion } = merged({ report: read(example) }, { report: read(of(b)) });
    expect(conversion.withheld).toEqual(example.withheld);
    expect(conversion.waysOut).toEqual(example.waysOut);
    expect([...textReport(conversion, { colour: false })].join('')).toContain('admin.example.com/  auth-type');
    expect([...markdownReport(conversion, tool)].join('')).toContain('| `admin.example.com/` |');
  });
});
