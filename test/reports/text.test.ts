import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { textReport } from '../../src/reports/text.js';
import { example, item } from './example-conversion.js';

const ESC = '\u001b';

function report(conversion: Conversion, colour = false): string {
  return [...textReport(conversion, { colour })].join('');
}

describe('the text report', () => {
  it('says for each object what became of it, worst first', () => {
    expect(report(example)).toBe(`Ingress admin  admin.yaml:4
  error    auth-type: basic  manual, RS1301, line 4
           Basic authentication has no field in the Gateway API.
           -> Use a policy of the implementation.

chart.yaml:3
  error    invalid, RS0102, line 3
           This is not YAML.

Ingress shop/web  web.yaml:7
  warning  proxy-read-timeout: 60  approximated, RS1204, line 7
           The target limits the whole request.
    info     RS1205
           A note besides.
           -> Nothing much.
  converted  ssl-redirect, spec.rules[0].http.paths[0]
  redundant  use-regex

Summary
  3 inputs read, 2 objects for Gateway API 1.5 (standard channel)
  verdicts: 2 converted, 1 approximated, 1 redundant, 1 manual, 0 unsupported, 1 invalid
  findings: 2 errors, 1 warning, 4 info
  withheld: 1 rule

Withheld: not published, because the target would leave them without their protection
  admin.example.com/  auth-type  (Ingress admin, admin.yaml:12)

The shortest way out: each flag publishes rules without that protection
  --accept auth-type  publishes 1 of 1 rule
`);
  });

  it('has colour only when asked', () => {
    expect(report(example)).not.toContain(ESC);
    expect(report(example, true)).toContain(ESC);
  });

  it('mentions every item, however harmless', () => {
    const items = Array.from({ length: 40 }, (_, i) => item({ annotation: `nginx.ingress.kubernetes.io/key-${i}` }));
    const text = report({ ...example, items });
    for (let i = 0; i < 40; i++) expect(text).toContain(`key-${i}`);
  });

  it('speaks up for a quiet item whose note is graver', () => {
    const note = { code: 'RS1999', severity: 'warning', message: 'But look here.' } as const;
    expect(report({ ...example, items: [item({ also: [note] })] })).toContain('But look here.');
  });

  it('keeps two objects of one name apart', () => {
    const twin = (file: string) =>
      item({ object: { apiVersion: 'v1', kind: 'Ingress', name: 'twin' }, source: { file, line: 1, column: 1 } });
    const text = report({ ...example, items: [twin('a.yaml'), twin('b.yaml')] });
    expect(text.match(/^Ingress twin {2}/gm)).toHaveLength(2);
  });

  it('lets no input drive the terminal', () => {
    const evil = item({
      annotation: 'x/y',
      value: `a${ESC}[2Jb\r\u202e`,
      severity: 'warning',
      message: `${ESC}]0;x\u0007`,
    });
    const text = report({ ...example, items: [evil] });
    for (const obeyed of [ESC, '\u0007', '\r', '\u202e']) expect(text).not.toContain(obeyed);
  });

  it('counts what it does not list', () => {
    const [rule] = example.withheld;
    if (rule === undefined) throw new Error('the example has a withheld rule');
    const text = report({ ...example, withheld: Array.from({ length: 25 }, () => rule) });
    expect(text).toContain('and 5 more');
  });
});
