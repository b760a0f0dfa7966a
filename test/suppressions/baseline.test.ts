import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf } from '../../src/cli/exit-codes.js';
import { applyBaseline, baselineOf, baselineText, parseBaseline } from '../../src/suppressions/baseline.js';
import { converted, guarded, suppressedOf } from './ingress.js';

const plain = converted(guarded());

function read(text: string) {
  const baseline = parseBaseline('known.json', text);
  if ('problem' in baseline) throw new Error(baseline.problem);
  return baseline;
}

describe('a baseline', () => {
  it('knows every warning and error of its own run', () => {
    const after = applyBaseline(plain, read(baselineText(baselineOf(plain))));
    expect(after.summary.findings).toMatchObject({ error: 0, warning: 0 });
    expect(exitCodeOf(after.items, 'warning')).toBe(EXIT.done);
    expect(suppressedOf(after)).toHaveLength(plain.summary.findings.error + plain.summary.findings.warning);
    expect(after.items.map(({ code }) => code)).not.toContain('RS2336');
    expect(after.withheld).toEqual(plain.withheld);
  });

  it('survives moved lines and other values', () => {
    const baseline = read(baselineText(baselineOf(plain)));
    const moved = converted(`# a comment\n\n${guarded().replace('users', 'others')}`);
    expect(exitCodeOf(applyBaseline(moved, baseline).items, 'warning')).toBe(EXIT.done);
  });

  it('lets what is new count', () => {
    const baseline = read(baselineText(baselineOf(plain)));
    const more = converted(
      guarded().replace('nosuchkey: x', 'nosuchkey: x\n    nginx.ingress.kubernetes.io/another: x'),
    );
    const after = applyBaseline(more, baseline);
    expect(after.summary.findings.warning + after.summary.findings.error).toBe(1);
    expect(exitCodeOf(after.items, 'warning')).toBe(EXIT.findings);
  });

  it('tells how many of its findings are gone', () => {
    const baseline = read(baselineText(baselineOf(plain)));
    const less = converted(guarded().replace('    nginx.ingress.kubernetes.io/nosuchkey: x\n', ''));
    const [gone] = applyBaseline(less, baseline).items.filter(({ code }) => code === 'RS2336');
    expect(gone).toMatchObject({ message: '1 finding of the baseline is gone', source: { file: 'known.json' } });
  });

  it('has one line for each finding, sorted, with what it is about', () => {
    const text = baselineText(baselineOf(plain));
    const lines = text.split('\n').filter((line) => line.startsWith('    {'));
    expect(lines).toHaveLength(baselineOf(plain).length);
    expect(lines[0]).toMatch(
      /^ {4}\{"fingerprint":"[0-9a-f]{16}","code":"RS\d{4}","file":"teams\/shop\/web.yaml","object":/,
    );
    expect(text).toContain('"annotation":"nginx.ingress.kubernetes.io/auth-type"');
    expect(JSON.parse(text).findings).toHaveLength(lines.length);
    expect(JSON.parse(baselineText([]))).toEqual({ version: 1, findings: [] });
  });

  it.each([
    ['', 'it is no JSON; write it again with --write-baseline'],
    ['[]', 'it is no baseline of routeshift'],
    ['{"version":2,"findings":[]}', 'it has version 2, and this routeshift reads 1'],
    ['{"version":1,"findings":[{"code":"RS0301"}]}', 'findings[0] has no fingerprint, code and file'],
  ])('cannot be read: %j', (text, problem) => {
    expect(parseBaseline('known.json', text)).toEqual({ problem });
  });

  it('is read without throwing, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const baseline = parseBaseline('known.json', text);
        return 'problem' in baseline || applyBaseline(plain, baseline).items.length >= plain.items.length;
      }),
    );
  });
});
