import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { csvReport } from '../../src/reports/csv.js';
import { githubReport } from '../../src/reports/github.js';
import { gitlabReport } from '../../src/reports/gitlab.js';
import { example, item } from './example-conversion.js';

const suppressed = { kind: 'baseline', reason: 'It was there before.' } as const;
const of = (...items: Conversion['items']): Conversion => ({ ...example, items });

describe('the report for GitLab Code Quality', () => {
  const rows = (conversion: Conversion) => JSON.parse([...gitlabReport(conversion)].join(''));

  it('has a row for each problem, with what GitLab asks for', () => {
    expect(rows(example)).toHaveLength(4);
    expect(rows(example)[0]).toEqual({
      description:
        'nginx.ingress.kubernetes.io/auth-type: Basic authentication has no field in the Gateway API. -> Use a policy of the implementation.',
      check_name: 'RS1301',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      severity: 'critical',
      location: { path: 'admin.yaml', lines: { begin: 4 } },
    });
    expect(rows(of())).toEqual([]);
  });

  it('gives no two rows one fingerprint: GitLab shows only the first of them', () => {
    const again = structuredClone(example.items);
    const names = rows(of(...example.items, ...again)).map((row: { fingerprint: string }) => row.fingerprint);
    expect(new Set(names).size).toBe(8);
  });

  it('leaves out what is suppressed, and grades a withheld rule as a blocker', () => {
    const withheld = item({ code: 'RS1701', severity: 'error' });
    const all = rows(of(withheld, { ...withheld, suppressed }));
    expect(all.map((row: { severity: string }) => row.severity)).toEqual(['blocker']);
  });
});

describe('the report for GitHub', () => {
  const lines = (conversion: Conversion) => [...githubReport(conversion)].join('');

  it('is one workflow command for each problem, the gravest first', () => {
    expect(lines(example)).toBe(
      '::error file=admin.yaml,line=4,col=5,title=RS1301 auth-type::Basic authentication has no field in the Gateway API.%0AUse a policy of the implementation.\n' +
        '::error file=chart.yaml,line=3,col=1,title=RS0102::This is not YAML.\n' +
        '::warning file=web.yaml,line=7,col=5,title=RS1204 proxy-read-timeout::The target limits the whole request.\n' +
        '::notice file=web.yaml,line=7,col=5,title=RS1205 proxy-read-timeout::A note besides.%0ANothing much.\n',
    );
  });

  it('lets no input write a command of its own', () => {
    const evil = item({
      source: { file: './a,b:c%\n::error::x.yaml', line: 1, column: 2 },
      annotation: 'x/y::z,w',
      severity: 'error',
      message: '100 %\r\n::set-output name=x::y\u2028::stop-commands::z',
    });
    expect(lines(of(evil))).toBe(
      '::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax.yaml,line=1,col=2,title=RS1000 y%3A%3Az%2Cw::100 %25%0D%0A::set-output name=x::y\ufffd::stop-commands::z\n',
    );
  });

  it('leaves out what is suppressed, and names no file where there is none', () => {
    const source = { file: '(options)', line: 1, column: 1 };
    const option = item({ object: undefined, source, field: 'options.gateway', severity: 'warning' });
    expect(lines(of(option, { ...option, suppressed }))).toBe(
      '::warning title=RS1000 --gateway::The target does the same.\n',
    );
  });
});

describe('the report as CSV', () => {
  const lines = (conversion: Conversion) => [...csvReport(conversion)].join('').split('\r\n');

  it('has a header, and a row for every finding', () => {
    const [header, first, ...rest] = lines(example);
    expect(header).toBe(
      'file,line,column,api_version,kind,namespace,name,annotation,field,value,verdict,code,severity,message,next,suppressed,fingerprint',
    );
    expect(first).toMatch(
      /^admin\.yaml,4,5,networking\.k8s\.io\/v1,Ingress,,admin,nginx\.ingress\.kubernetes\.io\/auth-type,metadata\.annotations,basic,manual,RS1301,error,Basic authentication has no field in the Gateway API\.,Use a policy of the implementation\.,,[0-9a-f]{16}$/,
    );
    expect(rest).toHaveLength(7);
    expect(rest.at(-1)).toBe('');
  });

  it('says what is suppressed, and why', () => {
    expect(lines(of(item({ suppressed })))[1]).toContain(',baseline: It was there before.,');
  });

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1'])('makes the value %j harmless to spreadsheets', (value) => {
    const [, row] = [...csvReport(of(item({ value })))].join('').split('fingerprint\r\n');
    const cell = /[\r\n"]/.test(value) ? `"'${value}"` : `'${value}`;
    expect(row).toContain(`,${cell},converted,`);
  });

  it('quotes separators, quotes and line ends', () => {
    const text = [...csvReport(of(item({ value: 'a,"b"\nc' })))].join('');
    expect(text).toContain(',"a,""b""\nc",converted,');
  });
});
