/**
 * A host name as traffic is matched: one name; everything under a suffix (`labels` says whether one label or any number of
 * them may stand before it); or any host at all.
 */
export type HostPattern =
  | { readonly kind: 'exact'; readonly name: string }
  | { readonly kind: 'wildcard'; readonly suffix: string; readonly labels: 'one' | 'many' }
  | { readonly kind: 'any' };

/** `foo.com`, `*.foo.com`, or `*` for any host. */
export function formatHost(pattern: HostPattern): string {
  switch (pattern.kind) {
    case 'exact':
      return pattern.name;
    case 'wildcard':
      return `*.${pattern.suffix}`;
    case 'any':
      return '*';
  }
}

/** Whether a wide host takes a narrower one as well, however many labels it stands for. */
export function isAround(wide: HostPattern, name: HostPattern): boolean {
  if (name.kind === 'any' || wide.kind === 'exact') return false;
  return wide.kind === 'any' || (name.kind === 'exact' ? name.name : name.suffix).endsWith(`.${wide.suffix}`);
}
