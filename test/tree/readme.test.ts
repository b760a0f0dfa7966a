import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planned } from './memory-tree.js';

const README = readFileSync('README.md', 'utf8');

/** The files of the diff that the README shows, before and after. */
function shownFiles(): { file: string; before: string; after: string }[] {
  const diff = /```diff\n(--- a[\s\S]*?)```/.exec(README)?.[1] ?? '';
  return diff.split(/^--- a\//m).flatMap((part) => {
    const [file = '', ...lines] = part.split('\n');
    const body = lines.slice(2).filter((line) => line !== '');
    const side = (sign: string) =>
      body.flatMap((line) => (line.startsWith(sign) || line.startsWith(' ') ? [`${line.slice(1)}\n`] : [])).join('');
    return file === '' ? [] : [{ file, before: side('-'), after: side('+') }];
  });
}

describe('the diff in the README', () => {
  it('is what replacing does', () => {
    const shown = shownFiles();
    expect(shown.map(({ file }) => file)).toEqual(['apps/kustomization.yaml', 'apps/web.yaml']);
    const { files } = planned(Object.fromEntries(shown.map(({ file, before }) => [file, before])), 'replace');
    for (const { file, after } of shown) expect(files[file]).toBe(after);
  });
});
