import { coversHost } from '../targets/gateway-api/hostname.js';
import { emptySubjects, type HostSubjects, mergeSubjects, type SubjectTable } from './host-subjects.js';
import type { OtherName } from './ingress-subjects.js';
import { patternValues } from './value-samples.js';

/** A host that requests are made for. */
export interface RequestHost {
  readonly host: string;
  /** Why it is asked, in words that follow the reason of a probe; '' for a host that is configured as it is. */
  readonly why: string;
  readonly subjects: HostSubjects;
  /** Whether all probes are made, or only the few that show whether the host is served at all. */
  readonly thorough: boolean;
}

/** A name that a client can ask for: labels of a DNS name, no wildcard, no expression. */
const plainName = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;

/** Paths of a wildcard or a www counterpart that are tried on a host which is itself configured. */
const pathsOfNeighbour = 3;

/**
 * The hosts that tell the hostnames of two configurations apart, sorted: each name, for each wildcard a host one label
 * and one two labels below it and its parent, aliases, www counterparts, and one host that nobody knows.
 */
export function requestHosts(table: SubjectTable, names: readonly OtherName[]): readonly RequestHost[] {
  const hosts = new Map<string, RequestHost>();
  const add = (host: string, why: string, subjects: HostSubjects | undefined, thorough: boolean) => {
    if (!plainName.test(host)) return;
    const known = hosts.get(host);
    const allProbes = thorough || known?.thorough === true;
    const merged = emptySubjects();
    for (const given of [known, { subjects, thorough }]) {
      if (given?.subjects === undefined) continue;
      // A host with a configuration of its own only shows whether it also serves what is a neighbour's.
      if (given.thorough || !allProbes) mergeSubjects(merged, given.subjects);
      else
        for (const path of [...given.subjects.literals].sort().slice(0, pathsOfNeighbour)) merged.plainPaths.add(path);
    }
    hosts.set(host, {
      host,
      why: known?.why ?? why,
      subjects: merged,
      thorough: allProbes,
    });
  };
  const addName = (name: string, why: string, subjects: HostSubjects | undefined) => {
    if (name.startsWith('*.')) {
      const parent = name.slice(2);
      const below = unused('probe', parent, table);
      add(below, `one label below ${name}`, subjects, true);
      add(`deeper.${below}`, `two labels below ${name}`, subjects, false);
      add(parent, `parent of ${name}`, subjects, false);
    } else if (name.startsWith('~')) {
      for (const { value, kind } of patternValues(name.slice(1), false).slice(0, 8))
        add(value, `${kind} ${name}`, subjects, false);
    } else {
      add(name, why, subjects, true);
    }
  };

  const hostnames = table.hostnames();
  // Configured names first: what is known of them is said of them, also where a wildcard's parent has the same name.
  for (const name of hostnames) if (!name.startsWith('*')) addName(name, '', table.get(name));
  for (const name of hostnames) if (name.startsWith('*')) addName(name, '', table.get(name));
  for (const { host, name, kind } of [...names].sort(byText)) {
    const subjects = table.get(host.toLowerCase());
    const why = `${kind} of ${host === '' ? 'any host' : host}`;
    if (kind === 'alias') addName(name.startsWith('~') ? name : name.toLowerCase(), why, subjects);
    else add(name.toLowerCase(), why, subjects, false);
  }
  const anyHost = table.get('');
  const stranger = strangerTo(hostnames.concat([...hosts.keys()]));
  const known = hostnames.find((name) => name !== '');
  add(stranger, 'unknown host', anyHost ?? table.get(known ?? ''), anyHost !== undefined);
  return [...hosts.values()].sort((a, b) => (a.host < b.host ? -1 : 1));
}

function byText(a: OtherName, b: OtherName): number {
  const [left, right] = [a, b].map(({ host, name, kind }) => JSON.stringify([kind, host, name]));
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

/** A host below `parent` that has no configuration of its own. */
function unused(label: string, parent: string, table: SubjectTable): string {
  let name = `${label}.${parent}`;
  for (let i = 2; table.get(name) !== undefined; i++) name = `${label}-${i}.${parent}`;
  return name;
}

function strangerTo(hostnames: readonly string[]): string {
  const named = hostnames.filter((hostname) => hostname !== '');
  const free = (name: string) => !named.some((hostname) => coversHost(hostname, name));
  let name = 'stranger.example';
  for (let i = 2; !free(name); i++) name = `stranger.example-${i}`;
  return name;
}
