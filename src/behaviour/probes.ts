import { hostProbes } from './probes/host-probes.js';
import { type HostSubjects, SubjectTable } from './probes/host-subjects.js';
import { collectIngressSubjects } from './probes/ingress-subjects.js';
import { collectOpenshiftRouteSubjects } from './probes/openshift-route-subjects.js';
import { type Probe, requestKey } from './probes/probe.js';
import { requestHosts } from './probes/request-hosts.js';
import { collectRouteSubjects } from './probes/route-subjects.js';
import { createPatternSampler, type PatternSampler, pathAsker, sortedPatterns } from './probes/sampled-patterns.js';
import { defaultPrefix } from './sources/ingress-nginx/class-rules.js';
import { coveringHostnames } from './targets/gateway-api/hostname.js';
import { optionalFields } from './targets/gateway-api/reading.js';

export type { Probe } from './probes/probe.js';

export interface ProbeSet {
  /** Sorted by host, the most telling of each host first; no request twice. */
  readonly probes: readonly Probe[];
  /** Hosts for which not all probes were kept, and how many were left out: never silently. */
  readonly leftOut: readonly { readonly host: string; readonly count: number }[];
}

export interface ProbeOptions {
  /** Most probes for one host, port and letter case aside; {@link defaultLimitPerHost} when absent. */
  readonly limitPerHost?: number | undefined;
  /** Prefix of the annotations, without slash; `nginx.ingress.kubernetes.io` when absent. */
  readonly annotationPrefix?: string | undefined;
  /** The hosts for which probes are wanted; all when absent. */
  readonly only?: ((host: string) => boolean) | undefined;
}

/**
 * A host with one path needs some 25 probes, one with a dozen paths, a canary and CORS some 200; beyond this limit come
 * crosses that rarely tell more.
 */
export const defaultLimitPerHost = 400;

/** Paths of each less specific hostname that are tried on a host: enough to see whether one falls back to it. */
const pathsOfCoveringHost = 3;

/**
 * Derives the requests that can tell the two configurations apart: at least one on each side of every boundary that
 * either of them draws between hosts, schemes, paths, methods, headers, query parameters and client addresses.
 *
 * Pure and deterministic: the same objects in any order give the same probes. Objects of any shape are taken; what cannot
 * be read gives no probes. Hostnames that no client can ask for, such as an empty label, give none either.
 *
 * @param sources networking.k8s.io/v1 Ingresses, and OpenShift Routes
 * @param emitted Gateways, ListenerSets, HTTPRoutes, GRPCRoutes and TLSRoutes, or OpenShift Routes; others are skipped
 */
export function deriveProbes(
  sources: readonly unknown[],
  emitted: readonly object[],
  options: ProbeOptions = {},
): ProbeSet {
  const limit = Math.max(options.limitPerHost ?? defaultLimitPerHost, 0);
  const table = new SubjectTable();
  const names = collectIngressSubjects(sources.filter(isNoRoute), options.annotationPrefix ?? defaultPrefix, table);
  collectRouteSubjects(emitted, table);
  collectOpenshiftRouteSubjects([...sources, ...emitted], table);
  const sampler = createPatternSampler();

  const probes: Probe[] = [];
  const leftOut: { host: string; count: number }[] = [];
  for (const target of requestHosts(table, names)) {
    if (options.only?.(target.host) === false) continue;
    const covered = coveringHostnames(target.host)
      .slice(1)
      .flatMap((hostname) => {
        const subjects = table.get(hostname);
        return subjects === undefined ? [] : somePaths(subjects, sampler);
      });
    const unique = new Map<string, Probe>();
    for (const probe of hostProbes(target, covered, sampler)) {
      const key = requestKey(probe.request);
      if (!unique.has(key)) unique.set(key, probe);
    }
    const all = [...unique.values()];
    probes.push(...all.slice(0, limit));
    if (all.length > limit) leftOut.push({ host: target.host, count: all.length - limit });
  }
  return { probes, leftOut };
}

function isNoRoute(object: unknown): boolean {
  return optionalFields(object)?.kind !== 'Route';
}

function somePaths(subjects: HostSubjects, sampler: PatternSampler): readonly string[] {
  const written = [...subjects.literals, ...sortedPatterns(subjects).map((pattern) => pattern.written)];
  return [...new Set(written)].sort().slice(0, pathsOfCoveringHost).map(pathAsker(subjects, sampler));
}
