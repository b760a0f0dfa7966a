import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutRepeats } from '../../src/ledger/places.js';
import type { EmittedRef } from '../../src/ledger/verdict.js';

const word = fc.constantFrom('a', 'b', 'a.b');
const ref = fc.record({
  apiVersion: fc.constant('v1'),
  kind: word,
  namespace: fc.option(word, { nil: undefined }),
  name: word,
  path: fc.option(word, { nil: undefined }),
});

function textOf({ kind, namespace, name, path }: EmittedRef): string {
  return [kind, namespace ?? '', name, path ?? ''].join('\n');
}

test('the places of an item are said once each, by kind, namespace, name and path', () => {
  fc.assert(
    fc.property(fc.array(ref, { maxLength: 6 }), (refs) => {
      expect(withoutRepeats(refs).map(textOf)).toEqual([...new Set(refs.map(textOf))].sort());
    }),
  );
});
