import { answers, CELLS, type Cell, type PathReader } from './path-reader.js';
import { isNeverRequested } from './route-path.js';
import type { Standing } from './standing.js';

/** Who takes the paths of a cell at the source. */
export interface Taker {
  readonly standing: Standing;
  /** An expression may take some of the paths before the standing does. */
  readonly contender: Standing | undefined;
  /** Who else may get requests of the cell: further expressions, a redirect to the path with a final slash. */
  readonly before: readonly Standing[];
}

/** For each literal of a host, by cell: the rule that takes the paths at the source. */
export type Cells = ReadonlyMap<string, Readonly<Partial<Record<Cell, Taker>>>>;

/** Shorter literals first, so that what inherits comes after what it inherits from. */
export function literalsOf(readers: readonly PathReader[]): string[] {
  const literals = new Set(['']);
  for (const { literal } of readers) if (!isNeverRequested(literal)) literals.add(literal);
  return [...literals].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/**
 * Finds who takes which paths.
 *
 * @param ignores whether an expression that cannot be taken apart is to be left out of account
 */
export function cellsOf(
  literals: readonly string[],
  standings: readonly Standing[],
  ignores: (contender: Standing) => boolean,
): Cells {
  const cells = new Map<string, Partial<Record<Cell, Taker>>>();
  // The source asks its exact paths before all others, wherever they stand.
  const isExact = ({ reader }: Standing): boolean => reader.rule.path.kind === 'exact';
  const asked = [...standings.filter(isExact), ...standings.filter((standing) => !isExact(standing))];
  for (const literal of literals) {
    const takers: Partial<Record<Cell, Taker>> = {};
    for (const cell of CELLS) {
      if (literal === '' && cell === 'bare') continue;
      const taker = takerOf(literal, cell, asked, ignores);
      if (taker !== undefined) takers[cell] = taker;
    }
    cells.set(literal, takers);
  }
  return cells;
}

function takerOf(
  literal: string,
  cell: Cell,
  standings: readonly Standing[],
  ignores: (contender: Standing) => boolean,
): Taker | undefined {
  let contender: Standing | undefined;
  const before: Standing[] = [];
  for (const [index, standing] of standings.entries()) {
    if (contender === undefined && addsSlash(standing) && answers(standing.reader, literal, cell) === 'yes') {
      // The source sends the bare path to the same path with a slash; a Route gives both to the backend.
      const next = standings.slice(index + 1).find((s) => s.reader.rule.label === standing.reader.rule.label);
      if (next !== undefined && next.reader.rule.owner === standing.reader.rule.owner)
        return { standing: next, contender: undefined, before: [...before, standing] };
    }
    const answer = answers(standing.reader, literal, cell);
    if (answer === 'yes') return { standing, contender, before };
    if (answer === 'maybe') before.push(standing);
    if (answer === 'maybe' && contender === undefined && !ignores(standing)) contender = standing;
  }
  return contender === undefined ? undefined : { standing: contender, contender, before };
}

export function addsSlash({ reader }: Standing): boolean {
  const { action } = reader.rule;
  return action.kind === 'redirect' && action.redirect.value.purpose === 'add-slash';
}
