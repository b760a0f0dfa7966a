import { compareText } from '../../values/plain-object.js';
import type { HeaderCondition, MatchType } from './path-link.js';

export interface MapEntry<T> {
  readonly hostname: string;
  readonly path: string;
  readonly match: MatchType;
  readonly headers: readonly HeaderCondition[];
  /** Among equal keys the lowest counts. */
  readonly order: number;
  readonly key: string;
  readonly value: T;
}

/** Entries that HAProxy looks up at once. */
export interface MapFile<T> {
  readonly match: MatchType;
  readonly headers: readonly HeaderCondition[];
  readonly entries: MapEntry<T>[];
}

/** An entry on its way into a file. */
interface Placed<T> {
  readonly entry: MapEntry<T>;
  /** The file that it was moved to, in its list. */
  file: number | undefined;
  /** The file behind which it has to be. */
  after: number | undefined;
}

/**
 * Distributes entries over files (rebuildMatchFiles in pkg/haproxy/types/maps.go; reference §1.4). First those with header
 * conditions, then exact ones, then the extra files of paths of one host that overlap although their types differ, and at
 * last the rest by type in the order given.
 */
export function mapFiles<T>(entries: readonly MapEntry<T>[], order: readonly MatchType[]): MapFile<T>[] {
  const filtered: MapFile<T>[] = [];
  const extra: MapFile<T>[] = [];
  const placed = entries.map((entry): Placed<T> => ({ entry, file: undefined, after: undefined }));
  for (const group of byHost(placed)) {
    for (const [index, one] of group.entries()) {
      if (hasHeaders(one)) place(filtered, one);
      else if (one.entry.match !== 'regex' && one.entry.match !== 'exact') placeOverlaps(extra, one, group, index);
    }
  }
  const rest = placed.filter(({ file }) => file === undefined).map(({ entry }) => entry);
  const plain = order.flatMap((match): MapFile<T>[] => {
    const own = rest.filter((entry) => entry.match === match);
    return own.length === 0 ? [] : [{ match, headers: [], entries: own }];
  });
  const files = [
    ...filtered,
    ...plain.filter(({ match }) => match === 'exact'),
    ...extra,
    ...plain.filter(({ match }) => match !== 'exact'),
  ];
  for (const { match, entries: own } of files) own.sort(match === 'regex' ? longestFirst : pathsReversed);
  return files;
}

/** Moves a path before the shorter ones of other types that it begins with. */
function placeOverlaps<T>(files: MapFile<T>[], one: Placed<T>, group: readonly Placed<T>[], index: number): void {
  for (const other of group.slice(index + 1)) {
    const { match, path } = other.entry;
    const overlaps =
      !hasHeaders(other) &&
      match !== one.entry.match &&
      match !== 'exact' &&
      match !== 'regex' &&
      path !== one.entry.path &&
      one.entry.path.startsWith(path);
    if (overlaps) other.after = place(files, one);
  }
}

function place<T>(files: MapFile<T>[], one: Placed<T>): number {
  if (one.file !== undefined) return one.file;
  const { match, headers } = one.entry;
  const asked = conditionsText(headers);
  let file = files.findIndex(
    (known, index) => index >= (one.after ?? 0) && known.match === match && conditionsText(known.headers) === asked,
  );
  if (file < 0) file = files.push({ match, headers, entries: [] }) - 1;
  files[file]?.entries.push(one.entry);
  one.file = file;
  return file;
}

/** Entries of each host: more conditions first, then longer paths. */
function byHost<T>(placed: readonly Placed<T>[]): Placed<T>[][] {
  const groups = new Map<string, Placed<T>[]>();
  for (const one of placed) {
    const known = groups.get(one.entry.hostname);
    if (known === undefined) groups.set(one.entry.hostname, [one]);
    else known.push(one);
  }
  const sorted = [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => group);
  for (const group of sorted) {
    group.sort(
      ({ entry: a }, { entry: b }) =>
        b.headers.length - a.headers.length ||
        (conditionsText(a.headers) === conditionsText(b.headers) ? compareText(b.path, a.path) : 0) ||
        a.order - b.order,
    );
  }
  return sorted;
}

function hasHeaders<T>({ entry }: Placed<T>): boolean {
  return entry.headers.length > 0;
}

function conditionsText(headers: readonly HeaderCondition[]): string {
  return JSON.stringify(headers.map(({ name, value, isRegex }) => [name, value, isRegex]));
}

/** Expressions are tried in this order, whatever the host. */
function longestFirst<T>(a: MapEntry<T>, b: MapEntry<T>): number {
  return b.key.length - a.key.length || compareText(a.key, b.key) || a.order - b.order;
}

function pathsReversed<T>(a: MapEntry<T>, b: MapEntry<T>): number {
  return compareText(a.hostname, b.hostname) || compareText(b.path, a.path) || a.order - b.order;
}
