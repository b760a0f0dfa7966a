import { describe, expect, it } from 'vitest';
import { findingChanges } from '../../src/differences/finding-changes.js';
import { withheldChanges } from '../../src/differences/withheld-changes.js';
import type { Item } from '../../src/ledger/verdict.js';
import { item, web } from '../reports/example-conversion.js';

const path = (index: number, value: string, changes: Partial<Item> = {}): Item =>
  item({ field: `spec.rules[0].http.paths[${index}]`, value, code: 'RS1004', severity: 'warning', ...changes });

function told(before: readonly Item[], after: readonly Item[]): { readonly new: string[]; readonly gone: string[] } {
  const { appeared, vanished } = findingChanges(before, after);
  const words = (list: typeof appeared) =>
    list.map(({ finding, item: { value } }) => `${finding.code} ${finding.severity} ${value ?? ''}`.trim());
  return { new: words(appeared), gone: words(vanished) };
}

describe('findings', () => {
  it('are the same whatever the line and the file', () => {
    const moved = path(0, '/a', { source: { file: 'other.yaml', line: 99, column: 1 } });
    expect(told([path(0, '/a')], [moved])).toEqual({ new: [], gone: [] });
  });

  it('are the same where only the value changed', () => {
    expect(told([path(0, '/a')], [path(0, '/b')])).toEqual({ new: [], gone: [] });
  });

  it('are the same where a rule comes before theirs, and that rule has one of its own', () => {
    const old = [path(0, '/a'), path(1, '/b')];
    const now = [path(0, '/new'), path(1, '/a'), path(2, '/b')];
    expect(told(old, now)).toEqual({ new: ['RS1004 warning /new'], gone: [] });
    // The one of another code that was about /a is told where /a is now.
    expect(told([path(0, '/a', { code: 'RS1005' })], [path(0, '/x'), path(1, '/a', { code: 'RS1005' })])).toEqual({
      new: ['RS1004 warning /x'],
      gone: [],
    });
  });

  it('are others when they become graver, or no longer count', () => {
    const graver = path(0, '/a', { severity: 'error' });
    expect(told([path(0, '/a')], [graver])).toEqual({ new: ['RS1004 error /a'], gone: ['RS1004 warning /a'] });
    const suppressed = path(0, '/a', { suppressed: { kind: 'config', reason: 'known' } });
    expect(told([path(0, '/a')], [suppressed]).new).toHaveLength(1);
  });

  it('include notes, and those of files', () => {
    const note = { code: 'RS1205', severity: 'error', message: 'A note.' } as const;
    expect(told([item({})], [item({ also: [note] })])).toEqual({ new: ['RS1205 error'], gone: [] });
    const broken = (file: string) =>
      item({ object: undefined, field: '', source: { file, line: 1, column: 1 }, code: 'RS0104' });
    expect(told([broken('a.yaml')], [broken('b.yaml')]).new).toEqual(['RS0104 info']);
  });

  it('come with the gravest first', () => {
    const items = (['info', 'error', 'warning'] as const).map((severity, i) => path(i, `/${i}`, { severity }));
    expect(told([], items).new).toEqual(['RS1004 error /1', 'RS1004 warning /2', 'RS1004 info /0']);
  });
});

describe('withheld rules', () => {
  const rule = (index: number, at: string, ...blockedBy: string[]) => ({
    object: web,
    source: { file: 'a.yaml', line: 1, column: 1 },
    field: `spec.rules[0].http.paths[${index}]`,
    hostname: 'a.example.com',
    path: at,
    blockedBy,
  });

  it('are told apart by host and path, not by where they stand', () => {
    const { appeared, vanished, changed } = withheldChanges(
      [rule(0, '/a', 'auth-type'), rule(1, '/b', 'x')],
      [rule(0, '/new'), rule(1, '/a', 'auth-type', 'auth-secret')],
    );
    expect(appeared.map((one) => one.path)).toEqual(['/new']);
    expect(vanished.map((one) => one.path)).toEqual(['/b']);
    expect(changed.map(({ after }) => after.path)).toEqual(['/a']);
  });
});
