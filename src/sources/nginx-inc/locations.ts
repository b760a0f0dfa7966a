import type { IngressBackend, IngressPath } from '../../kubernetes/ingress.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { PathMatch, Rewrite } from '../../model/traffic.js';
import type { Annotations } from './annotations.js';
import type { ServedIngress } from './context.js';
import { rewritesOf } from './grammar.js';

export type ServiceBackend = IngressBackend & { readonly kind: 'service' };

/** One `location` block. */
export interface Location {
  readonly served: ServedIngress;
  readonly label: string;
  readonly items: readonly ItemId[];
  readonly regexFrom: readonly ItemId[];
  readonly backend: ServiceBackend;
  /** Compared as a whole, as the beginning of the path, or as an expression from its start. */
  readonly kind: 'exact' | 'prefix' | 'regex';
  /** What nginx compares. */
  readonly text: string;
  readonly cased: boolean;
  readonly rewrite: Traced<Rewrite> | undefined;
  /** Set: nginx refuses the whole configuration because of it. */
  readonly broken: string | undefined;
  /** Set: no request ever fits. */
  readonly unreachable: string | undefined;
}

type PathRegex = 'case_sensitive' | 'case_insensitive' | 'exact';

/** The location of one path (makeLocationPath, makeRewritePattern in internal/configs/version1/template_helper.go). */
export function locationOf(
  served: ServedIngress,
  { path: written = '', pathType }: Pick<IngressPath, 'path' | 'pathType'>,
  backend: ServiceBackend,
  label: string,
  items: readonly ItemId[],
): Location {
  const { annotations } = served;
  const path = written === '' ? '/' : written;
  const isExact = pathType === 'Exact';
  const mode = pathRegexOf(annotations);
  const kind = mode === 'exact' || (mode === undefined && isExact) ? 'exact' : mode === undefined ? 'prefix' : 'regex';
  const { rewrite, broken } = rewriteOf(annotations, backend.name, path, isExact, kind);
  return {
    served,
    label,
    items,
    regexFrom: mode === undefined ? [] : annotations.itemsOf(['nginx.org/path-regex']),
    backend,
    kind,
    text: readToken(path.replaceAll('%%', '%')),
    cased: mode !== 'case_insensitive',
    rewrite,
    broken: mode === undefined && path.includes('{') ? `the { in ${path} ends the directive too early` : broken,
    unreachable: unreachableBecause(path, isExact && mode !== undefined),
  };
}

function pathRegexOf(annotations: Annotations): PathRegex | undefined {
  const value = annotations.text('nginx.org/path-regex')?.value;
  return value === 'case_sensitive' || value === 'case_insensitive' || value === 'exact' ? value : undefined;
}

/** The template prints paths as a format, and takes the sign of an exact path into an expression. */
function unreachableBecause(path: string, isSpoilt: boolean): string | undefined {
  if (isSpoilt) return 'path-regex takes the sign for an exact path into the text that nginx compares';
  return path.replaceAll('%%', '').includes('%')
    ? 'the controller spoils the percent sign when it writes the path'
    : undefined;
}

