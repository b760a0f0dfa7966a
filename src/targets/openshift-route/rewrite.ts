import { fillTemplate, type Piece } from '../../model/regex-shape.js';
import type { Rule } from '../../model/traffic.js';
import { type Cell, formOf, type PathReader } from './path-reader.js';
import { isSafeInRewrite, routePath } from './route-path.js';

/** Which cells of a literal a Route serves: all of them, the path itself alone, or what a final slash begins. */
export type Span = 'all' | 'bare' | 'tree';

/** What the backend sees for the paths of a cell: a text, and perhaps the unknown rest of the path behind it. */
interface Result {
  readonly text: string;
  readonly rest: boolean;
}

export type RewriteTarget =
  | { readonly kind: 'none' }
  /**
   * `misses`: what comes out otherwise. `slash`: the path with a final slash alone; `doubled`: the doubled slash with which
   * every path comes out of the source.
   */
  | { readonly kind: 'target'; readonly value: string; readonly misses: 'slash' | 'doubled' | undefined }
  | { readonly kind: 'impossible' };

const NONE: RewriteTarget = { kind: 'none' };
const IMPOSSIBLE: RewriteTarget = { kind: 'impossible' };

/** The rewrite that a rule asks for. */
export function templateOf(rule: Rule): string | undefined {
  return rule.action.kind === 'forward' ? rule.action.rewrite?.value.template : undefined;
}

/**
 * The value of `haproxy.router.openshift.io/rewrite-target` with which a Route for some cells of a literal does what the rule
 * does there. The router puts it in place of `spec.path` and appends the rest as it is; a final `#` cuts the rest off
 * (openshift-semantics 2.7).
 */
export function rewriteTarget(reader: PathReader, literal: string, span: Span): RewriteTarget {
  const template = templateOf(reader.rule);
  if (template === undefined) return NONE;
  const result = (cell: Cell): Result | undefined => resultOf(reader, template, literal, cell);
  const made = span === 'bare' ? constant(result('bare')) : spanning(result, literal, span);
  if (made.kind !== 'target') return made;
  // The path stands unquoted in the expression of the rewrite: `+` would silently not match, `(` stop the whole router.
  const plain = made.value.replace(/#$/, '');
  return isSafeInRewrite(plain) && isSafeInRewrite(routePath(literal)) ? made : IMPOSSIBLE;
}

function spanning(result: (cell: Cell) => Result | undefined, literal: string, span: 'all' | 'tree'): RewriteTarget {
  const below = result('below');
  const slash = result('slash');
  const bare = result('bare');
  if (below === undefined) return IMPOSSIBLE;
  const whole = span === 'all' && literal !== '';
  if (!below.rest) {
    if (whole && bare?.text !== below.text) return IMPOSSIBLE;
    return target(`${below.text}#`, slash?.text !== below.text);
  }
  // Behind a final slash, or at the root, the rest is appended to the target as it is.
  if (!whole) {
    if (literal === '' && below.text === '/') return slash?.text === '/' ? NONE : target('/', true);
    return target(below.text, slash?.text !== below.text);
  }
  if (!below.text.endsWith('/')) return IMPOSSIBLE;
  const value = below.text === '/' ? '/' : below.text.slice(0, -1);
  if (bare?.text !== value) return IMPOSSIBLE;
  // A target of one slash does not double the one that follows (semantics 2.7).
  if (below.text === '//') return { kind: 'target', value, misses: 'doubled' };
  return target(value, slash?.text !== below.text);
}

function constant(result: Result | undefined): RewriteTarget {
  return result === undefined || result.rest ? IMPOSSIBLE : target(`${result.text}#`, false);
}

function target(value: string, missesSlash: boolean): RewriteTarget {
  return { kind: 'target', value, misses: missesSlash ? 'slash' : undefined };
}

function resultOf(reader: PathReader, template: string, literal: string, cell: Cell): Result | undefined {
  const { action } = reader.rule;
  const { prefix, inexpressible } = (action.kind === 'forward' ? action.rewrite?.value : undefined) ?? {};
  if (inexpressible !== undefined) return undefined;
  if (prefix !== undefined) return joined(prefix, template, cell === 'bare' ? literal : `${literal}/`, cell);
  return filled(reader, template, literal, cell);
}

/** The beginning of the path gives way to the template, letter by letter; what does not begin so stays. */
function joined(prefix: string, template: string, path: string, cell: Cell): Result {
  const text = path.startsWith(prefix) ? template + path.slice(prefix.length) : path;
  return { text: rooted(text), rest: cell === 'below' };
}

function filled({ shape, cased }: PathReader, template: string, literal: string, cell: Cell): Result | undefined {
  // A rule whose path is no expression rewrites to a text without groups.
  if (shape === undefined) return template.includes('$') ? undefined : { text: rooted(template), rest: false };
  const form = formOf(shape, literal, cell, cased);
  if (form === undefined) return undefined;
  const pieces = fillTemplate(template, shape.groups[form] ?? []);
  if (pieces === undefined) return undefined;
  return join(pieces.flatMap((piece) => ('text' in piece ? [piece] : restOf(shape.literal, literal, cell))));
}

/** The unknown rest of a path, as far as the literal of the Route tells it. */
function restOf(own: string, literal: string, cell: Cell): Piece[] {
  const known = literal.slice(own.length).replace(/^\//, '');
  if (literal.length === own.length) return [{ rest: true }];
  const tail = cell === 'bare' ? '' : '/';
  return [{ text: `${known}${tail}` }, ...(cell === 'below' ? [{ rest: true } as const] : [])];
}

function join(pieces: readonly Piece[]): Result | undefined {
  const last = pieces[pieces.length - 1];
  const rest = last !== undefined && 'rest' in last;
  const head = rest ? pieces.slice(0, -1) : pieces;
  if (head.some((piece) => 'rest' in piece)) return undefined;
  return { text: rooted(head.map((piece) => ('text' in piece ? piece.text : '')).join('')), rest };
}

/** The source sends `/` where nothing is left, and a target without a slash gets one. */
function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
