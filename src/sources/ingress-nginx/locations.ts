import type { PathMatch } from '../../model/traffic.js';
import type { Location, Server } from './routing-table.js';

/** A location as nginx will try it. */
export interface TriedLocation {
  readonly location: Location;
  readonly match: PathMatch;
  /** Set when this entry does not rewrite although its Ingress says so (target and path are the same text). */
  readonly keepsPath: boolean;
  /** A path that nginx answers with a 301 to itself plus a slash. */
  readonly addsSlash: boolean;
}

export interface TriedLocations {
  readonly entries: readonly TriedLocation[];
  /** One Ingress of the host uses regular expressions or a rewrite: every path is a case-insensitive expression. */
  readonly regexMode: boolean;
  /** The location whose Ingress switched the mode. */
  readonly regexCause: Location | undefined;
  /** What nginx would refuse, if anything. */
  readonly duplicate: string | undefined;
}

/**
 * Sorts and normalises the locations of a server as internal/ingress/controller/location.go and the template do
 * (semantics §6.2 to §7).
 */
export function triedLocations(server: Server): TriedLocations {
  const sorted = server.locations.length === 1 ? server.locations : [...server.locations].sort(byPathDescending);
  const exactPaths = exactPathsOf(sorted);
  const regexCause = sorted.find((l) => switchesToRegex(l, exactPaths));
  return regexCause === undefined
    ? literalLocations(sorted, exactPaths)
    : regexLocations(sorted, exactPaths, regexCause);
}

const NONE: ReadonlySet<string> = new Set();

function exactPathsOf(locations: readonly Location[]): ReadonlySet<string> {
  let paths: Set<string> | undefined;
  for (const { type, path } of locations) {
    if (type !== 'Exact') continue;
    paths ??= new Set();
    paths.add(path);
  }
  return paths ?? NONE;
}

/** Longest text first; equal lengths in descending string order; equal paths in order of creation (sort is stable). */
function byPathDescending(a: Location, b: Location): number {
  if (a.path.length !== b.path.length) return b.path.length - a.path.length;
  return a.path < b.path ? 1 : a.path > b.path ? -1 : 0;
}

export function rewriteTargetOf(location: Location): string | undefined {
  return location.withoutRedirects ? undefined : location.owner.annotations.text('rewrite-target')?.value;
}

function usesRegex(location: Location): boolean {
  return !location.withoutRedirects && location.owner.annotations.isOn('use-regex');
}

function rewrites(location: Location, path: string): boolean {
  const target = rewriteTargetOf(location);
  return target !== undefined && target !== path;
}

/** The path that a Prefix location gets: with a final slash, unless it rewrites or is an expression. */
function normalised(location: Location): string {
  const { path, type } = location;
  if (path === '/' || type === 'Exact' || rewrites(location, path) || usesRegex(location)) return path;
  return path.endsWith('/') ? path : `${path}/`;
}

function switchesToRegex(location: Location, exactPaths: ReadonlySet<string>): boolean {
  if (usesRegex(location) || rewrites(location, normalised(location))) return true;
  // The generated exact twin keeps the written path.
  return location.type === 'Prefix' && !exactPaths.has(location.path) && rewrites(location, location.path);
}

function endsInSlash({ path }: Location): boolean {
  return path.length > 1 && path.endsWith('/');
}

function literalLocations(sorted: readonly Location[], exactPaths: ReadonlySet<string>): TriedLocations {
  const entries: TriedLocation[] = [];
  // One location alone has no other that could have its name.
  const names = sorted.length > 1 ? new Set<string>() : undefined;
  let duplicate: string | undefined;
  const exactNames = sorted.some(endsInSlash) ? new Set(exactPaths) : undefined;
  if (exactNames !== undefined)
    for (const l of sorted) if (l.type === 'Prefix' && l.path !== '/') exactNames.add(l.path);
  for (const location of sorted) {
    const { path, type } = location;
    const name = type === 'Exact' ? `= ${path}` : normalised(location);
    if (names?.has(name) === true) duplicate ??= name;
    names?.add(name);
    const slashless = endsInSlash(location) ? path.slice(0, -1) : undefined;
    if (slashless !== undefined && exactNames?.has(slashless) === false) {
      // nginx ngx_http_find_static_location: a proxied location "/p/" answers "/p" with a redirect.
      exactNames.add(slashless);
      entries.push({ location, match: { kind: 'exact', path: slashless }, keepsPath: true, addsSlash: true });
    }
    const match: PathMatch =
      type === 'Exact' ? { kind: 'exact', path } : { kind: 'element-prefix', path: slashless ?? path };
    // Nothing rewrites here: one location that did would make them all expressions.
    entries.push({ location, match, keepsPath: true, addsSlash: false });
  }
  return { entries, regexMode: false, regexCause: undefined, duplicate };
}

function regexLocations(
  sorted: readonly Location[],
  exactPaths: ReadonlySet<string>,
  regexCause: Location,
): TriedLocations {
  const entries: TriedLocation[] = [];
  for (const location of sorted) {
    const path = normalised(location);
    const twin = location.type === 'Prefix' && path !== location.path && !exactPaths.has(location.path);
    const add = (pattern: string): void => {
      entries.push({
        location,
        match: { kind: 'regex', pattern },
        keepsPath: !rewrites(location, pattern),
        addsSlash: false,
      });
    };
    // "^/p/" followed by its twin "^/p" is "^/p", unless only one of the two rewrites.
    if (twin && rewrites(location, path) === rewrites(location, location.path)) add(location.path);
    else {
      add(path);
      if (twin) add(location.path);
    }
  }
  return { entries, regexMode: true, regexCause, duplicate: undefined };
}
