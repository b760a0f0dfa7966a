import { compilePcre, toBytes } from '../../regex/pcre.js';
import { type MapEntry, type MapFile, mapFiles } from './map-files.js';
import type { HeaderCondition, MatchType, PathLink } from './path-link.js';

/** Values of a request header, by lower-case name. */
export type HeaderValues = (name: string) => readonly string[];

/**
 * A set of map files in which HAProxy looks a request up (HostsMap in pkg/haproxy/types/maps.go): exact, prefix, begin and
 * regex files in the order of `path-type-order`, with extra files where paths of different types overlap.
 */
export class HostMap<T> {
  private readonly order: readonly MatchType[];
  private readonly report: (problem: string) => void;
  private readonly entries: MapEntry<T>[] = [];
  private files: readonly CompiledFile<T>[] | undefined;

  constructor(order: readonly MatchType[], report: (problem: string) => void) {
    this.order = order;
    this.report = report;
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** A host name alone; a wildcard takes one label. */
  addHost(hostname: string, value: T): void {
    const wildcard = wildcardExpression(hostname);
    this.add(wildcard ?? hostname, '', wildcard === undefined ? 'exact' : 'regex', [], 0, value);
  }

  addHostExpression(expression: string, value: T): void {
    this.add(expression, '', 'regex', [], 0, value);
  }

  /** A path below a host name, which may be another than the path's own. */
  addPath(hostname: string, { path, match, headers }: PathLink, order: number, value: T): void {
    const wildcard = wildcardExpression(hostname);
    if (wildcard !== undefined) this.add(wildcard, pathExpression(path, match), 'regex', headers, order, value);
    else if (match === 'regex') this.add(`^${quoted(hostname)}$`, path, 'regex', headers, order, value);
    else this.add(hostname, path, match, headers, order, value);
  }

  /** A path below every host that an expression takes. */
  addPathBelowExpression(expression: string, link: PathLink, order: number, value: T): void {
    this.add(expression, pathExpression(link.path, link.match), 'regex', link.headers, order, value);
  }

  /** The value for a request: the first file whose headers the request has and whose keys take the subject. */
  find(subject: string, headers: HeaderValues): T | undefined {
    this.files ??= mapFiles(this.entries, this.order).map((file) => new CompiledFile(file, this.report));
    for (const file of this.files) {
      const found = file.takes(headers) ? file.find(subject) : undefined;
      if (found !== undefined) return found.value;
    }
    return undefined;
  }

  private add(
    hostname: string,
    path: string,
    match: MatchType,
    headers: readonly HeaderCondition[],
    order: number,
    value: T,
  ): void {
    const name = hostname.toLowerCase();
    // The only type that compares without case.
    const stored = match === 'begin' ? path.toLowerCase() : path;
    this.entries.push({
      hostname: name,
      path: stored,
      match,
      headers,
      order,
      key: mapKey(match, name, stored),
      value,
    });
    this.files = undefined;
  }
}

/** A file, read the way HAProxy reads it: by a tree of texts, a list of paths, or a list of expressions. */
class CompiledFile<T> {
  private readonly match: MatchType;
  private readonly conditions: readonly ((headers: HeaderValues) => boolean)[];
  private readonly groups = new Map<string, MapEntry<T>[]>();
  private readonly all: readonly MapEntry<T>[];
  private readonly expressions: readonly { readonly regex: RegExp; readonly entry: MapEntry<T> }[];

  constructor({ match, headers, entries }: MapFile<T>, report: (problem: string) => void) {
    this.match = match;
    this.conditions = headers.map((condition) => compileCondition(condition, report));
    this.all = entries;
    for (const entry of entries) {
      const known = this.groups.get(groupOf(entry.key));
      if (known === undefined) this.groups.set(groupOf(entry.key), [entry]);
      else known.push(entry);
    }
    this.expressions =
      match !== 'regex'
        ? []
        : entries.flatMap((entry) => {
            const regex = compileExpression(entry.key, report);
            return regex === undefined ? [] : [{ regex, entry }];
          });
  }

  takes(headers: HeaderValues): boolean {
    return this.conditions.every((holds) => holds(headers));
  }

  find(subject: string): MapEntry<T> | undefined {
    switch (this.match) {
      case 'exact':
        return this.groups.get(groupOf(subject))?.find(({ key }) => key === subject);
      case 'begin': {
        const lower = subject.toLowerCase();
        return this.groups.get(groupOf(lower))?.find(({ key }) => lower.startsWith(key));
      }
      case 'prefix': {
        // The list is searched for words between slashes, and a host may have one too.
        const host = groupOf(subject);
        const candidates = host.includes('/') ? this.all : (this.groups.get(host) ?? []);
        return candidates.find(({ key }) => isDirectoryIn(subject, key));
      }
      case 'regex': {
        const bytes = toBytes(subject);
        return this.expressions.find(({ regex }) => regex.test(bytes))?.entry;
      }
    }
  }
}

/** HAProxy's `dir` match: the pattern as whole words of the subject, which `/` and `?` delimit. */
export function isDirectoryIn(subject: string, pattern: string): boolean {
  const isDelimiter = (at: number) => pattern[at] === '/' || pattern[at] === '?';
  let [from, to] = [0, pattern.length];
  while (from < to && isDelimiter(from)) from += 1;
  while (to > from && isDelimiter(to - 1)) to -= 1;
  const word = pattern.slice(from, to);
  if (word === '') return true;
  for (let start = subject.indexOf(word); start >= 0; start = subject.indexOf(word, start + 1)) {
    const [before, after] = [subject[start - 1], subject[start + word.length]];
    const isStart = before === undefined || before === '/' || before === '?';
    if (isStart && (after === undefined || after === '/' || after === '?')) return true;
  }
  return false;
}

function compileCondition(
  { name, value, isRegex }: HeaderCondition,
  report: (problem: string) => void,
): (headers: HeaderValues) => boolean {
  if (!isRegex) return (headers) => headers(name).includes(value);
  const regex = compileExpression(value, report);
  return (headers) => regex !== undefined && headers(name).some((one) => regex.test(toBytes(one)));
}

function compileExpression(pattern: string, report: (problem: string) => void): RegExp | undefined {
  const compiled = compilePcre(pattern, false);
  switch (compiled.kind) {
    case 'compiled':
      return compiled.regex;
    case 'invalid':
      report(`HAProxy refuses the expression ${pattern}`);
      return undefined;
    case 'unsupported':
      report(`${compiled.construct} in the expression ${pattern}`);
      return undefined;
  }
}

/** What the subject is made of: host and path, with a sign between them that no path has (buildMapKey). */
function mapKey(match: MatchType, hostname: string, path: string): string {
  if (hostname === '' || path === '') return hostname + path;
  if (match !== 'regex') return `${hostname}#${path}`;
  return `${hostname.endsWith('$') ? hostname.slice(0, -1) : `${hostname}[^/]*`}#${path}`;
}

function groupOf(key: string): string {
  const end = key.indexOf('#');
  return end < 0 ? key : key.slice(0, end);
}

function wildcardExpression(hostname: string): string | undefined {
  return hostname.startsWith('*.') ? `^[^.]+${quoted(hostname.slice(1))}$` : undefined;
}

/** A path among expressions; a prefix loses the end of its last segment there (convertPathToRegex; reference §1.3). */
function pathExpression(path: string, match: MatchType): string {
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

/** regexp.QuoteMeta. */
export function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
