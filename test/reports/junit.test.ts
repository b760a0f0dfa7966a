import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { junitReport } from '../../src/reports/junit.js';
import { admin, example, item } from './example-conversion.js';
import { xmlElements, xmlFaults } from './xml-well-formed.js';

const report = (conversion: Conversion) => [...junitReport(conversion)].join('');
const named = (conversion: Conversion, name: string) =>
  xmlElements(report(conversion)).filter((element) => element.name === name);

describe('the JUnit report', () => {
  it('has a suite for each file and a case for each object', () => {
    expect(xmlFaults(report(example))).toEqual([]);
    expect(named(example, 'testsuite').map(({ attributes }) => attributes.name)).toEqual([
      'admin.yaml',
      'chart.yaml',
      'web.yaml',
    ]);
    expect(named(example, 'testcase').map(({ attributes }) => attributes.name)).toEqual([
      'Ingress admin',
      'chart.yaml',
      'Ingress shop/web',
    ]);
  });

  it('fails the cases with errors, and counts them', () => {
    expect(named(example, 'error').map(({ attributes, text }) => `${attributes.type} ${text}`)).toEqual([
      'RS1301 admin.yaml:4:5: error RS1301 nginx.ingress.kubernetes.io/auth-type: Basic authentication has no field in the Gateway API.\nUse a policy of the implementation.',
      'RS0102 chart.yaml:3:1: error RS0102: This is not YAML.',
    ]);
    expect(named(example, 'testsuites')[0]?.attributes).toMatchObject({ tests: '3', errors: '2', failures: '0' });
    expect(named(example, 'system-out')[0]?.text).toContain('warning RS1204');
  });

  it('skips a case whose errors are all suppressed', () => {
    const suppressed = { kind: 'config', reason: 'It is known.' } as const;
    const items = [item({ severity: 'error', suppressed }), item({ object: admin, severity: 'error' })];
    const twice = { ...example, items: [...items, item({ object: admin, severity: 'error', suppressed })] };
    expect(named(twice, 'skipped')).toHaveLength(1);
    expect(named(twice, 'error')).toHaveLength(1);
    expect(report(twice)).toContain('suppressed by the configuration: It is known.');
  });

  it('stays XML whatever the inputs hold', () => {
    const evil = '\u0000\u0008\u001b[2J]]><!--&amp;\ud800\ufffe\u2028<testcase name="x">';
    const items = [
      item({
        object: { apiVersion: 'v1', kind: evil, name: evil },
        source: { file: evil, line: 1, column: 1 },
        annotation: evil,
        severity: 'error',
        message: evil,
        next: evil,
      }),
      item({ severity: 'warning', message: evil }),
    ];
    expect(xmlFaults(report({ ...example, items }))).toEqual([]);
    expect(named({ ...example, items }, 'testcase')).toHaveLength(2);
  });
});
