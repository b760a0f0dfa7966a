import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-codes.js';
import type { Severity } from '../../src/ledger/verdict.js';
import { item } from '../reports/example-conversion.js';

const of = (code: string, severity: Severity) => item({ code, severity });

describe('the exit status', () => {
  it('is 0 when nothing reaches the level', () => {
    expect(exitCodeOf([], 'warning')).toBe(0);
    expect(exitCodeOf([of('RS1000', 'warning')], 'error')).toBe(0);
    expect(exitCodeOf([of('RS1000', 'info')], 'warning')).toBe(0);
    expect(exitCodeOf([of('RS1000', 'error')], 'never')).toBe(0);
  });

  it('is 2 when a finding reaches the level', () => {
    expect(exitCodeOf([of('RS1000', 'error')], 'error')).toBe(2);
    expect(exitCodeOf([of('RS1000', 'warning')], 'warning')).toBe(2);
  });

  it('also looks at the findings beside the verdict', () => {
    const note = { code: 'RS1001', severity: 'error', message: 'lost' } as const;
    expect(exitCodeOf([item({ also: [note] })], 'error')).toBe(2);
  });

  it('is 4 when some inputs could not be read, whatever the level', () => {
    for (const code of ['RS0101', 'RS0102', 'RS0103', 'RS0104', 'RS0105', 'RS0106', 'RS0109', 'RS0111']) {
      expect(exitCodeOf([of(code, 'error')], 'error')).toBe(4);
      expect(exitCodeOf([of(code, 'error')], 'never')).toBe(4);
    }
  });

  it('is 2 when inputs could not be read and another finding reaches the level', () => {
    expect(exitCodeOf([of('RS0104', 'error'), of('RS1000', 'error')], 'error')).toBe(2);
    expect(exitCodeOf([of('RS0104', 'error'), of('RS1000', 'warning')], 'error')).toBe(4);
  });

  it('is 2, not 4, for an object of the wrong shape: the file was read', () => {
    expect(exitCodeOf([of('RS0108', 'error')], 'error')).toBe(2);
  });
});
