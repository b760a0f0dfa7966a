import type { PathMatchValue } from '../../kubernetes/gateway-api.js';
import { certainPrefix } from '../../model/regex-shape.js';
import type { PathMatch } from '../../model/traffic.js';

/** Paths that share their beginning: one path, it and all below it, or all that begin with a text. */
interface Region {
  readonly kind: 'one' | 'below' | 'beginning';
  readonly text: string;
}

/** Whether a match of the target may take a request of a path of the source. True when in doubt. */
export function mayTake(match: PathMatchValue, path: PathMatch): boolean {
  return meet(regionOf(path), regionOfMatch(match));
}

/** Whether two paths of the source may have a request in common. True when in doubt. */
export function mayOverlap(a: PathMatch, b: PathMatch): boolean {
  return meet(regionOf(a), regionOf(b));
}

/** Whether a match on a literal takes a path, both in the spelling of the target. */
export function takes({ type, value }: PathMatchValue, path: string): boolean {
  return holds(region(type === 'Exact' ? 'one' : 'below', value), path);
}

function meet(a: Region, b: Region): boolean {
  // The target writes some characters percent-encoded.
  if (/[^!-~]|%/.test(a.text + b.text)) return true;
  return holds(a, b.text) || holds(b, a.text);
}

function regionOf(path: PathMatch): Region {
  if (path.kind === 'regex') return { kind: 'beginning', text: certainPrefix(path.pattern).toLowerCase() };
  return region(path.kind === 'exact' ? 'one' : 'below', path.path.toLowerCase());
}

function regionOfMatch({ type, value }: PathMatchValue): Region {
  if (type !== 'RegularExpression') return region(type === 'Exact' ? 'one' : 'below', value.toLowerCase());
  return { kind: 'beginning', text: certainPrefix(value.replace(/^\(\?i\)/, '')).toLowerCase() };
}

function region(kind: 'one' | 'below', path: string): Region {
  return { kind, text: kind === 'below' ? path.replace(/(?<=.)\/$/, '') : path };
}

function holds({ kind, text }: Region, path: string): boolean {
  if (kind === 'one') return path === text;
  if (kind === 'beginning') return path.startsWith(text);
  return path === text || path.startsWith(text === '/' ? text : `${text}/`);
}
