/**
 * Most regular expressions in paths are prefixes in disguise: `/api(/|$)(.*)`, `/api/(.*)`, `/api(/.*)?`. This file takes
 * such an expression apart and says, for the four kinds of paths that begin with its literal text, whether they match and
 * what each group holds. Everything it cannot be sure about it declines.
 *
 * Expressions are anchored at the start and open at the end, as nginx has them; paths are normalised, so that a slash is
 * never followed by another one.
 */

/** What follows the literal text of a path: nothing, a slash, a slash and more, or something that is no slash. */
export const FORMS = ['bare', 'slash', 'below', 'beside'] as const;
export type Form = (typeof FORMS)[number];

/** A text in which `rest` stands for the unknown part of the path (what follows the slash, or the literal text). */
export type Piece = { readonly text: string } | { readonly rest: true };

export interface RegexShape {
  /** Literal text without a final slash; '' for the root. */
  readonly literal: string;
  /** True when a dot of the expression was read as a dot although it stands for any character. */
  readonly looseDot: boolean;
  /** Groups by number, for each form that matches. */
  readonly groups: Readonly<Partial<Record<Form, readonly (readonly Piece[])[]>>>;
}

type Node =
  | { readonly kind: 'slash'; readonly min: 0 | 1; readonly many: boolean }
  | { readonly kind: 'any'; readonly min: 0 | 1 }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'group';
      readonly index: number | undefined;
      readonly alternatives: readonly (readonly Node[])[];
      readonly optional: boolean;
    };

/** Longer tails are more than a prefix in disguise, and their groups might nest deeper than a call stack. */
const MAX_TAIL = 512;

/** Thrown and caught in this file only: the expression is beyond what is understood here. */
class Declined extends Error {}

/**
 * @param pattern expression as written in the path
 * @returns its shape, or undefined when it is more than a prefix in disguise
 */
export function regexShape(pattern: string): RegexShape | undefined {
  const head = readLiteral(pattern.startsWith('^') ? pattern.slice(1) : pattern);
  if (head === undefined || head.tail.length > MAX_TAIL) return undefined;
  try {
    const parser = new Parser(head.tail);
    const nodes = parser.sequence();
    parser.expectEnd();
    let { literal } = head;
    const all: Node[] = [...nodes];
    if (literal.endsWith('/')) {
      literal = literal.slice(0, -1);
      all.unshift({ kind: 'slash', min: 1, many: false });
    }
    const groups: Partial<Record<Form, readonly (readonly Piece[])[]>> = {};
    for (const form of FORMS) {
      // Below the root every path begins with a slash.
      if (literal === '' && (form === 'bare' || form === 'beside')) continue;
      const captured = match(all, REST[form], parser.groupCount);
      if (captured !== undefined) groups[form] = captured;
    }
    return { literal, looseDot: head.looseDot, groups };
  } catch (error) {
    if (error instanceof Declined) return undefined;
    throw error;
  }
}

/** The literal text with which every match of an expression begins, as far as it can be told; '' at worst. */
export function literalPrefix(pattern: string): string {
  return readLiteral(pattern.startsWith('^') ? pattern.slice(1) : pattern)?.literal ?? '';
}

/** Like `literalPrefix`, up to the first dot that stands for any character. */
export function certainPrefix(pattern: string): string {
  if (topLevelAlternatives(pattern).length > 1) return '';
  const dot = /(?:^|[^\\])(?:\\\\)*\./.exec(pattern);
  return literalPrefix(dot === null ? pattern : pattern.slice(0, dot.index + dot[0].length - 1));
}

/**
 * Puts the groups of one form into a rewrite template (`$1` to `$9`).
 *
 * @returns adjacent texts joined; undefined when the template holds another variable
 */
export function fillTemplate(template: string, groups: readonly (readonly Piece[])[]): Piece[] | undefined {
  const pieces: Piece[] = [];
  const add = (piece: Piece): void => {
    const last = pieces[pieces.length - 1];
    if ('text' in piece && last !== undefined && 'text' in last)
      pieces[pieces.length - 1] = { text: last.text + piece.text };
    else if (!('text' in piece) || piece.text !== '') pieces.push(piece);
  };
  for (let i = 0; i < template.length; i += 1) {
    const char = template.charAt(i);
    if (char !== '$') {
      add({ text: char });
      continue;
    }
    const digit = template.charAt(i + 1);
    if (!/[1-9]/.test(digit)) return undefined;
    i += 1;
    for (const piece of groups[Number(digit)] ?? []) add(piece);
  }
  return pieces;
}

const REST: Readonly<Record<Form, readonly Piece[]>> = {
  bare: [],
  slash: [{ text: '/' }],
  below: [{ text: '/' }, { rest: true }],
  beside: [{ rest: true }],
};

const SPECIAL = new Set(['(', ')', '[', ']', '{', '}', '*', '+', '?', '|', '^', '$', '.', '\\']);
const QUANTIFIERS = new Set(['*', '+', '?', '{']);

