import { type Considered, nearest } from '../../nearest.js';
import type { Candidate, Request } from '../../outcome.js';
import { compilePcre } from '../../regex/pcre.js';
import { parseTarget } from '../ingress-nginx/uri.js';
import { answerRequest } from './answer.js';
import type { Configuration } from './configuration.js';
import type { Location } from './location.js';

const WORDS: Readonly<Record<Location['kind'], string>> = { exact: 'exactly', prefix: 'text', regex: 'expression' };

/** Why the other locations of a host did not take a request: the nearest ones. */
export function nearestLocations(configuration: Configuration, request: Request): Candidate[] {
  const uri = parseTarget(request.path);
  const { outcome, server } = answerRequest(configuration, request);
  if (uri === undefined || server === undefined) return [];
  const others = server.locations.filter(({ rule }) => rule !== outcome.rule);
  const considered = others.map((location): Considered => {
    const matches = takes(location, uri.path);
    const later =
      location.kind === 'regex'
        ? 'matches too, but an exact path or an earlier expression comes first'
        : 'matches too, but is shorter than the path that takes it, or an expression comes first';
    return {
      rule: location.rule,
      asks: `${WORDS[location.kind]} ${location.path}`,
      path: location.path,
      matches,
      why: matches ? later : 'the path does not match',
    };
  });
  return nearest(considered, uri.path);
}

function takes({ kind, pattern, caseless }: Location, path: string): boolean {
  switch (kind) {
    case 'exact':
      return path === pattern;
    case 'prefix':
      return path.startsWith(pattern);
    case 'regex': {
      const compiled = compilePcre(pattern, caseless);
      return compiled.kind === 'compiled' && compiled.regex.test(path);
    }
  }
}
