import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan, ChangedFiles } from '../../src/tree/apply-plan.js';
import type { FileChange } from '../../src/tree/file-change.js';

let root = '';
beforeEach(() => {
  root = path.join(mkdtempSync(path.join(tmpdir(), 'routeshift-apply-')), 'root');
  mkdirSync(root);
});
afterEach(() => rmSync(path.dirname(root), { recursive: true, force: true }));

const apply = (...changes: FileChange[]) => applyPlan({ changes, items: [], foreign: [] }, root);
const at = (file: string) => path.join(root, file);

describe('applyPlan', () => {
  it('creates, changes and removes files, and keeps permissions', async () => {
    writeFileSync(at('a.yaml'), 'a');
    chmodSync(at('a.yaml'), 0o640);
    writeFileSync(at('b.yaml'), 'b');
    await apply(
      { file: 'a.yaml', before: 'a', after: '\ufeffa\r\n' },
      { file: 'b.yaml', before: 'b', after: undefined },
      { file: 'new/c.yaml', before: undefined, after: 'c' },
    );
    expect(readdirSync(root, { recursive: true }).sort()).toEqual(['a.yaml', 'new', 'new/c.yaml']);
    expect(readFileSync(at('a.yaml'))).toEqual(Buffer.from('\ufeffa\r\n'));
    expect(statSync(at('a.yaml')).mode & 0o777).toBe(0o640);
  });

  it('writes nothing where any file is not what it was', async () => {
    writeFileSync(at('a.yaml'), 'a');
    writeFileSync(at('b.yaml'), 'changed');
    const plan: FileChange[] = [
      { file: 'a.yaml', before: 'a', after: 'x' },
      { file: 'b.yaml', before: 'b', after: 'x' },
      { file: 'c.yaml', before: 'c', after: undefined },
    ];
    await expect(apply(...plan)).rejects.toThrow(new ChangedFiles(['b.yaml', 'c.yaml']));
    expect(readFileSync(at('a.yaml'), 'utf8')).toBe('a');
    await expect(apply({ file: 'a.yaml', before: undefined, after: 'x' })).rejects.toThrow(ChangedFiles);
    expect(readdirSync(root)).toEqual(['a.yaml', 'b.yaml']);
  });

  it('writes through no link, and nowhere else', async () => {
    const outside = path.dirname(root);
    writeFileSync(path.join(outside, 'a.yaml'), 'a');
    symlinkSync(outside, at('folder'));
    symlinkSync('../a.yaml', at('link.yaml'));
    for (const file of ['folder/a.yaml', 'link.yaml', '../a.yaml', `${outside}/a.yaml`, 'x/../../a.yaml'])
      await expect(apply({ file, before: 'a', after: 'x' })).rejects.toThrow(ChangedFiles);
    for (const file of ['folder/b.yaml', '../b.yaml', './b.yaml', 'folder/new/b.yaml'])
      await expect(apply({ file, before: undefined, after: 'x' })).rejects.toThrow(ChangedFiles);
    expect(readdirSync(outside).sort()).toEqual(['a.yaml', 'root']);
    expect(readFileSync(path.join(outside, 'a.yaml'), 'utf8')).toBe('a');
  });
});
