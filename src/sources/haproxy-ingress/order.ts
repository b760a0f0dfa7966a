import type { HostDraft, MatchType, PathDraft } from './context.js';

const DEFAULT_ORDER: readonly MatchType[] = ['exact', 'prefix', 'begin', 'regex'];

/** path-type-order: wrong or incomplete lists are ignored. */
export function typeOrder(text: string | undefined): readonly MatchType[] {
  const words = (text ?? '').split(',');
  const order = words.flatMap((word) => DEFAULT_ORDER.filter((match) => match === word));
  return words.length === 4 && new Set(order).size === 4 ? order : DEFAULT_ORDER;
}

/** One lookup of HAProxy: paths of one type, of all hosts. */
interface File {
  readonly match: MatchType;
  readonly paths: PathDraft[];
}

/**
 * The paths of each host in the order in which HAProxy tries them (reference §1.4): exact ones; those that begin with a shorter
 * one of another type, in lookups before that one; then type by type. In a lookup the longest comes first. Below wildcard hosts
 * all are expressions. Rules without host have lookups of their own.
 */
export class PathOrder {
  readonly #files: readonly File[];
  readonly #filesOfAny: readonly File[];

  constructor(hosts: Iterable<HostDraft>, order: readonly MatchType[]) {
    const named = [...hosts].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#files = filesOf(
      named.filter(({ name }) => name !== '' && !name.startsWith('*.')),
      order,
    );
    this.#filesOfAny = filesOf(
      named.filter(({ name }) => name === ''),
      order,
    );
  }

  of(host: HostDraft): PathDraft[] {
    if (host.name.startsWith('*.')) return [...host.paths].sort(byExpression);
    const files = host.name === '' ? this.#filesOfAny : this.#files;
    return files.flatMap(({ paths }) => paths.filter((path) => path.host === host));
  }
}

function filesOf(hosts: readonly HostDraft[], order: readonly MatchType[]): File[] {
  const early: File[] = [];
  const placed = new Map<PathDraft, number>();
  const after = new Map<PathDraft, number>();
  for (const { paths } of hosts) {
    const literal = paths.filter(({ match }) => match === 'prefix' || match === 'begin').sort(byPath);
    literal.forEach((one, index) => {
      for (const other of literal.slice(index + 1)) {
        const isShorter = stored(other) !== stored(one) && stored(one).startsWith(stored(other));
        if (other.match !== one.match && isShorter) after.set(other, place(early, one, placed, after.get(one) ?? 0));
      }
    });
  }
  const rest = hosts.flatMap(({ paths }) => paths).filter((path) => !placed.has(path));
  const file = (match: MatchType): File => ({ match, paths: rest.filter((path) => path.match === match) });
  const files = [file('exact'), ...early, ...order.filter((match) => match !== 'exact').map(file)];
  for (const { match, paths } of files) paths.sort(match === 'regex' ? byExpression : byPath);
  return files;
}

/** The lookup that a path stands in, not before the one behind which it has to be. */
function place(files: File[], one: PathDraft, placed: Map<PathDraft, number>, earliest: number): number {
  const known = placed.get(one);
  if (known !== undefined) return known;
  let index = files.findIndex(({ match }, at) => at >= earliest && match === one.match);
  if (index < 0) index = files.push({ match: one.match, paths: [] }) - 1;
  files[index]?.paths.push(one);
  placed.set(one, index);
  return index;
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
