import { expect, test } from 'vitest';
import { RecurringTexts } from '../../src/reports/recurring-texts.js';

test('a text is made once for values that are the same, and anew for others with the same part', () => {
  const printed: string[] = [];
  const texts = new RecurringTexts<readonly [string, string]>(
    ([part]) => part,
    (a, b) => a[1] === b[1],
    ([part, rest]) => {
      printed.push(part + rest);
      return part + rest;
    },
  );
  expect([texts.of(['a', '1']), texts.of(['a', '1']), texts.of(['a', '2']), texts.of(['b', '1'])]).toEqual([
    'a1',
    'a1',
    'a2',
    'b1',
  ]);
  expect(printed).toEqual(['a1', 'a2', 'b1']);
});

test('however many there are, each text is right', () => {
  const texts = new RecurringTexts<string>(
    (value) => value,
    () => true,
    (value) => `<${value}>`,
  );
  const values = Array.from({ length: 20_000 }, (_, n) => String(n % 9000));
  expect(values.filter((value) => texts.of(value) !== `<${value}>`)).toEqual([]);
});
