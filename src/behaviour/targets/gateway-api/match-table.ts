import type { RegexAnchoring } from '../../regex/re2.js';
import { conditionsHold } from './http-match.js';
import type { ParsedRequest } from './parsed-request.js';
import { httpOrder } from './precedence.js';
import type { GatewayProfile } from './profile.js';
import type { HttpEntry } from './route-entry.js';

/** HTTPRoute matches of one hostname in the order of precedence, indexed by path. */
export interface MatchTable {
  find(request: ParsedRequest, anchoring: RegexAnchoring): HttpEntry | undefined;
}

interface Ranked {
  readonly entry: HttpEntry;
  readonly rank: number;
}

/** Sorts the matches once and indexes them: exact paths and prefixes by path, regular expressions in a list. */
export function createMatchTable(
  entries: readonly HttpEntry[],
  profile: Pick<GatewayProfile, 'regexPrecedence' | 'regexOrder'>,
): MatchTable {
  const ranked = [...entries].sort(httpOrder(profile)).map((entry, rank) => ({ entry, rank }));
  const exact = new Map<string, Ranked[]>();
  const prefixes = new Map<string, Ranked[]>();
  const regexes: Ranked[] = [];
  for (const candidate of ranked) {
    const { path } = candidate.entry.match;
    if (path.kind === 'regex') regexes.push(candidate);
    else if (path.kind === 'exact') addTo(exact, path.value, candidate);
    else addTo(prefixes, path.element, candidate);
  }
  return {
    find(request, anchoring) {
      let best: Ranked | undefined;
      const consider = (candidates: readonly Ranked[] | undefined) => {
        if (candidates === undefined) return;
        for (const candidate of candidates) {
          if (best !== undefined && candidate.rank > best.rank) return;
          if (conditionsHold(candidate.entry.match, request)) {
            best = candidate;
            return;
          }
        }
      };
      consider(exact.get(request.path));
      // A PathPrefix covers whole elements: only the path itself and its cuts before a slash can be prefixes of it.
      if (prefixes.size > 0) {
        consider(prefixes.get(request.path));
        for (let slash = request.path.lastIndexOf('/'); slash > 0; slash = request.path.lastIndexOf('/', slash - 1)) {
          consider(prefixes.get(request.path.slice(0, slash)));
        }
        consider(prefixes.get(''));
      }
      for (const candidate of regexes) {
        if (best !== undefined && candidate.rank > best.rank) break;
        const { match } = candidate.entry;
        if (match.path.kind !== 'regex' || !match.path.pattern.matches(request.path, anchoring)) continue;
        if (conditionsHold(match, request)) best = candidate;
      }
      return best?.entry;
    },
  };
}

function addTo(index: Map<string, Ranked[]>, key: string, candidate: Ranked): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [candidate]);
  else known.push(candidate);
}
