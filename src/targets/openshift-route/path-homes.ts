import type { Point } from './path-points.js';
import { isOpen, type Standing } from './standing.js';

/** The rules that a Route speaks for: those whose path it has, else the one that gave it its content. */
export function sharersOf(point: Point, points: readonly Point[], standings: readonly Standing[]): Standing[] {
  const { open } = point;
  if (open === undefined) return [];
  const sharing = [open, ...standings.filter((standing) => standing.same === open && isOpen(standing))];
  const own = sharing.filter((standing) => homeOf(standing, open, points) === point.literal);
  return own.length > 0 ? own : [open];
}

/** The literal of the Routes that serve the path of a rule: its own, or the nearest above it. */
function homeOf({ reader }: Standing, open: Standing, points: readonly Point[]): string | undefined {
  const above = points
    .filter((point) => point.open === open && covers(point.literal, reader.literal))
    .map(({ literal }) => literal);
  return above.sort((a, b) => b.length - a.length)[0];
}

function covers(above: string, literal: string): boolean {
  return above === literal || literal.startsWith(`${above}/`);
}
