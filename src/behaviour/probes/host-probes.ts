import type { Request } from '../outcome.js';
import type { Variation } from './host-subjects.js';
import { type PathVariant, pathVariants } from './path-variants.js';
import type { Probe } from './probe.js';
import type { RequestHost } from './request-hosts.js';
import { pathAsWritten } from './request-path.js';
import { type PatternPath, type PatternSampler, pathAsker, sortedPatterns, unservedPath } from './sampled-patterns.js';

/**
 * The probes of one host, the most telling first: whether and how the host is served, each path, what headers and other
 * conditions decide on one path, the neighbours of the paths, and the crosses of all that at the end. Not unique.
 *
 * @param covered request paths of less specific hostnames, which this host must not fall back to unnoticed
 */
export function hostProbes(target: RequestHost, covered: readonly string[], sampler: PatternSampler): readonly Probe[] {
  const { host, subjects, thorough } = target;
  const scheme = subjects.tls ? 'https' : 'http';
  const otherScheme = subjects.tls ? 'http' : 'https';
  const about = target.why === '' ? '' : `, ${target.why}`;
  const probe = (why: string, change: Partial<Request>): Probe => ({
    request: { scheme, host, method: 'GET', path: '/', ...change },
    why: `${why}${about}`,
  });

  const literals = [...subjects.literals].sort();
  const patterns = sortedPatterns(subjects);
  const asked = pathAsker(subjects, sampler);
  const written = literals.find((path) => path !== '/') ?? patterns[0]?.written ?? '/';
  const example = asked(written);

  const basics = [
    probe('path /', {}),
    probe(`path ${written}`, { path: example }),
    probe('path that nothing serves', { path: unservedPath(subjects) }),
    probe(`path / over ${otherScheme}`, { scheme: otherScheme }),
    probe(`path ${written} over ${otherScheme}`, { scheme: otherScheme, path: example }),
  ];
  if (!thorough) return basics;

  const variants = literals.map((literal) => pathVariants(literal).map((variant) => ({ literal, ...variant })));
  const nearLiterals = (...ranks: readonly PathVariant['rank'][]) =>
    ranks.flatMap((rank) =>
      variants.flatMap((list) =>
        list
          .filter((variant) => variant.rank === rank)
          .map(({ literal, path, why }) => probe(`path ${literal}, ${why}`, { path })),
      ),
    );
  const samples = patterns.map((pattern) => sampler.paths(pattern));
  const ofPatterns = (rank: PatternPath['rank']) =>
    inTurns(samples.map((list) => list.filter((sample) => sample.rank === rank))).map(({ path, why }) =>
      probe(why, { path }),
    );
  const varied = [...subjects.varied].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  const variedOn = (pick: (paths: readonly string[]) => readonly string[]) =>
    inTurns(
      varied.map(({ paths, variations }) =>
        pick(paths).flatMap((path) =>
          variations.map((variation) => probe(`${variation.why}, path ${path}`, changed(variation, asked(path)))),
        ),
      ),
    );

  return [
    ...basics,
    probe('port in the Host header', { host: `${host}:${subjects.tls ? 8443 : 8080}`, path: example }),
    probe('upper-case Host header', { host: host.toUpperCase(), path: example }),
    probe('HEAD', { method: 'HEAD', path: example }),
    probe('POST', { method: 'POST', path: example }),
    probe(`path ${written}, with a query over ${otherScheme}`, { scheme: otherScheme, path: `${example}?probe=1` }),
    ...nearLiterals(0),
    ...variedOn((paths) => paths.slice(0, 1)),
    ...ofPatterns(0),
    ...nearLiterals(1, 2),
    ...ofPatterns(1),
    ...nearLiterals(3, 4),
    ...literals.map((literal) =>
      probe(`path ${literal} over ${otherScheme}`, { scheme: otherScheme, path: pathAsWritten(literal) }),
    ),
    ...[...subjects.plainPaths].sort().map((path) => probe(`path ${path}`, { path: pathAsWritten(path) })),
    ...variedOn((paths) => paths.slice(1)),
    ...ofPatterns(2),
    ...covered.map((path) => probe(`path ${path} of a less specific host`, { path })),
  ];
}

function changed(variation: Variation, path: string): Partial<Request> {
  const { method, headers, query, clientAddress } = variation;
  return {
    path: query === undefined ? path : `${path}?${query}`,
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
    ...(clientAddress === undefined ? {} : { clientAddress }),
  };
}

/** The first of each list, then the second of each: when the end is cut off, every list keeps something. */
function inTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = lists.reduce((length, list) => Math.max(length, list.length), 0);
  const result: T[] = [];
  for (let i = 0; i < longest; i++) {
    for (const list of lists) {
      const item = list[i];
      if (item !== undefined) result.push(item);
    }
  }
  return result;
}
