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
  private readonly exact = new Map<string, CompiledLocation>();
  private readonly prefixes = new Map<string, CompiledLocation>();
  private readonly prefixLengths: readonly number[];
  private readonly expressions: { readonly regex: RegExp; readonly location: CompiledLocation }[] = [];
  private readonly builtIns: readonly BuiltIn[];

  constructor(locations: readonly CompiledLocation[], regexMode: boolean, healthPath: string | null) {
    this.builtIns =
      healthPath === null
        ? []
        : [
            { kind: 'health-check', path: healthPath },
            { kind: 'status-page', path: '/nginx_status' },
          ];
    for (const location of locations) {
      if (regexMode) {
        this.addExpression(location, compilePcre(`^${location.source.path}`, true));
        continue;
      }
      const { pathType } = location.source;
      const path = toBytes(location.source.path);
      const table = pathType === 'Exact' ? this.exact : this.prefixes;
      const clash = table.has(path) || (pathType === 'Prefix' && this.builtIns.some((own) => own.path === path));
      if (clash) this.errors.push(`duplicate location "${location.source.path}"`);
      if (!table.has(path)) table.set(path, location);
    }
    this.prefixLengths = [...new Set([...this.prefixes.keys()].map((path) => path.length))].sort((a, b) => b - a);
  }

  private addExpression(location: CompiledLocation, result: PcreResult): void {
    switch (result.kind) {
      case 'compiled':
        this.expressions.push({ regex: result.regex, location });
        return;
      case 'invalid':
        this.errors.push(result.message);
        return;
      case 'unsupported':
        this.unsupported.push(`path ${location.source.path}: ${result.construct}`);
        return;
    }
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
    // A location that proxies and ends in a slash also answers for its name without it (ngx_http_core_module.c), unless
    // another location has exactly that name.
    const slashed = this.exact.get(`${path}/`) ?? this.prefixes.get(`${path}/`);
    const proxies = [this.exact.get(`${path}/`), this.prefixes.get(`${path}/`)].some(
      (location) => location !== undefined && location.settings.denied === undefined,
    );
    if (slashed !== undefined && proxies && length < path.length) return { kind: 'add-slash', location: slashed };
    const builtIn = this.builtIns.find((own) => own.path.length > length && path.startsWith(own.path));
    if (builtIn !== undefined) return { kind: builtIn.kind };
    return longest === undefined ? { kind: 'none' } : { kind: 'location', location: longest };
  }
}