function readLiteral(pattern: string): { literal: string; looseDot: boolean; tail: string } | undefined {
  if (topLevelAlternatives(pattern).length > 1) return undefined;
  let literal = '';
  let looseDot = false;
  let i = 0;
  while (i < pattern.length) {
    const char = pattern.charAt(i);
    const escaped = char === '\\';
    const text = escaped ? pattern.charAt(i + 1) : char;
    // \d, \w, \b and the like are classes; an escaped sign is the sign.
    if (escaped && (text === '' || /[A-Za-z0-9]/.test(text))) break;
    if (!escaped && SPECIAL.has(char) && char !== '.') break;
    const next = pattern.charAt(i + (escaped ? 2 : 1));
    if (QUANTIFIERS.has(next)) break;
    if (char === '.' && !escaped) looseDot = true;
    literal += text;
    i += escaped ? 2 : 1;
  }
  return { literal, looseDot, tail: pattern.slice(i) };
}

/** The alternatives of an expression that stand outside of groups and classes; one, for most. */
export function topLevelAlternatives(pattern: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let inClass = false;
  let start = 0;
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern.charAt(i);
    if (char === '\\') i += 1;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (char === '|' && depth === 0) {
      parts.push(pattern.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, pattern.slice(start)];
}

/** Reads what may follow the literal text: slashes, "anything", ends and groups of these. */
class Parser {
  groupCount = 0;
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  sequence(): Node[] {
    const nodes: Node[] = [];
    for (;;) {
      const char = this.#text.charAt(this.#at);
      if (char === '' || char === ')' || char === '|') return nodes;
      nodes.push(this.#node(char));
    }
  }

  expectEnd(): void {
    if (this.#at !== this.#text.length) throw new Declined();
  }

  #node(char: string): Node {
    if (char === '(') return this.#group();
    this.#at += 1;
    if (char === '$') return { kind: 'end' };
    if (char === '/' || (char === '\\' && this.#text.charAt(this.#at) === '/')) {
      if (char === '\\') this.#at += 1;
      const quantifier = this.#quantifier();
      return {
        kind: 'slash',
        min: quantifier === '' || quantifier === '+' ? 1 : 0,
        many: quantifier === '*' || quantifier === '+',
      };
    }
    if (char === '.') {
      const quantifier = this.#quantifier();
      if (quantifier === '*' || quantifier === '+') return { kind: 'any', min: quantifier === '+' ? 1 : 0 };
    }
    throw new Declined();
  }

  #group(): Node {
    this.#at += 1;
    let index: number | undefined;
    if (this.#text.startsWith('?:', this.#at)) this.#at += 2;
    else if (this.#text.charAt(this.#at) === '?') throw new Declined();
    else {
      this.groupCount += 1;
      index = this.groupCount;
    }
    const alternatives: Node[][] = [this.sequence()];
    while (this.#text.charAt(this.#at) === '|') {
      this.#at += 1;
      alternatives.push(this.sequence());
    }
    if (this.#text.charAt(this.#at) !== ')') throw new Declined();
    this.#at += 1;
    const quantifier = this.#quantifier();
    if (quantifier === '*' || quantifier === '+') throw new Declined();
    return { kind: 'group', index, alternatives, optional: quantifier === '?' };
  }

  /** A greedy quantifier; lazy and possessive ones are declined. */
  #quantifier(): '' | '*' | '+' | '?' {
    const char = this.#text.charAt(this.#at);
    if (char === '{') throw new Declined();
    if (char !== '*' && char !== '+' && char !== '?') return '';
    this.#at += 1;
    const next = this.#text.charAt(this.#at);
    if (next === '?' || next === '+') throw new Declined();
    return char;
  }
}

type Groups = readonly (readonly Piece[])[];
type Continue = (rest: readonly Piece[], groups: Groups) => Groups | undefined;

/** Leftmost-first matching, as PCRE does it, over a path whose rest is unknown. */
function match(nodes: readonly Node[], rest: readonly Piece[], groupCount: number): Groups | undefined {
  const none: Groups = Array.from({ length: groupCount + 1 }, () => []);
  return run(nodes, rest, none, (_, groups) => groups);
}

function run(nodes: readonly Node[], rest: readonly Piece[], groups: Groups, after: Continue): Groups | undefined {
  const [node, ...others] = nodes;
  if (node === undefined) return after(rest, groups);
  const go: Continue = (r, g) => run(others, r, g, after);
  const [first, ...remaining] = rest;
  switch (node.kind) {
    case 'end':
      return rest.length === 0 ? go(rest, groups) : undefined;
    case 'slash':
      if (first !== undefined && 'text' in first)
        return go(remaining, groups) ?? (node.min === 0 ? go(rest, groups) : undefined);
      return node.min === 0 ? go(rest, groups) : undefined;
    case 'any': {
      if (node.min === 1 && rest.length === 0) return undefined;
      const all = go([], groups);
      // With something to match behind "anything", the unknown rest would have to be split.
      if (all === undefined) throw new Declined();
      return all;
    }
    case 'group': {
      for (const alternative of node.alternatives) {
        const found = run(alternative, rest, groups, (r, g) => go(r, capture(node.index, rest, r, g)));
        if (found !== undefined) return found;
      }
      return node.optional ? go(rest, groups) : undefined;
    }
  }
}

function capture(index: number | undefined, before: readonly Piece[], after: readonly Piece[], groups: Groups): Groups {
  if (index === undefined) return groups;
  const taken = before.slice(0, before.length - after.length);
  return groups.map((old, i) => (i === index ? taken : old));
}
