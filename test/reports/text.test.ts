import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { textReport } from '../../src/reports/text.js';
import { admin, example, item, web } from './example-conversion.js';

const ESC = '\u001b';

function report(conversion: Conversion, colour = false): string {
  return [...textReport(conversion, { colour })].join('');
}

describe('the text report', () => {
  it('says for each object what became of it, worst first', () => {
    expect(report(example)).toBe(`Ingress admin  admin.yaml:1
  error    auth-type: basic  manual, RS1301, line 4
           Basic authentication has no field in the Gateway API.
           -> Use a policy of the implementation.

chart.yaml
  error    invalid, RS0102, line 3
           This is not YAML.

Ingress shop/web  web.yaml
  warning  proxy-read-timeout: 60  approximated, RS1204, line 7
           The target limits the whole request.
           info RS1205: A note besides.
  converted  ssl-redirect, spec.rules[0].http.paths[0]
  redundant  use-regex

Summary
  3 inputs read, 2 objects for Gateway API 1.5 (standard channel)
  verdicts: 2 converted, 1 approximated, 1 redundant, 1 manual, 1 invalid
  findings: 2 errors, 1 warning, 4 info
  withheld: 1 rule

Withheld: not published, because the target cannot express what protects or routes them
  admin.example.com/  auth-type  (Ingress admin, admin.yaml:1)

The shortest way out: each flag publishes rules without what cannot be expressed
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

  it('puts objects with errors first, then those with warnings, each in the order of the files', () => {
    const of = (name: string, severity: 'error' | 'warning' | 'info') =>
      item({ object: { apiVersion: 'v1', kind: 'Ingress', name }, severity });
    const items = [of('a', 'info'), of('b', 'warning'), of('c', 'error'), of('d', 'warning'), of('e', 'error')];
    expect(
      report({ ...example, items, withheld: [] })
        .match(/^Ingress \w/gm)
        ?.map((line) => line.at(-1)),
    ).toEqual([...'cebda']);
  });

  it('shows defaults and options last, one line for each, without a place, and counts them apart', () => {
    const nowhere = { object: undefined, source: { file: '(ingress-nginx defaults)', line: 1, column: 1 } };
    const items = [
      item({
        ...nowhere,
        field: 'controller.proxy-body-size',
        value: '1m',
        verdict: 'unsupported',
        message: 'bodies are limited',
        next: 'Look.',
      }),
      item({
        ...nowhere,
        field: 'options.gatewayClass',
        verdict: 'approximated',
        severity: 'warning',
        message: 'assumed',
        next: 'Pass it.',
      }),
      item({ ...nowhere, field: 'controller.hsts', value: 'true' }),
      ...example.items,
    ];
    const verdicts = { ...example.summary.verdicts, converted: 3, approximated: 2, unsupported: 1 };
    const text = report({ ...example, items, summary: { ...example.summary, verdicts } });
    expect(text).toContain(`
Controller defaults and options
  warning  --gateway-class: assumed -> Pass it.
  info     proxy-body-size = 1m: bodies are limited
  converted  hsts = true

Summary
  3 inputs read, 2 objects for Gateway API 1.5 (standard channel)
  verdicts: 2 converted, 1 approximated, 1 redundant, 1 manual, 1 invalid
            and 2 controller defaults, 1 option
`);
    expect(text).not.toContain('(ingress-nginx defaults)');
  });

  it('says once what it has to say of several items of one object', () => {
    const twice = ['a', 'b'].map((key, i) =>
      item({
        annotation: `x/${key}`,
        source: { file: 'f', line: i + 1, column: 1 },
        verdict: 'manual',
        message: 'Same.',
      }),
    );
    expect(report({ ...example, items: twice })).toContain(
      '  info     a, b  manual, RS1000, lines 1, 2\n           Same.\n\n',
    );
  });

  it('leaves out notes that repeat the item or each other, and those that say only that all is well', () => {
    const note = (code: string, message: string) => ({ code, severity: 'info', message }) as const;
    const end = 'Which is older is not known.';
    const also = [
      note('RS1001', 'Matched.'),
      note('RS1999', 'Close.'),
      note('RS1003', `x takes it. ${end}`),
      note('RS1003', `y takes it. ${end}`),
    ];
    const text = report({ ...example, items: [item({ verdict: 'approximated', message: 'Close.', also })] });
    expect(text).toContain(`RS1000, line 7
           Close.
           info RS1003: x takes it; y takes it. ${end}

`);
  });

  it('says of a withheld path in one line what holds it back, below that error', () => {
    const text = report({ ...example, items: guarded('auth-type', 'withheld: the target cannot express basic auth') });
    expect(text).toContain(`Ingress admin  admin.yaml:1
  error    auth-type: basic  unsupported, RS1711, line 4
           withheld: the target cannot express basic auth
  withheld spec.rules[0].http.paths[0]: /  RS1701, line 12  because of auth-type

`);
    expect(text).toContain('2 errors (1 of them a withheld path)');
  });

  it('names no flag where none publishes a rule, and says why', () => {
    const [rule] = example.withheld;
    if (rule === undefined) throw new Error('the example has a withheld rule');
    const items = guarded('backend-protocol', 'withheld: the target cannot express basic auth');
    const withheld = [{ ...rule, blockedBy: [] }];
    const text = report({ ...example, items, withheld, waysOut: [] });
    expect(text).toContain('RS1701, line 12  because of backend-protocol\n');
    expect(text).toContain(`
  admin.example.com/  (Ingress admin, admin.yaml:1)
    no flag publishes it: the target cannot express basic auth

no flag publishes 1 of 1 rule
`);
  });

  it('gives the line of the object where the conversion knows it, and no line otherwise', () => {
    const emitted = [
      {
        object: { apiVersion: 'v1', kind: 'HTTPRoute', metadata: { name: 'web' }, spec: {} },
        sources: ['web.yaml:3 Ingress shop/web', 'web.yaml:30 Ingress shop/web'],
        origins: [],
        comments: [],
        ruleComments: new Map(),
      },
    ];
    const second = { ...web };
    const items = [item({}), item({ object: second, source: { file: 'web.yaml', line: 34, column: 1 } })];
    const titles = (conversion: Conversion) => report(conversion).match(/^Ingress shop\/web.*$/gm);
    expect(titles({ ...example, items, emitted })).toEqual([
      'Ingress shop/web  web.yaml:3',
      'Ingress shop/web  web.yaml:30',
    ]);
    expect(titles({ ...example, items })).toEqual(['Ingress shop/web  web.yaml', 'Ingress shop/web  web.yaml']);
  });

  it('breaks no line between a number and its unit, nor inside a flag', () => {
    for (let length = 60; length < 100; length += 1) {
      const message = `${'x'.repeat(length)} 120 s and then --accept auth-type is passed`;
      const text = report({ ...example, items: [item({ severity: 'warning', message })] });
      expect(text).toContain('120 s');
      expect(text).toContain('--accept auth-type');
    }
  });
});

function guarded(key: string, message: string) {
  const at = (line: number) => ({ object: admin, source: { file: 'admin.yaml', line, column: 1 } });
  const lost = { verdict: 'unsupported', severity: 'error' } as const;
  return [
    item({ ...at(4), ...lost, annotation: `x/${key}`, value: 'basic', code: 'RS1711', message }),
    item({
      ...at(12),
      ...lost,
      field: 'spec.rules[0].http.paths[0]',
      value: '/',
      code: 'RS1701',
      message: message.replace(': ', ', because '),
      next: 'See the finding of the annotation for the ways out.',
    }),
  ];
}
