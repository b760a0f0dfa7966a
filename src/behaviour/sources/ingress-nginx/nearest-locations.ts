import { type Considered, nearest } from '../../nearest.js';
import type { Candidate, Request } from '../../outcome.js';
import { compilePcre } from '../../regex/pcre.js';
import { answerRequest } from './answer.js';
import type { Configuration } from './configuration.js';
import { rewrites } from './locations.js';
import type { Location } from './servers.js';
import { parseTarget } from './uri.js';

/** Why the other locations of a host did not take a request: the nearest ones (reference §8). */
export function nearestLocations(configuration: Configuration, request: Request): Candidate[] {
  const uri = parseTarget(request.path);
  const entry = configuration.hosts.find(configuration.read(request).host);
  if (uri === undefined || entry.kind !== 'server') return [];
  const { locations } = entry.server.server;
  const expressions = locations.some((location) => rewrites(location) || location.settings.rewrite.useRegex);
  const winner = answerRequest(configuration, request).outcome.rule;
  // One rule may have become two locations: with its final slash, and exactly without it.
  const considered = locations
    .filter((location) => location.rule !== winner)
    .map((location): Considered => {
      const matches = expressions ? takesAsExpression(location, uri.path) : takesAsText(location, uri.path);
      const order = expressions ? 'is tried later: longer paths come first' : 'is shorter than the path that takes it';
      return {
        rule: location.rule,
        asks: `${expressions ? 'expression' : location.pathType} ${location.ingressPath}`,
        path: location.path,
        matches,
        why: matches ? `matches too, but ${order}` : 'the path does not match',
      };
    });
  return nearest(considered, uri.path);
}

function takesAsExpression(location: Location, path: string): boolean {
  const compiled = compilePcre(`^${location.path}`, true);
  return compiled.kind === 'compiled' && compiled.regex.test(path);
}

function takesAsText({ path, pathType }: Location, requested: string): boolean {
  return pathType === 'Exact' ? path === requested : requested.startsWith(path);
}
