import type { EmittedRef } from './verdict.js';

/** The places of an item, each once, in the order of reports. */
export function withoutRepeats(refs: readonly EmittedRef[]): readonly EmittedRef[] {
  if (refs.length < 2) return refs;
  const seen = new Map<string, EmittedRef>();
  for (const ref of refs) seen.set(`${ref.kind}\n${ref.namespace ?? ''}\n${ref.name}\n${ref.path ?? ''}`, ref);
  return [...seen.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey(ref: EmittedRef): string {
  return `${ref.kind}\n${ref.namespace ?? ''}\n${ref.name}\n${ref.path ?? ''}`;
}
