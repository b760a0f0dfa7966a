import type { Manifest } from '../kubernetes/object.js';

/** Ingresses and Routes that share hosts, at any distance: what is said of one host stays together. */
export interface HostGroup {
  readonly members: readonly Manifest[];
  readonly hosts: readonly string[];
}

/** The groups in the order of their first members. */
export function hostGroups(subjects: readonly Manifest[]): HostGroup[] {
  const parents = subjects.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parents[root] !== root) root = parents[root] ?? root;
    // Shortened on the way, so that a chain of many hosts is walked once.
    for (let next = at; next !== root; ) {
      const above = parents[next] ?? root;
      parents[next] = root;
      next = above;
    }
    return root;
  };
  const firstOf = new Map<string, number>();
  for (const [at, manifest] of subjects.entries()) {
    for (const host of hostsOf(manifest)) {
      const first = firstOf.get(host);
      if (first === undefined) firstOf.set(host, at);
      else {
        const [a, b] = [rootOf(first), rootOf(at)];
        parents[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }
  const groups = new Map<number, { members: Manifest[]; hosts: string[] }>();
  for (const [at, manifest] of subjects.entries()) {
    const root = rootOf(at);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, { members: [manifest], hosts: [] });
    else group.members.push(manifest);
  }
  for (const [host, at] of firstOf) groups.get(rootOf(at))?.hosts.push(host);
  return [...groups.values()];
}

/** The hosts that a manifest names, in lower case; of whatever shape it is. */
function hostsOf({ content }: Manifest): string[] {
  const spec = fieldOf(content, 'spec');
  const rules = fieldOf(spec, 'rules');
  const named = [fieldOf(spec, 'host'), ...(Array.isArray(rules) ? rules.map((rule) => fieldOf(rule, 'host')) : [])];
  return named.flatMap((host) => (typeof host === 'string' && host !== '' ? [host.toLowerCase()] : []));
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
