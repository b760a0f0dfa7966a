import { type Considered, nearest } from '../../nearest.js';
import type { Candidate, Request } from '../../outcome.js';
import type { Configuration } from './configuration.js';
import type { IngressPath } from './ingress-objects.js';
import { readRequest } from './request-facts.js';

/** Why the other paths of a host did not take a request: the nearest ones (reference §2.2). */
export function nearestPaths({ table }: Configuration, request: Request): Candidate[] {
  const { host, path } = readRequest(request);
  if (host === undefined) return [];
  const winner = table.find(host, path)?.row;
  const considered = table
    .rowsFor(host)
    .filter((row) => row.path.rule !== winner?.path.rule)
    .map(({ path: candidate }): Considered => {
      const matches = takes(candidate, path);
      return {
        rule: candidate.rule,
        asks: `${candidate.pathType} ${candidate.path}`,
        path: candidate.path,
        matches,
        why: matches ? 'matches too, but another path comes before it' : 'the path does not match',
      };
    });
  return nearest(considered, path);
}

function takes({ path, pathType }: IngressPath, asked: string): boolean {
  const trimmed = path.replace(/\/$/, '');
  if (pathType === 'Exact') return asked === path;
  if (trimmed === '') return asked.startsWith('/');
  return pathType === 'Prefix' ? asked === trimmed || asked.startsWith(`${trimmed}/`) : asked.startsWith(trimmed);
}