/** What the parser of nginx makes of backslashes. */
function readToken(text: string): string {
  return text.replace(/\\([\s\S])/g, (whole, next: string) => {
    if (/["'\\]/.test(next)) return next;
    return next === 't' ? '\t' : next === 'r' ? '\r' : whole;
  });
}

interface RewriteReading {
  readonly rewrite?: Traced<Rewrite> | undefined;
  readonly broken?: string | undefined;
}

/** rewrites for the Service, or else rewrite-target, which the first switches off wherever it is written (semantics 3.5). */
function rewriteOf(
  annotations: Annotations,
  service: string,
  path: string,
  isExact: boolean,
  kind: Location['kind'],
): RewriteReading {
  const rewrites = annotations.text('nginx.org/rewrites');
  if (rewrites !== undefined) {
    annotations.drop('nginx.org/rewrite-target', 'RS0316', 'rewrites is set as well and wins');
    const to = rewritesOf(rewrites.value).get(service);
    if (to === undefined) return {};
    if (kind === 'regex') return { broken: 'rewrites is not possible where path-regex makes the path an expression' };
    // As text it takes the place of what matched, and the rest of the path follows.
    return { rewrite: { value: { template: kind === 'exact' ? to : `${to}$1` }, from: rewrites.from } };
  }
  const target = annotations.text('nginx.org/rewrite-target');
  if (target === undefined) return {};
  if (isExact) return { broken: `rewrite-target is not possible for the Exact path ${path}` };
  if (path.includes('{')) return { broken: `the { in ${path} ends the rewrite too early` };
  const { value: template, from } = target;
  const inexpressible = whyNot(template, path, kind);
  return { rewrite: { value: inexpressible === undefined ? { template } : { template, inexpressible }, from } };
}

function whyNot(template: string, path: string, kind: Location['kind']): string | undefined {
  const what = `the rewrite of ${path} to ${template}`;
  if (template.includes('?')) return `${what}, which changes the query`;
  if (/\$(?![1-9](?!\w))/.test(template)) return `${what}, which depends on more than the path`;
  if (kind === 'regex') return undefined;
  if (template.includes('$')) return `${what}, for which the path has no groups`;
  return /^[\w\-./~]*$/.test(path) ? undefined : `${what}, which reads the path as an expression although it is none`;
}

/** A rule of a host: a location, or the redirect to its final slash. */
export interface Tried {
  readonly location: Location;
  readonly path: PathMatch;
  readonly addsSlash: boolean;
}

/**
 * The locations of a server in the order in which nginx tries them (ngx_http_core_find_location): exact ones, then those
 * whose final slash is missing in the request, then expressions in the order of the file, then the longest beginning.
 *
 * @returns locations that another one of the same text keeps from being written, besides
 */
export function inOrder(locations: readonly Location[]): {
  readonly tried: readonly Tried[];
  readonly doubled: readonly Location[];
} {
  const byText = new Map<string, Location>();
  const doubled: Location[] = [];
  const reachable = locations.filter(({ unreachable }) => unreachable === undefined);
  const kept = reachable.filter((location) => {
    if (location.kind === 'regex') return true;
    const key = `${location.kind} ${location.text}`;
    if (byText.has(key)) doubled.push(location);
    else byText.set(key, location);
    return byText.get(key) === location;
  });
  const exact = kept.filter(({ kind }) => kind === 'exact');
  const prefixes = kept.filter(({ kind }) => kind === 'prefix').sort((a, b) => b.text.length - a.text.length);
  const tried: Tried[] = exact.map((location) => ({
    location,
    path: { kind: 'exact', path: location.text },
    addsSlash: false,
  }));
  const bare = new Set(exact.map(({ text }) => text));
  for (const location of [...exact, ...prefixes]) {
    const text = location.text.slice(0, -1);
    if (!location.text.endsWith('/') || text === '' || location.broken !== undefined) continue;
    if (bare.has(text) || byText.has(`prefix ${text}`)) continue;
    bare.add(text);
    tried.push({ location, path: { kind: 'exact', path: text }, addsSlash: true });
  }
  for (const location of kept)
    if (location.kind === 'regex')
      tried.push({ location, path: expression(location.text, location.cased), addsSlash: false });
  for (const location of prefixes) tried.push({ location, path: beginning(location, bare), addsSlash: false });
  return { tried, doubled };
}

/** A beginning of whole elements where nothing else can fall under it; else an expression of its text. */
function beginning({ text, rewrite }: Location, bare: ReadonlySet<string>): PathMatch {
  const isReplacing = rewrite?.value.template.endsWith('$1') === true;
  if (!isReplacing && text === '/') return { kind: 'element-prefix', path: '/' };
  if (!isReplacing && text.endsWith('/') && bare.has(text.slice(0, -1)))
    return { kind: 'element-prefix', path: text.slice(0, -1) };
  return expression(`${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}${isReplacing ? '(.*)' : ''}`, true);
}

function expression(pattern: string, cased: boolean): PathMatch {
  return cased ? { kind: 'regex', pattern, cased } : { kind: 'regex', pattern };
}
