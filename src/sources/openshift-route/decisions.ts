import type { AdmittedRoute } from './context.js';
import { type Answer, answer, elementsOf, type Scheme } from './route-order.js';

/** What a host does with a path and all below it (down to the next longer path that decides), or with one path exactly. */
export interface Decision {
  readonly kind: 'exact' | 'element-prefix';
  /** '' for the root. */
  readonly path: string;
  /** Absent where the decision for a shorter path says it already. */
  readonly http?: Answer | undefined;
  readonly https?: Answer | undefined;
}

/** No path of a Route has it, for it may not have a space. */
const FRESH = '/ below';

/**
 * The router's maps as decisions by longest path, for a target that has nothing else: for every path that a Route names, what
 * becomes of it and of what lies below. Where both are the same as for the next shorter path, nothing is said.
 *
 * @param routes of one host, those of a wildcard above it behind them, in the order of their lines
 */
export function decide(routes: readonly AdmittedRoute[]): Decision[] {
  const paths = new Set(['', ...routes.map(({ originated }) => elementsOf(originated.route.path))]);
  const table = new Map<string, Readonly<Record<Scheme, Answer>>>();
  const decisions: Decision[] = [];
  for (const path of [...paths].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    const above = nearest(table, path);
    const below = answers(routes, path + FRESH);
    table.set(path, below);
    const prefix = news(below, above);
    if (prefix.http !== undefined || prefix.https !== undefined)
      decisions.push({ kind: 'element-prefix', path, ...prefix });
    const exact = news(answers(routes, path === '' ? '/' : path), below);
    if (exact.http !== undefined || exact.https !== undefined) decisions.push({ kind: 'exact', path, ...exact });
    if (path === '') continue;
    const slash = news(answers(routes, `${path}/`), below);
    if (slash.http !== undefined || slash.https !== undefined)
      decisions.push({ kind: 'exact', path: `${path}/`, ...slash });
  }
  // The longest first, exact paths before prefixes.
  return decisions.sort(
    (a, b) =>
      b.path.length - a.path.length || (a.path < b.path ? 1 : a.path > b.path ? -1 : a.kind === 'exact' ? -1 : 1),
  );
}

type Answers = Readonly<Record<Scheme, Answer>>;

const NOTHING: Answers = { http: { kind: 'none' }, https: { kind: 'none' } };

function answers(routes: readonly AdmittedRoute[], path: string): Answers {
  return { http: answer(routes, 'http', path), https: answer(routes, 'https', path) };
}

function nearest(table: ReadonlyMap<string, Answers>, path: string): Answers {
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    const known = table.get(path.slice(0, end));
    if (known !== undefined) return known;
    if (end === 0) break;
  }
  return NOTHING;
}

/** What is not as it is above. */
function news(own: Answers, above: Answers): { readonly http?: Answer; readonly https?: Answer } {
  return {
    ...(isSame(own.http, above.http) ? {} : { http: own.http }),
    ...(isSame(own.https, above.https) ? {} : { https: own.https }),
  };
}

function isSame(a: Answer, b: Answer): boolean {
  return a.kind === b.kind && (a.kind === 'none' || (b.kind !== 'none' && a.route === b.route));
}
