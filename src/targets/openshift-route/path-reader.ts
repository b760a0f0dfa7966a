import { certainPrefix, type RegexShape, regexShape } from '../../model/regex-shape.js';
import { tameRegex } from '../../model/tame-regex.js';
import type { Rule } from '../../model/traffic.js';
import { isNeverRequested } from './route-path.js';

/**
 * Routes tell three kinds of paths apart, for a literal `/foo`: the path itself, the path with a final slash, and what lies
 * below (openshift-semantics 2.1: a Route for `/foo` takes all three, one for `/foo/` the last two).
 */
export type Cell = 'bare' | 'slash' | 'below';

export const CELLS: readonly Cell[] = ['bare', 'slash', 'below'];

/** `maybe`: an expression that cannot be taken apart may match some of these paths. */
export type Answer = 'yes' | 'no' | 'maybe';

/** A rule together with what its path means, worked out once. */
export interface PathReader {
  readonly rule: Rule;
  /** The literal below which its paths lie, without final slash; '' for the root. Spelled as in the source. */
  readonly literal: string;
  /** Set for an expression that is a prefix in disguise. */
  readonly shape: RegexShape | undefined;
  /** Set for an expression that is more than that. */
  readonly beyond: { readonly pattern: string; readonly certain: string; readonly cased: boolean } | undefined;
  /** Compared with regard to case, as literals always are. */
  readonly cased: boolean;
}

export function readPath(rule: Rule): PathReader {
  const { path } = rule;
  if (path.kind !== 'regex')
    return { rule, literal: withoutSlash(path.path), shape: undefined, beyond: undefined, cased: true };
  const cased = path.cased === true;
  const shape = regexShape(path.pattern);
  // Dots of an expression stand for any character, whatever they look like in a path.
  const isDotted = shape?.looseDot === true && isNeverRequested(shape.literal);
  // What continues the last element and nothing below it is no prefix of any kind.
  if (shape !== undefined && !isDotted && (shape.groups.below !== undefined || shape.groups.beside === undefined))
    return { rule, literal: shape.literal, shape, beyond: undefined, cased };
  const certain = certainPrefix(path.pattern);
  const literal = certain.slice(0, Math.max(0, certain.lastIndexOf('/')));
  const beyond = { pattern: path.pattern, certain: folded(certain, cased), cased };
  return { rule, literal, shape: undefined, beyond, cased };
}

/** Whether the source gives the paths of a cell to the rule, if no earlier rule takes them. */
export function answers(reader: PathReader, literal: string, cell: Cell): Answer {
  const { path } = reader.rule;
  switch (path.kind) {
    case 'exact':
      return cell !== 'below' && path.path === (cell === 'bare' ? literal : `${literal}/`) ? 'yes' : 'no';
    case 'element-prefix':
      return reader.literal === '' || literal === reader.literal || literal.startsWith(`${reader.literal}/`)
        ? 'yes'
        : 'no';
    case 'regex':
      if (reader.beyond !== undefined) return answersBeyond(reader.beyond, reader.literal, literal, cell);
      return reader.shape !== undefined && formOf(reader.shape, literal, cell, reader.cased) !== undefined
        ? 'yes'
        : 'no';
  }
}

/** The form of the expression under which the paths of a cell fall; undefined when it does not match them. */
export function formOf(
  shape: RegexShape,
  literal: string,
  cell: Cell,
  cased: boolean,
): keyof RegexShape['groups'] | undefined {
  const own = folded(shape.literal, cased);
  const asked = folded(literal, cased);
  const form =
    asked === own ? cell : asked.startsWith(`${own}/`) ? 'below' : asked.startsWith(own) ? 'beside' : undefined;
  return form !== undefined && shape.groups[form] !== undefined ? form : undefined;
}

function answersBeyond(
  { pattern, certain, cased }: NonNullable<PathReader['beyond']>,
  directory: string,
  literal: string,
  cell: Cell,
): Answer {
  const asked = folded(literal, cased);
  if (cell === 'below') return folded(directory, cased) === asked || `${asked}/`.startsWith(certain) ? 'maybe' : 'no';
  const path = cell === 'bare' ? asked : `${asked}/`;
  const test = tameRegex(pattern, cased);
  if (test !== undefined) return test.test(path) ? 'yes' : 'no';
  return path.startsWith(certain) ? 'maybe' : 'no';
}

function folded(text: string, cased: boolean): string {
  return cased ? text : text.toLowerCase();
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
