import type { HostDraft, MatchType, PathDraft } from './context.js';

const DEFAULT_ORDER: readonly MatchType[] = ['exact', 'prefix', 'begin', 'regex'];

/** path-type-order: wrong or incomplete lists are ignored. */
export function typeOrder(text: string | undefined): readonly MatchType[] {
  const words = (text ?? '').split(',');
  const order = words.flatMap((word) => DEFAULT_ORDER.filter((match) => match === word));
  return words.length === 4 && new Set(order).size === 4 ? order : DEFAULT_ORDER;
}

/**
 * The paths of a host in the order in which HAProxy tries them (reference §1.4): exact ones; those that begin with a shorter one
 * of another type; then type by type, the longest first. Below a wildcard host all are expressions, the longest first.
 */
export function inOrder({ name, paths }: HostDraft, order: readonly MatchType[]): PathDraft[] {
  if (name.startsWith('*.')) return [...paths].sort(byExpression);
  const literal = paths.filter(({ match }) => match === 'prefix' || match === 'begin');
  const first = literal.filter((one) =>
    literal.some(
      (other) => other.match !== one.match && stored(other) !== stored(one) && stored(one).startsWith(stored(other)),
    ),
  );
  const rest = (match: MatchType): PathDraft[] =>
    paths.filter((one) => one.match === match && !first.includes(one)).sort(match === 'regex' ? byExpression : byPath);
  return [...rest('exact'), ...first.sort(byPath), ...order.filter((match) => match !== 'exact').flatMap(rest)];
}

/** Only this type is compared without case. */
function stored({ match, path }: PathDraft): string {
  return match === 'begin' ? path.toLowerCase() : path;
}

function byPath(a: PathDraft, b: PathDraft): number {
  return stored(a) > stored(b) ? -1 : stored(a) < stored(b) ? 1 : 0;
}

function byExpression(a: PathDraft, b: PathDraft): number {
  const [one, other] = [expressionOf(a), expressionOf(b)];
  return other.length - one.length || (one < other ? -1 : one > other ? 1 : 0);
}

/** A path among expressions (convertPathToRegex). */
export function expressionOf({ match, path }: PathDraft): string {
  switch (match) {
    case 'begin':
      return quoted(path);
    case 'exact':
      return `${quoted(path)}$`;
    case 'prefix':
      return path.endsWith('/') ? quoted(path) : `${quoted(path)}(/.*)?`;
    case 'regex':
      return path;
  }
}

export function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
