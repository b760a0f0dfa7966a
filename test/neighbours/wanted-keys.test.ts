import { expect, test } from 'vitest';
import { isWanted } from '../../src/neighbours/wanted-keys.js';

test.each([
  ['example.com/team', ['example.com/*'], true],
  ['example.com/team', ['example.com'], true],
  ['example.com/team', ['example.com/team'], true],
  ['example.com/team', ['*/team'], true],
  ['example.com/team', ['*'], true],
  ['team', ['*'], true],
  ['team', ['team'], true],
  ['example.com/team', ['*', '!example.com'], false],
  ['example.com/team', ['!example.com/team', '*'], false],
  ['example.com/team', ['example.com/te'], false],
  ['other.example.com/team', ['example.com/*'], false],
  ['example.com/.team', ['example.com/*'], true],
  ['example.com/team', ['!other.com'], false],
  ['example.com/team', [], false],
  ['example.com/team', undefined, false],
])('%s of %j: %s', (key, globs, wanted) => {
  expect(isWanted(key, globs)).toBe(wanted);
});
