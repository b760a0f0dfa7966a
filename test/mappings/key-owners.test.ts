import { expect, it } from 'vitest';
import { MAPPINGS } from '../../src/mappings/all.js';
import { KEY_PREFIXES, prefixesOf } from '../../src/mappings/key-owners.js';

it('the prefixes by which keys are known are those of the mappings', () => {
  expect(Object.entries(KEY_PREFIXES)).toEqual(
    MAPPINGS.map(({ mapping }) => [mapping.controller, prefixesOf(mapping)]),
  );
});
