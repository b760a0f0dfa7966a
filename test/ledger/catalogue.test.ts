import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/ledger/catalogue.js';
import { SEVERITIES } from '../../src/ledger/verdict.js';

const src = join(import.meta.dirname, '../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const texts = files.map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(src, file), 'utf8') }));
const isCatalogue = (file: string): boolean => file.startsWith('ledger/catalogue/');
const codes = Object.entries(catalogue);

describe('the catalogue of finding codes', () => {
  test('knows every code that the program says', () => {
    const said = texts.flatMap(({ file, text }) => (text.match(/\bRS\d{4}\b/g) ?? []).map((code) => ({ file, code })));
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter(({ code }) => !Object.hasOwn(catalogue, code))).toEqual([]);
  });

  test('holds no code that nothing says, besides the one of the comparison', () => {
    const spoken = texts
      .filter(({ file }) => !isCatalogue(file))
      .map(({ text }) => text)
      .join('\n');
    expect(codes.map(([code]) => code).filter((code) => !spoken.includes(code) && code !== 'RS9001')).toEqual([]);
  });

  test('gives each code to one entry', () => {
    const written = texts
      .filter(({ file }) => isCatalogue(file))
      .flatMap(({ text }) => text.match(/^ {2}RS\d{4}(?=:)/gm) ?? []);
    expect(written).toHaveLength(new Set(written).size);
    expect(written).toHaveLength(codes.length);
  });

  test('tells what to do wherever something is to be done', () => {
    const idle = codes.filter(([, { severity, fix }]) => severity !== 'info' && fix === 'Nothing to do.');
    expect(idle.map(([code]) => code)).toEqual([]);
  });

  test.each(codes)('%s has a title, a reason and a next step, as sentences', (code, entry) => {
    expect(code).toMatch(/^RS\d{4}$/);
    expect(SEVERITIES).toContain(entry.severity);
    expect(entry.title).toMatch(/^\S.*[^.!?:,;\s]$/);
    for (const sentence of [entry.why, entry.fix]) expect(sentence).toMatch(/^\S.*[^\s.][.?]$/s);
  });
});
