import { domainOf } from './host-names.js';
import { inFileOrder, type MapLine } from './map-lines.js';

/** A map file of the router. */
export interface LineMap {
  /** In the order in which HAProxy tries them. */
  readonly lines: readonly MapLine[];
  /** The first line that matches. */
  find(subject: string): MapLine | undefined;
}

/** Sorts lines into a map. Looks only at lines whose host or domain can match, so that many Routes cost little. */
export function createLineMap(unsorted: readonly MapLine[]): LineMap {
  const lines = [...unsorted].sort(inFileOrder);
  const wildcards = lines.filter(({ isWildcard }) => isWildcard);
  const byHost = groupByName(lines.filter(({ isWildcard }) => !isWildcard));
  const byDomain = groupByName(wildcards);
  return {
    lines,
    find(subject) {
      const host = subject
        .replace(/\/.*$/s, '')
        .replace(/:[0-9]+$/, '')
        .replace(/\.$/, '');
      // The free label of a wildcard line takes anything but a dot, a slash too: without a dot in the host, nothing is sure.
      const below = host.includes('.') ? (byDomain.get(domainOf(host)) ?? []) : wildcards;
      const matches = ({ pattern }: MapLine): boolean => pattern.test(subject);
      return byHost.get(host)?.find(matches) ?? below.find(matches);
    },
  };
}

function groupByName(lines: readonly MapLine[]): Map<string, MapLine[]> {
  const groups = new Map<string, MapLine[]>();
  for (const line of lines) {
    const known = groups.get(line.name);
    if (known === undefined) groups.set(line.name, [line]);
    else known.push(line);
  }
  return groups;
}
