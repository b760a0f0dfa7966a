import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGatewayModel } from '../../../../../src/behaviour/targets/gateway-api.js';
import { type Case, caseFiles, objectsOf, readCaseFile, requestOf } from './case-file.js';

const oddValues = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1.5,
    '',
    '0',
    '*',
    '$',
    '(',
    '{',
    'a.b',
    '10.0.0.0/33',
    '1h',
    '9'.repeat(400),
    [],
    {},
  ),
  fc.constantFrom<unknown>([null], [[]], [{}], { name: 1 }, { '': '' }, { __proto__: null, constructor: 'x' }),
  fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as unknown),
);

/** A place in an object, by how many members are passed on the way down, and what is put there. */
const damage = fc.record({ path: fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), value: oddValues });

/** The object with one of its members replaced; kind and metadata stay. */
function damaged(value: unknown, [first = 0, ...rest]: readonly number[], by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by;
  const names = Object.keys(value).filter((name) => !['apiVersion', 'kind', 'metadata'].includes(name));
  const name = names[first % Math.max(1, names.length)];
  if (name === undefined) return by;
  const member: unknown = Reflect.get(value, name);
  const replaced = rest.length === 0 ? by : damaged(member, rest, by);
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === name ? replaced : (item as unknown)));
  return { ...value, [name]: replaced };
}

describe.each(caseFiles)('%s: whatever the objects look like', (file) => {
  const { implementation, base, cases } = readCaseFile(file);
  const requests = (one: Case) => [
    ...(one.steps ?? []).map(({ request }) => requestOf(request)),
    requestOf({
      ask: 'OPTIONS http://a.test/x?y',
      from: '::1',
      headers: { Origin: 'https://b', Connection: 'Upgrade' },
    }),
  ];

  test('the model answers, the same in every order of the objects', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.array(damage, { maxLength: 4 }), fc.nat(), (one, damages, which) => {
        const list = objectsOf([...base, ...(one.objects ?? [])]);
        const objects = damages.reduce<object[]>((all, { path, value }, i) => {
          const at = (which + i) % all.length;
          return all.map((object, j) => (j === at ? (damaged(object, path, value) as object) : object));
        }, list);
        const model = createGatewayModel(objects, { implementation });
        const reversed = createGatewayModel([...objects].reverse(), { implementation });
        for (const request of requests(one)) {
          const outcome = model.answer(request);
          expect(reversed.answer(request)).toEqual(outcome);
          expect(model.permitted(request)).toContainEqual(outcome);
          const total = outcome.backends.reduce((sum, { weight }) => sum + weight, 0);
          expect(outcome.backends.length === 0 || Math.abs(total - 1) < 1e-9).toBe(true);
          expect(Array.isArray(model.nearest(request))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
