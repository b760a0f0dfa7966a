import type { PathModifier } from '../../kubernetes/gateway-api.js';
import { type Form, fillTemplate, type RegexShape } from '../../model/regex-shape.js';
import type { PathEntry } from './path-entries.js';

export interface ShapeEntries {
  readonly entries: readonly PathEntry[];
  /** The source also takes paths that continue the last element (`/foo` takes `/foobar`), which no match can say. */
  readonly losesBeside: boolean;
  /** The source's rewrite doubles a slash, which a prefix replacement does not. */
  readonly doublesSlash?: boolean | undefined;
  /** The rewrite that cannot be expressed. */
  readonly blocked?: string | undefined;
}

/**
 * Matches and path modifiers for an expression that is a prefix in disguise. A rewrite is proven form by form: it is a
 * prefix replacement exactly if the unknown rest of the path comes last and behind a slash; where the bare path or the path
 * with a final slash would come out differently, it gets an exact match of its own.
 *
 * @returns undefined when the shape is no prefix and no exact path
 */
export function shapeEntries(shape: RegexShape, template: string | undefined): ShapeEntries | undefined {
  const { literal, groups } = shape;
  const has = (form: Form): boolean => groups[form] !== undefined;
  const losesBeside = has('beside');
  if (!has('below')) {
    if (losesBeside) return undefined;
    const entries: PathEntry[] = [];
    for (const form of ['bare', 'slash'] as const) {
      if (!has(form)) continue;
      const to = template === undefined ? undefined : constantResult(shape, form, template);
      if (template !== undefined && to === undefined) return { entries: [], losesBeside, blocked: template };
      entries.push({
        match: { type: 'Exact', value: pathOf(literal, form) },
        modifier: to === undefined ? undefined : full(to),
      });
    }
    return entries.length === 0 ? undefined : { entries, losesBeside };
  }
  const prefix = literal === '' ? '/' : literal;
  if (template === undefined) return { entries: [{ match: { type: 'PathPrefix', value: prefix } }], losesBeside };
  const modifier = belowModifier(shape, template);
  if (modifier === undefined) return { entries: [], losesBeside, blocked: template };
  const below = fillTemplate(template, groups.below ?? [])?.[0];
  const doublesSlash = below !== undefined && 'text' in below && below.text.endsWith('//');
  const entries: PathEntry[] = [{ match: { type: 'PathPrefix', value: prefix }, modifier }];
  for (const form of ['bare', 'slash'] as const) {
    if (!has(form)) continue;
    const wanted = constantResult(shape, form, template);
    if (wanted === undefined) return { entries: [], losesBeside, blocked: template };
    if (wanted !== applied(modifier, form))
      entries.push({ match: { type: 'Exact', value: pathOf(literal, form) }, modifier: full(wanted) });
  }
  return { entries, losesBeside, doublesSlash };
}

function pathOf(literal: string, form: 'bare' | 'slash'): string {
  return form === 'bare' ? literal : `${literal}/`;
}

function full(path: string): PathModifier {
  return { type: 'ReplaceFullPath', replaceFullPath: path };
}

/** What the template makes of a path without unknown rest. An empty result is a request for `/`. */
function constantResult(shape: RegexShape, form: 'bare' | 'slash', template: string): string | undefined {
  const pieces = fillTemplate(template, shape.groups[form] ?? []);
  if (pieces === undefined || pieces.some((p) => 'rest' in p)) return undefined;
  return rooted(pieces.map((p) => ('text' in p ? p.text : '')).join(''));
}

function belowModifier(shape: RegexShape, template: string): PathModifier | undefined {
  const pieces = fillTemplate(template, shape.groups.below ?? []);
  if (pieces === undefined) return undefined;
  const [first, second] = pieces;
  if (pieces.length === 0) return full('/');
  if (first === undefined || !('text' in first)) return undefined;
  if (pieces.length === 1) return full(rooted(first.text));
  if (pieces.length !== 2 || second === undefined || !('rest' in second) || !first.text.endsWith('/')) return undefined;
  const replacement = first.text.slice(0, -1);
  return { type: 'ReplacePrefixMatch', replacePrefixMatch: replacement === '' ? '/' : rooted(replacement) };
}

function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** The table of ReplacePrefixMatch: replacement without final slash, then the rest of the path; `/` if nothing is left. */
function applied(modifier: PathModifier, form: 'bare' | 'slash'): string {
  if (modifier.type === 'ReplaceFullPath') return modifier.replaceFullPath;
  const replacement = modifier.replacePrefixMatch.replace(/\/$/, '');
  if (form === 'slash') return `${replacement}/`;
  return replacement === '' ? '/' : replacement;
}
