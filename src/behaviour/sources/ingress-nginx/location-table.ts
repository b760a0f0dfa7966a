import { compilePcre, type PcreResult, toBytes } from '../../regex/pcre.js';
import type { CompiledLocation } from './compiled-location.js';

/** What nginx finds for a URI inside one server. */
export type LocationMatch =
  | { readonly kind: 'location'; readonly location: CompiledLocation }
  /** 301 to the URI with a slash; `location` is the one that ends in it. */
  | { readonly kind: 'add-slash'; readonly location: CompiledLocation }
  | { readonly kind: 'health-check' }
  | { readonly kind: 'status-page' }
  | { readonly kind: 'none' };

/** A `location` directive: `= "pattern"`, `"pattern"` or `~* "pattern"` (buildLocation in template.go; reference §6.4). */
export interface LocationDirective {
  readonly kind: 'exact' | 'prefix' | 'regex';
  readonly pattern: string;
  readonly location: CompiledLocation;
}

function directiveOf(location: CompiledLocation, regexMode: boolean): LocationDirective {
  const { path, pathType } = location.source;
  if (regexMode) return { kind: 'regex', pattern: `^${path}`, location };
  return { kind: pathType === 'Exact' ? 'exact' : 'prefix', pattern: path, location };
}

interface BuiltIn {
  readonly kind: 'health-check' | 'status-page';
  readonly path: string;
}

/**
 * The locations of one server, ready for look-up (reference §8): exact, then the longest prefix; or, if the host is in
 * regex mode, the first regular expression in order.
 */
export class LocationTable {
  readonly errors: string[] = [];
  readonly unsupported: string[] = [];
  /** Names of groups in expressions: variables of the whole file. */
  readonly groups: string[] = [];
  /** In the order of the file. */
  readonly directives: readonly LocationDirective[];
  readonly builtIns: readonly BuiltIn[];
  private readonly exact = new Map<string, CompiledLocation>();
  private readonly prefixes = new Map<string, CompiledLocation>();
  private readonly prefixLengths: readonly number[];
  private readonly expressions: { readonly regex: RegExp; readonly location: CompiledLocation }[] = [];

  constructor(locations: readonly CompiledLocation[], regexMode: boolean, healthPath: string | null) {
    this.builtIns =
      healthPath === null
        ? []
        : [
            { kind: 'health-check', path: healthPath },
            { kind: 'status-page', path: '/nginx_status' },
          ];
    this.directives = locations.map((location) => directiveOf(location, regexMode));
    for (const { kind, pattern, location } of this.directives) {
      if (kind === 'regex') {
        this.addExpression(location, compilePcre(pattern, true));
        continue;
      }
      const path = toBytes(pattern);
      const table = kind === 'exact' ? this.exact : this.prefixes;
      const clash = table.has(path) || (kind === 'prefix' && this.builtIns.some((own) => own.path === path));
      if (clash) this.errors.push(`duplicate location "${pattern}"`);
      if (!table.has(path)) table.set(path, location);
    }
    this.prefixLengths = [...new Set([...this.prefixes.keys()].map((path) => path.length))].sort((a, b) => b - a);
  }

  private addExpression(location: CompiledLocation, result: PcreResult): void {
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
        this.unsupported.push(`path ${location.source.path}: ${result.construct}`);
        return;
    }
  }

  /** How much of a path a location without expression takes; the whole path may be the name of an exact one. */
  literalLength(path: string): number | 'exact' {
    if (this.exact.has(path)) return 'exact';
    return this.prefixLengths.find((length) => length <= path.length && this.prefixes.has(path.slice(0, length))) ?? 0;
  }

  takesByExpression(path: string): boolean {
    return this.expressions.some(({ regex }) => regex.test(path));
  }

  /** The match for a decoded path (a byte string). */
  find(path: string): LocationMatch {
    for (const { regex, location } of this.expressions) {
      if (regex.test(path)) return { kind: 'location', location };
    }
    const exact = this.exact.get(path);
    if (exact !== undefined) return { kind: 'location', location: exact };
    let longest: CompiledLocation | undefined;
    let length = 0;
    for (const candidate of this.prefixLengths) {
      longest = candidate > path.length ? undefined : this.prefixes.get(path.slice(0, candidate));
      if (longest !== undefined) {
        length = candidate;
        break;
      }
    }
    const builtIn = this.builtIns.find((own) => own.path.length > length && path.startsWith(own.path));
    length = Math.max(length, builtIn?.path.length ?? 0);
    // A location that proxies and ends in a slash also answers for its name without it (ngx_http_core_module.c), unless
    // another location has exactly that name.
    const slashed = this.exact.get(`${path}/`) ?? this.prefixes.get(`${path}/`);
    const proxies = [this.exact.get(`${path}/`), this.prefixes.get(`${path}/`)].some(
      (location) => location !== undefined && location.settings.denied === undefined,
    );
    if (slashed !== undefined && proxies && length < path.length) return { kind: 'add-slash', location: slashed };
    if (builtIn !== undefined) return { kind: builtIn.kind };
    return longest === undefined ? { kind: 'none' } : { kind: 'location', location: longest };
  }
}
