import type { Annotations } from '../annotations.js';

const HASH_KEYS = ['upstream-hash-by', 'upstream-hash-by-subset', 'upstream-hash-by-subset-size'] as const;

/** An empty value of one key ends the parser of all (internal/ingress/annotations/upstreamhashby/main.go). */
export function dropEmptyHashGroup(annotations: Annotations): void {
  const empty = HASH_KEYS.find((key) => annotations.emptyItem(key) !== undefined);
  if (empty === undefined) return;
  for (const key of HASH_KEYS) {
    annotations.drop(
      key,
      'RS0307',
      `${empty} is empty, so the controller ignores every annotation of its group, this one included`,
    );
  }
}
