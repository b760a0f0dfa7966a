import { compilePcre, toBytes } from '../../regex/pcre.js';
import type { Location } from './location.js';

export type LocationMatch =
  | { readonly kind: 'location'; readonly location: Location; readonly captures: RegExpExecArray | undefined }
  /** 301 to the path with a slash; `location` is the one that ends in it. */
  | { readonly kind: 'add-slash'; readonly location: Location }
  | { readonly kind: 'none' };

/**
 * The locations of a server, ready for look-up (ngx_http_core_find_location): an exact one, else the first expression in
 * the order of the file, else the longest prefix.
 */
export class LocationTable {
  readonly errors: string[] = [];
  readonly unsupported: string[] = [];
  /** Names of groups in expressions, which are variables of the whole file. */
  readonly groups: string[] = [];
  readonly locations: readonly Location[];
  private readonly exact = new Map<string, Location>();
  private readonly prefixes = new Map<string, Location>();
  private readonly prefixLengths: readonly number[];
  private readonly expressions: { readonly regex: RegExp; readonly location: Location }[] = [];

  constructor(locations: readonly Location[]) {
    this.locations = locations;
    for (const location of locations) {
      if (location.kind === 'regex') {
        this.addExpression(location);
        continue;
      }
      const table = location.kind === 'exact' ? this.exact : this.prefixes;
      const text = toBytes(location.pattern);
      if (table.has(text)) this.errors.push(`duplicate location "${location.pattern}" (${location.rule})`);
      else table.set(text, location);
    }
    this.prefixLengths = [...new Set([...this.prefixes.keys()].map(({ length }) => length))].sort((a, b) => b - a);
  }

  private addExpression(location: Location): void {
    const result = compilePcre(location.pattern, location.caseless);
    switch (result.kind) {
      case 'compiled':
        this.expressions.push({ regex: result.regex, location });
        this.groups.push(...result.names);
        return;
      case 'invalid':
        this.errors.push(result.message);
        return;
      case 'unsupported':
        this.groups.push(...result.names);
        this.unsupported.push(`path ${location.path}: ${result.construct}`);
        return;
    }
  }

  /** The match for a decoded path (a byte string). */
  find(path: string): LocationMatch {
    const exact = this.exact.get(path);
    if (exact !== undefined) return { kind: 'location', location: exact, captures: undefined };
    const prefix = this.longestPrefix(path);
    // A location that proxies and ends in a slash answers for its name without it, before any expression is tried,
    // unless a prefix location has exactly that name.
    const slashed = this.exact.get(`${path}/`) ?? this.prefixes.get(`${path}/`);
    if (slashed !== undefined && !this.prefixes.has(path)) return { kind: 'add-slash', location: slashed };
    for (const { regex, location } of this.expressions) {
      const captures = regex.exec(path);
      if (captures !== null) return { kind: 'location', location, captures };
    }
    return prefix === undefined ? { kind: 'none' } : { kind: 'location', location: prefix, captures: undefined };
  }

  private longestPrefix(path: string): Location | undefined {
    for (const length of this.prefixLengths) {
      const found = length > path.length ? undefined : this.prefixes.get(path.slice(0, length));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
