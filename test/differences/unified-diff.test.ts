import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineCounts, type TextChange, unifiedDiff } from '../../src/differences/unified-diff.js';
import { Repository } from '../git/repository.js';

let repository: Repository;
beforeAll(() => {
  repository = new Repository();
});
afterAll(() => repository.remove());

/** What `git apply` makes of a file; undefined where it is gone. */
function applied(change: TextChange): string | undefined {
  repository.git('clean', '--quiet', '-fdx');
  if (change.before !== undefined) repository.write({ [change.file]: change.before });
  repository.write({ '.git/patch': unifiedDiff(change) });
  repository.git('apply', '--whitespace=nowarn', join(repository.root, '.git/patch'));
  try {
    return readFileSync(join(repository.root, change.file), 'utf8');
  } catch {
    return undefined;
  }
}

const LONG = Array.from({ length: 60 }, (_, i) => `line ${i}\n`).join('');

describe('a unified diff', () => {
  it.each<[string, TextChange]>([
    ['a line in the middle', { file: 'a.yaml', before: LONG, after: LONG.replace('line 30\n', 'other\nmore\n') }],
    [
      'lines far apart',
      { file: 'a.yaml', before: LONG, after: LONG.replace('line 3\n', '').replace('line 50\n', 'x\n') },
    ],
    ['carriage returns', { file: 'a.yaml', before: 'a\r\nb\r\nc\r\n', after: 'a\r\nx\r\nc\r\nd\r\n' }],
    ['carriage returns that change', { file: 'a.yaml', before: 'a\r\nb\nc\rd\n', after: 'a\nb\r\nc\re\n' }],
    ['no newline before', { file: 'a.yaml', before: 'a\nb', after: 'a\nb\n' }],
    ['no newline after', { file: 'a.yaml', before: 'a\nb\n', after: 'a\nb' }],
    ['no newline at all', { file: 'a.yaml', before: 'a', after: 'b' }],
    ['a byte order mark', { file: 'a.yaml', before: '\ufeffa\nb\n', after: '\ufeffa\nc\n' }],
    [
      'separators that are no line breaks',
      { file: 'a.yaml', before: 'a\u2028b\u0085c\n', after: 'a\u2028b\u0085d\fe\n' },
    ],
    ['a new file in a new directory', { file: 'new/dir/a.yaml', before: undefined, after: 'a\nb' }],
    ['a new file that is empty', { file: 'a.yaml', before: undefined, after: '' }],
    ['a file that goes', { file: 'a.yaml', before: 'a\r\nb', after: undefined }],
    ['an empty file that goes', { file: 'a.yaml', before: '', after: undefined }],
    ['a file that becomes empty', { file: 'a.yaml', before: 'a\n', after: '' }],
    ['a file that was empty', { file: 'a.yaml', before: '', after: 'a\n' }],
    ['a name with blanks', { file: 'my apps/a b.yaml', before: 'a\n', after: 'b\n' }],
    ['a name with quotes', { file: 'q"uo\\te\td.yaml', before: 'a\n', after: 'b\n' }],
    ['a name of other letters', { file: 'ünï/日本.yaml', before: undefined, after: 'b\n' }],
    [
      'lines that look like a patch',
      { file: 'a.yaml', before: '--- a\n+++ b\n@@ -1 +1 @@\n', after: '--- b\n\\ No newline\n@@\n' },
    ],
  ])('tells git apply of %s', (_what, change) => {
    expect(applied(change)).toBe(change.after);
  });

  it('is as quick for files of which nothing stays', () => {
    const [before, after] = ['a', 'b'].map((word) =>
      Array.from({ length: 30_000 }, (_, i) => `${word}${i}\n`).join(''),
    );
    const patch = unifiedDiff({ file: 'a', before, after });
    expect(lineCounts(patch)).toEqual({ added: 30_000, removed: 30_000 });
  });

  it('says nothing of what stays', () => {
    expect(unifiedDiff({ file: 'a', before: 'x', after: 'x' })).toBe('');
  });

  it('makes git apply give what was meant, whatever the texts', () => {
    const line = fc.constantFrom('a', 'b', '', ' ', '-', '+', '--- x', '\\', 'é', '\t');
    const end = fc.constantFrom('\n', '\n', '\r\n', '\r');
    const text = fc
      .tuple(fc.array(fc.tuple(line, end), { maxLength: 30 }), line)
      .map(([lines, last]) => lines.map((parts) => parts.join('')).join('') + last);
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applied({ file: 'a.yaml', before, after })).toBe(after);
      }),
      { numRuns: 60 },
    );
  });
});
