import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { catalogue } from '../../src/ledger/catalogue.js';
import type { Suppression } from '../../src/ledger/suppression.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS } from '../../src/options.js';
import { MOST_RESULTS, sarifReport } from '../../src/reports/sarif.js';
import { example, item, tool } from './example-conversion.js';
import { sarifFaults } from './sarif-faults.js';

function log(conversion: Conversion, all?: boolean): Log {
  return JSON.parse([...sarifReport(conversion, tool, { all })].join(''));
}

function run(conversion: Conversion, all?: boolean) {
  const [only] = log(conversion, all).runs;
  if (only === undefined) throw new Error('a log has a run');
  return { ...only, results: only.results ?? [], rules: only.tool.driver.rules ?? [] };
}

const notificationsOf = (conversion: Conversion) => run(conversion).invocations?.[0]?.toolExecutionNotifications ?? [];

describe('the SARIF report', () => {
  it('is valid SARIF 2.1.0, also when there is nothing to say', () => {
    expect(sarifFaults(log(example))).toEqual([]);
    expect(sarifFaults(log({ ...example, items: [] }))).toEqual([]);
    expect(run({ ...example, items: [] }).results).toEqual([]);
  });

  it('has a result for each finding that is a problem, notes included, and nothing that simply arrived', () => {
    expect(run(example).results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      'RS1301 error',
      'RS0102 error',
      'RS1204 warning',
      'RS1205 note',
    ]);
    expect(run(example, true).results).toHaveLength(7);
  });

  it('points at the place, the object and the annotation', () => {
    const [first] = run(example).results;
    expect(first?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'admin.yaml', uriBaseId: 'SRCROOT' },
          region: { startLine: 4, startColumn: 5 },
        },
        logicalLocations: [
          { name: 'admin', fullyQualifiedName: 'networking.k8s.io/v1 Ingress admin', kind: 'object' },
          {
            name: 'nginx.ingress.kubernetes.io/auth-type',
            fullyQualifiedName: 'networking.k8s.io/v1 Ingress admin nginx.ingress.kubernetes.io/auth-type',
            kind: 'property',
          },
        ],
      },
    ]);
    expect(first?.properties).toEqual({ verdict: 'manual', annotation: 'nginx.ingress.kubernetes.io/auth-type' });
    expect(first?.partialFingerprints).toEqual({ 'routeshiftFinding/v1': expect.stringMatching(/^[0-9a-f]{16}$/) });
  });

  it('describes each rule that occurs by the catalogue, and each result finds its rule', () => {
    const items = [item({ code: 'RS0320', severity: 'warning' }), item({ code: 'RS0102', severity: 'error' })];
    const { rules, results } = run({ ...example, items });
    expect(rules.map(({ id }) => id)).toEqual(['RS0102', 'RS0320']);
    expect(results.map(({ ruleId, ruleIndex }) => rules[ruleIndex ?? -1]?.id === ruleId)).toEqual([true, true]);
    expect(rules[1]).toMatchObject({
      name: 'NoEquivalent',
      shortDescription: { text: catalogue.RS0320.title },
      help: { text: expect.stringContaining(catalogue.RS0320.fix) },
      defaultConfiguration: { level: 'warning' },
    });
  });

  it.each([
    ['./a b/ü%.yaml', { uri: 'a%20b/%C3%BC%25.yaml', uriBaseId: 'SRCROOT' }],
    ['c:x?.yaml', { uri: 'c%3Ax%3F.yaml', uriBaseId: 'SRCROOT' }],
    ['/etc/web #1.yaml', { uri: 'file:///etc/web%20%231.yaml' }],
    ['../other/web.yaml', { uri: '../other/web.yaml' }],
    ['broken\ud800.yaml', { uri: 'broken%EF%BF%BD.yaml', uriBaseId: 'SRCROOT' }],
  ])('writes the file %s as a URI', (file, expected) => {
    const one = { ...example, items: [item({ source: { file, line: 1, column: 1 }, severity: 'error' })] };
    expect(run(one).results[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual(expected);
    expect(sarifFaults(log(one))).toEqual([]);
  });

  it('tells what stands in no file as a notification', () => {
    const source = { file: '(verification)', line: 1, column: 1 };
    const items = [
      item({ object: undefined, source, field: 'requests.a.com.status', code: 'RS9001', severity: 'error' }),
    ];
    expect(run({ ...example, items }).results).toEqual([]);
    expect(notificationsOf({ ...example, items })).toEqual([
      {
        associatedRule: { id: 'RS9001' },
        level: 'error',
        message: { text: 'requests.a.com.status: The target does the same.' },
      },
    ]);
    expect(sarifFaults(log({ ...example, items }))).toEqual([]);
  });

  it('says of a notification that it is suppressed', () => {
    const source = { file: '(options)', line: 1, column: 1 };
    const suppressed = { kind: 'config', reason: 'It is known.' } as const;
    const items = [item({ object: undefined, source, field: 'options.to', severity: 'warning', suppressed })];
    expect(notificationsOf({ ...example, items })).toMatchObject([
      {
        level: 'note',
        message: { text: 'options.to: The target does the same.\nsuppressed by the configuration: It is known.' },
      },
    ]);
  });

  it('keeps suppressed findings, and says of every other that it is not suppressed', () => {
    const said = (kind: Suppression['kind']) =>
      item({ severity: 'error', suppressed: { kind, reason: 'It is known.', until: '2030-01-01' } });
    const conversion = { ...example, items: [said('object'), said('config'), item({ severity: 'error' })] };
    expect(run(conversion).results.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'inSource', status: 'accepted', justification: 'It is known. (until 2030-01-01)' }],
      [{ kind: 'external', status: 'accepted', justification: 'It is known. (until 2030-01-01)' }],
      [],
    ]);
    expect(sarifFaults(log(conversion))).toEqual([]);
  });

  it('holds no more results than GitHub takes, the gravest, and says what is left out', () => {
    const severe = (severity: 'error' | 'warning', n: number) =>
      Array.from({ length: n }, (_, line) => item({ severity, source: { file: 'a.yaml', line: line + 1, column: 1 } }));
    const items = [...severe('warning', MOST_RESULTS), ...severe('error', 3)];
    const { results } = run({ ...example, items });
    expect(results).toHaveLength(25_000);
    expect(results.filter(({ level }) => level === 'error')).toHaveLength(3);
    expect(notificationsOf({ ...example, items })).toEqual([
      {
        level: 'warning',
        message: {
          text: '3 findings of 25003 are left out, since a run may hold 25000 results: 0 error, 3 warning, 0 info. The JSON report has all.',
        },
      },
    ]);
  });

  it('shows no link that an input made up', () => {
    const items = [item({ severity: 'error', message: 'see [here](https://evil.example)' })];
    expect(run({ ...example, items }).results[0]?.message.text).toBe('see \\[here\\](https://evil.example)');
  });

  it.each([
    ['as it is', (text: string) => text],
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text: string) => `\ufeff${text}`],
  ])('points at the key of the annotation in a file %s', (_how, written) => {
    const text = written(`apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    # why it is so
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
spec:
  ingressClassName: nginx
  rules: [{ host: a.com }]
`);
    const { manifests, problems } = parseText({ file: 'web.yaml', text });
    const { results } = run(convert({ manifests, problems, inputs: 1 }, DEFAULT_OPTIONS));
    const found = results.find(({ properties }) => /proxy-body-size$/.test(properties?.annotation ?? ''));
    expect(found?.locations?.[0]?.physicalLocation?.region).toEqual({ startLine: 7, startColumn: 5 });
  });
});
