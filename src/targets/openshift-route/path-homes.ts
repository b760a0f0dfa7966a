import type { Point } from './path-points.js';
import { isOpen, type Standing } from './standing.js';

/** Which rules a Route speaks for: those whose path it has, else the one that gave it its content. */
export class PathHomes {
  /** By the rule that gives a Route its content, and the literal of the Route. */
  readonly #byRoute = new Map<Standing, Map<string, Standing[]>>();
  readonly #told = new Set<Standing>();

  constructor(points: readonly Point[], standings: readonly Standing[]) {
    for (const { open, literal } of points) {
      if (open === undefined) continue;
      const known = this.#byRoute.get(open) ?? new Map<string, Standing[]>();
      this.#byRoute.set(open, known.set(literal, []));
    }
    for (const standing of standings) {
      const routes = isOpen(standing) ? this.#byRoute.get(standing.same ?? standing) : undefined;
      const home = routes === undefined ? undefined : homeOf(standing.reader.literal, routes);
      if (home === undefined) continue;
      home.push(standing);
      this.#told.add(standing);
    }
    // The rule that gave a Route its content may have paths elsewhere, and then the Route speaks for others only.
    for (const point of points) for (const standing of this.of(point)) this.#told.add(standing);
  }

  of({ open, literal }: Point): readonly Standing[] {
    if (open === undefined) return [];
    const own = this.#byRoute.get(open)?.get(literal) ?? [];
    return own.length > 0 ? own : [open];
  }

  /** Whether some Route speaks for a rule. */
  isTold(standing: Standing): boolean {
    return this.#told.has(standing);
  }
}

/** The Route of a path: its own, or the nearest above it. */
function homeOf(literal: string, routes: ReadonlyMap<string, Standing[]>): Standing[] | undefined {
  for (let end = literal.length; end >= 0; end = literal.lastIndexOf('/', end - 1)) {
    const found = routes.get(literal.slice(0, end));
    if (found !== undefined) return found;
    if (end === 0) return undefined;
  }
  return undefined;
}
