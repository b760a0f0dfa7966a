import type { Cells, Taker } from './path-cells.js';
import { holdBackBeside } from './path-leaks.js';
import type { Cell } from './path-reader.js';
import { type RewriteTarget, rewriteTarget, type Span } from './rewrite.js';
import { losesToSlash } from './route-path.js';
import { HAND_OVER, isOpen, patternOf, type Standing } from './standing.js';

/** One Route of a host: which paths it takes, and what becomes of them. */
export interface Point {
  readonly literal: string;
  readonly span: Span;
  /** Undefined: the paths are closed. */
  readonly open: Standing | undefined;
  readonly rewrite: RewriteTarget;
  /** For a closed one: the rule that is to blame, if any. */
  readonly closes: Standing | undefined;
}

/** What a Route for a path does with it: the same key means that one Route is enough for both. */
interface Choice {
  readonly key: string;
  readonly open: Standing | undefined;
  readonly closes: Standing | undefined;
  /** For one that is closed because of an expression: the rule behind the expression. */
  readonly cuts?: Standing | undefined;
}

const CLOSED = 'closed';

/**
 * Lays out the Routes of a host so that every path goes where the source sends it. A Route is written where its paths would
 * otherwise inherit something else from a shorter one; what is closed at the source is closed by a Route without backend, and
 * an exact path is one Route for the path and another one for what lies below it.
 *
 * @param fallsThrough whether unmatched paths of the host reach Routes of a wildcard host (semantics 2.3)
 */
export function layOut(literals: readonly string[], cells: Cells, fallsThrough: boolean): Point[] {
  const points: Point[] = [];
  const inherited = new Map<string, string>();
  const start = fallsThrough ? 'elsewhere' : CLOSED;
  for (const literal of literals) {
    const takers = cells.get(literal) ?? {};
    const above = literal === '' ? start : inheritedBy(literal, inherited);
    const tree = treeChoice(literal, takers);
    const write = (span: Span, choice: Choice): void => {
      points.push(pointOf(literal, span, choice));
    };
    if (literal === '') {
      if (tree.key !== above) write('all', tree);
      inherited.set(literal, tree.key);
      continue;
    }
    const bare = choiceOf(takers.bare);
    sayCut(bare, literal);
    const together = bare.key === tree.key && (bare.open === undefined || fitsAll(bare.open, literal));
    if (together) {
      if (tree.key !== above) write('all', tree);
    } else if (mustNotPart(literal, literals)) {
      closeBoth(literal, [bare, tree]);
      if (above !== CLOSED) write('all', { key: CLOSED, open: undefined, closes: bare.open ?? tree.open });
      inherited.set(literal, CLOSED);
      continue;
    } else {
      const same = bare.key === tree.key && bare.open !== undefined;
      const bareKey = same ? `${bare.key} bare` : bare.key;
      if (bareKey !== above) write('bare', bare);
      // What lies below inherits from the Route of the bare path, where there is one.
      if (tree.key !== (bareKey === above ? above : bareKey)) write('tree', tree);
    }
    inherited.set(literal, tree.key);
  }
  return points;
}

function pointOf(literal: string, span: Span, { open, closes }: Choice): Point {
  if (open === undefined) return { literal, span, open, rewrite: { kind: 'none' }, closes };
  const rewrite = rewriteTarget(open.reader, literal, span);
  // A longer literal may have signs that the rewrite cannot hold: closed is better than sent astray.
  if (rewrite.kind === 'impossible') return { literal, span, open: undefined, rewrite, closes: open };
  return { literal, span, open, rewrite, closes };
}

function inheritedBy(literal: string, inherited: ReadonlyMap<string, string>): string {
  for (let slash = literal.lastIndexOf('/'); slash > 0; slash = literal.lastIndexOf('/', slash - 1)) {
    const key = inherited.get(literal.slice(0, slash));
    if (key !== undefined) return key;
  }
  return inherited.get('') ?? CLOSED;
}

