import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/*
 * Whoever writes a manifest chooses the text that our regular expressions read. One that tries every way to share out a long
 * word never comes back, and takes the run with it.
 */
const SRC = join(import.meta.dirname, '../src');
const LITERAL =
  /(?<=^|[=(,:[!&|?{}\s])\/(?![*/])((?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)(?=[\s.,;)\]}]|$)/g;

const STARTS = ['', '/', 'a', '"', 'x-', 'https://', 'max-age=', '{'];
const PUMPS = [
  'a',
  '1',
  ' ',
  '/',
  '.',
  '-',
  ',',
  '"',
  '\\',
  '(',
  '[',
  'a ',
  'a,',
  'a.',
  '/a',
  'a=',
  'a-',
  ' ,',
  '; ',
  '\t ',
];
const ENDS = ['\u0000', '!', '"', '\n!'];
/** Two to this power takes seconds, where a square or a cube of it takes nothing. */
const LENGTH = 26;
const BEARABLE_MS = 150;

function literals(): Map<string, RegExp> {
  const found = new Map<string, RegExp>();
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    for (const line of readFileSync(join(SRC, file), 'utf8').split('\n')) {
      for (const [, pattern = '', flags = ''] of line.matchAll(LITERAL)) {
        try {
          found.set(`${file} /${pattern}/`, new RegExp(pattern, flags.replace(/[gy]/g, '')));
        } catch {
          // A division, or a part of a text, that looked like one.
        }
      }
    }
  }
  return found;
}

/** The first text that an expression takes long for, each time that it is asked. */
function slowText(expression: RegExp): string | undefined {
  const isSlow = (text: string): boolean => {
    const start = performance.now();
    expression.test(text);
    return performance.now() - start > BEARABLE_MS;
  };
  for (const start of STARTS)
    for (const pump of PUMPS)
      for (const end of ENDS) {
        const text = start + pump.repeat(LENGTH) + end;
        if (isSlow(text) && isSlow(text) && isSlow(text)) return text;
      }
  return undefined;
}

test('no expression tries all ways to read a text', () => {
  const expressions = literals();
  expect(expressions.size).toBeGreaterThan(400);
  expect(slowText(/^(?:a+)+$/)).toBeDefined();
  const slow = [...expressions].flatMap(([place, expression]) => {
    const text = slowText(expression);
    return text === undefined ? [] : [`${place} ${JSON.stringify(text)}`];
  });
  expect(slow).toEqual([]);
});
