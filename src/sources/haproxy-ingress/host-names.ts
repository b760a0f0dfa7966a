import type { HostPattern } from '../../model/host-pattern.js';

/** A host of the model; the empty name is that of rules without host. */
export function pattern(name: string): HostPattern {
  if (name === '') return { kind: 'any' };
  return name.startsWith('*.') ? { kind: 'wildcard', suffix: name.slice(2), labels: 'one' } : { kind: 'exact', name };
}

export function nameOf(host: HostPattern): string {
  return host.kind === 'any' ? '' : host.kind === 'exact' ? host.name : `*.${host.suffix}`;
}

/** The wildcard that is asked behind a host; empty where there is none. */
export function wildcardAbove(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 || name.startsWith('*.') ? '' : `*${name.slice(dot)}`;
}
