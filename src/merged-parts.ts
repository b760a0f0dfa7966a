import type { Conversion, EmittedObject } from './conversion.js';
import { formatRef } from './kubernetes/object.js';
import { catalogue } from './ledger/catalogue.js';
import type { Item } from './ledger/verdict.js';
import { mergeConversions } from './merge-conversions.js';
import { withItems } from './suppressions/with-items.js';

/**
 * Conversions of parts that have nothing to do with each other as one. What is written for them may have the same names.
 */
export function mergedParts(conversions: readonly Conversion[]): Conversion {
  const merged = mergeConversions(conversions);
  return conversions.length > 1 ? withCollisions(merged) : merged;
}

/**
 * Tells which objects of a conversion that was joined from parts have the same name and are different: whichever is applied
 * last replaces the others.
 */
function withCollisions(conversion: Conversion): Conversion {
  const byName = new Map<string, EmittedObject[]>();
  for (const one of conversion.emitted) {
    const { apiVersion, kind, metadata } = one.object;
    const name = formatRef({ apiVersion, kind, namespace: metadata.namespace, name: metadata.name });
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  const items = [...byName].flatMap(([name, all]) => (all.length === 1 ? [] : [aboutCollision(name, all)]));
  return items.length === 0 ? conversion : withItems(conversion, [...conversion.items, ...items]);
}

function aboutCollision(name: string, all: readonly EmittedObject[]): Item {
  const { severity, fix } = catalogue.RS2338;
  const sources = all.map((one) => one.sources[0]?.split(' ', 1)[0] ?? 'a part').sort();
  return {
    source: { file: '(output)', line: 1, column: 1 },
    field: name,
    verdict: 'manual',
    code: 'RS2338',
    severity,
    message: `${name} is written ${all.length} times with different content (from ${sources.join(', ')}); what is applied last replaces the others`,
    next: fix,
    emitted: [],
    also: [],
  };
}
