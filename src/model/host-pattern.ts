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

/** Whether some host name can be matched by both. */
export function hostsOverlap(a: HostPattern, b: HostPattern): boolean {
  if (a.kind === 'any' || b.kind === 'any') return true;
  if (a.kind === 'exact' && b.kind === 'exact') return a.name === b.name;
  if (a.kind === 'wildcard' && b.kind === 'wildcard') {
    return a.suffix === b.suffix || a.suffix.endsWith(`.${b.suffix}`) || b.suffix.endsWith(`.${a.suffix}`);
  }
  const [name, suffix] = a.kind === 'exact' ? [a.name, suffixOf(b)] : [(b as { name: string }).name, suffixOf(a)];
  return name.endsWith(`.${suffix}`);
}

function suffixOf(pattern: HostPattern): string {
  return pattern.kind === 'wildcard' ? pattern.suffix : '';
}
