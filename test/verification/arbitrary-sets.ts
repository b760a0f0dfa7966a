import type fc from 'fast-check';
import { type Case, cases } from '../properties/arbitraries.js';
import type { Draft } from '../properties/arbitrary-ingress.js';

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
}

/**
 * Sets as one cluster can hold them: every object says its namespace, and no two of a kind share a name there. Everything
 * else is as hostile as it comes.
 */
export const sets: fc.Arbitrary<Case> = cases.map(({ objects, options }) => {
  const taken = new Set<string>();
  return { options, objects: objects.map((object) => settled(object, taken)) };
});

function settled(object: Draft, taken: Set<string>): Draft {
  const metadata = object.metadata as unknown as Metadata;
  const placed = object.kind === 'IngressClass' ? metadata : { namespace: 'default', ...metadata };
  let { name } = placed;
  const keyOf = () => `${object.kind} ${placed.namespace} ${name}`;
  for (let n = 2; taken.has(keyOf()); n++) name = `${n}-${placed.name}`.slice(0, 253);
  taken.add(keyOf());
  return { ...object, metadata: { ...placed, name } };
}
