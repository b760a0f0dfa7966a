import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../src/reports/markdown.js';
import { example, item, tool } from './example-conversion.js';

function report(conversion = example): string {
  return [...markdownReport(conversion, tool)].join('');
}

describe('the Markdown report', () => {
  it('has a row for every item and every note that says something', () => {
    const rows = report().match(/^\| (error|warning|info) \|.*\|$/gm) ?? [];
    const notes = example.items.reduce((sum, i) => sum + i.also.length, 0);
    expect(rows).toHaveLength(example.items.length + notes);
    expect(rows[0]).toBe(
      '| error | `auth-type`: `basic` (line 4) | manual | Basic authentication has no field in the Gateway API. (RS1301) | Use a policy of the implementation. |',
    );
  });

  it('counts defaults and options apart, and ends with them', () => {
    const setting = item({ object: undefined, field: 'controller.hsts', value: 'true', message: 'A header is set.' });
    const verdicts = { ...example.summary.verdicts, converted: 3 };
    const text = report({
      ...example,
      items: [setting, ...example.items],
      summary: { ...example.summary, verdicts },
    });
    expect(text).toContain('| converted | 2 |');
    expect(text).toContain('| controller defaults and options | 1 |');
    expect(text).toMatch(
      /## Controller defaults and options\n\n.*\n.*\n\| info \| `hsts`: `true` \| converted .*\n\n$/,
    );
  });

  it('begins with the summary and the withheld rules', () => {
    expect(report()).toMatch(
      /^# Conversion to Gateway API 1\.5 \(standard channel\)\n\n3 inputs read, 2 objects written, 1 rule withheld: 2 errors, 1 warning, 4 info \(routeshift 1\.2\.3\)\./,
    );
    expect(report()).toContain('| `admin.example.com/` | Ingress admin (`admin.yaml:1`) | auth-type |');
    expect(report()).toContain('- `--accept auth-type` publishes 1 of 1 rule');
  });

  it('grades a suppressed finding as suppressed, and says why', () => {
    const suppressed = { kind: 'baseline', reason: 'It was there.' } as const;
    const text = report({ ...example, items: [item({ severity: 'error', suppressed, next: 'Do it.' })], withheld: [] });
    expect(text).toContain(
      '| suppressed | `metadata.annotations` (line 7) | converted | The target does the same. (RS1000) | suppressed by the baseline: It was there. |',
    );
    expect(text).toContain(', 1 suppressed (routeshift');
  });

  it('stays one table whatever the inputs hold', () => {
    const evil = item({ annotation: 'x/y', value: 'a | b\n`c` <script>', message: 'x | <img> *y*\n| z |' });
    const lines = report({ ...example, items: [evil], withheld: [] }).split('\n');
    const row = lines.find((line) => line.startsWith('| info'));
    expect(row).toContain('`` a \\| b `c` <script> ``');
    expect(row).toContain('x \\| &lt;img> \\*y\\*');
    expect(row?.match(/(?<!\\)\|/g)).toHaveLength(6);
  });
});