function choiceOf(taker: Taker | undefined): Choice {
  if (taker === undefined) return { key: CLOSED, open: undefined, closes: undefined };
  const { standing, contender } = taker;
  if (contender !== undefined)
    return { key: CLOSED, open: undefined, closes: contender, cuts: isOpen(standing) ? standing : undefined };
  if (!isOpen(standing))
    return { key: CLOSED, open: undefined, closes: standing.isNothing && !standing.isPassed ? undefined : standing };
  const first = standing.same ?? standing;
  return { key: `open ${first.index}`, open: first, closes: undefined };
}

/** A Route cannot part the path with a final slash from what lies below it. */
function treeChoice(literal: string, takers: Readonly<Partial<Record<Cell, Taker>>>): Choice {
  const below = choiceOf(takers.below);
  const slash = choiceOf(takers.slash);
  sayCut(below, `${literal}/ and what lies below`);
  if (below.key === slash.key) return below;
  const path = `${literal}/`;
  const other = takers.slash?.standing;
  if (below.open === undefined) {
    if (slash.open !== undefined && below.cuts !== other)
      sayLost(other ?? slash.open, path, below.closes !== undefined);
    return below;
  }
  if (other === undefined || other.isNothing) {
    sayTakesMore(below.open, path);
    return below;
  }
  if (other.guard !== '' && other.guard !== below.open.guard) {
    if (holdBackBeside(other, below.open, path)) return { key: CLOSED, open: undefined, closes: below.open };
    return below;
  }
  if (isOpen(other) || other.holding.length > 0) sayAstray(other, below.open, path);
  // What is withheld for another reason than a guard says nothing of where its requests go.
  if (!isOpen(other)) sayTakesMore(below.open, path);
  return below;
}

function sayLost(standing: Standing, path: string, isClosed: boolean): void {
  standing.notes.push({
    verdict: 'unsupported',
    code: 'RS2163',
    severity: 'error',
    message: `${path} itself is not served: a Route cannot part it from what lies below it, which ${isClosed ? 'is closed' : 'the source does not serve'}`,
    next: 'Use the path without its final slash.',
  });
}

/** Paths of an open rule that an expression without a Route may take before it. */
function sayCut({ cuts, closes }: Choice, paths: string): void {
  if (cuts === undefined || closes === undefined) return;
  const expression = patternOf(closes);
  const hands = closes.guard === '' ? ` --accept ${HAND_OVER} hands its requests to this rule.` : '';
  cuts.notes.push({
    verdict: 'unsupported',
    code: HAND_OVER,
    severity: 'error',
    message: `${paths} is closed: ${expression}, which is withheld, is tried first and may take requests there`,
    next: `Write the paths of ${expression} out one by one.${hands}`,
  });
}

function sayTakesMore(standing: Standing, path: string): void {
  standing.notes.push({
    verdict: 'approximated',
    code: 'RS1017',
    severity: 'warning',
    message: `the Route also takes ${path}, which the controller does not forward to this backend`,
    next: 'Let the backend answer 404 there if it matters.',
  });
}

function sayAstray(standing: Standing, taker: Standing, path: string): void {
  const { action } = taker.reader.rule;
  const service = action.kind === 'forward' ? action.split.primary.service : 'another rule';
  standing.notes.push({
    verdict: 'unsupported',
    code: 'RS2163',
    severity: 'error',
    message: `${path} goes to Service ${service} like what lies below it: a Route cannot part the two`,
    next: 'Use the path without its final slash, or serve both from one Service.',
  });
}

function fitsAll(standing: Standing, literal: string): boolean {
  return rewriteTarget(standing.reader, literal, 'all').kind !== 'impossible';
}

/** A second Route with a final slash would take the requests of some longer paths, which sort behind it. */
function mustNotPart(literal: string, literals: readonly string[]): boolean {
  return literals.some((deeper) => losesToSlash(literal, deeper));
}

function closeBoth(literal: string, choices: readonly Choice[]): void {
  for (const { open } of choices) {
    if (open === undefined || !isOpen(open)) continue;
    open.holding.push({
      code: 'RS2163',
      items: open.reader.rule.from,
      details: [],
      verdict: 'unsupported',
      what: `${literal} apart from what lies below it, because a longer path of the host has a sign that sorts before the slash`,
      next: 'Rename the longer path.',
      acceptable: false,
    });
  }
}
