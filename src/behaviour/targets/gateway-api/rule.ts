import type { Guard } from '../../outcome.js';
import { type Backend, type BackendContext, type InvalidBackend, resolveBackend } from './backends.js';
import { type FilterChain, readFilters } from './filters.js';
import type { RouteKind } from './listener.js';
import type { KubeObject } from './objects.js';
import { durationSeconds, type Fields, fields, items, number, optionalFields, text } from './reading.js';

/** One backendRef that gets requests. */
export interface WeightedBackend {
  readonly backend: Backend | InvalidBackend;
  /** Share of the rule's requests; the shares of a rule add up to 1. */
  readonly share: number;
  /** Filters of the rule and then of the backendRef. */
  readonly chain: FilterChain;
}

/** A rule of a route, worked out before any request. */
export interface Rule {
  readonly kind: RouteKind;
  /** `Kind namespace/name spec.rules[i]`. */
  readonly label: string;
  readonly chain: FilterChain;
  /** Empty when no backendRef has a weight. */
  readonly backends: readonly WeightedBackend[];
  readonly timeouts: Readonly<Record<string, number>>;
  readonly affinity: readonly Guard[];
}

/** Reads a rule: its filters, backends with their shares (weight by the sum of weights, 1 by default), timeouts. */
export function readRule(
  rule: Fields,
  index: number,
  kind: RouteKind,
  route: KubeObject,
  context: BackendContext,
): Rule {
  const filters = items(rule.filters);
  const chain = readFilters(filters, route, context);
  const references = items(rule.backendRefs).map((reference) => ({
    reference,
    weight: Math.max(0, number(reference.weight) ?? 1),
  }));
  const total = references.reduce((sum, { weight }) => sum + weight, 0);
  return {
    kind,
    label: `${route.label} spec.rules[${index}]`,
    chain,
    backends: references
      .filter(({ weight }) => weight > 0)
      .map(({ reference, weight }) => {
        const own = items(reference.filters);
        return {
          backend: resolveBackend(reference, route, context),
          share: weight / total,
          chain: own.length === 0 ? chain : readFilters([...filters, ...own], route, context),
        };
      }),
    timeouts: readTimeouts(fields(rule.timeouts)),
    affinity: readAffinity(optionalFields(rule.sessionPersistence)),
  };
}

/** Zero switches a timeout off (HTTPRouteTimeouts), so it limits nothing. */
function readTimeouts(timeouts: Fields): Readonly<Record<string, number>> {
  const limits: Record<string, number> = {};
  for (const key of ['request', 'backendRequest']) {
    const seconds = durationSeconds(timeouts[key]);
    if (seconds !== undefined && seconds > 0) limits[key] = seconds;
  }
  return limits;
}

function readAffinity(persistence: Fields | undefined): readonly Guard[] {
  if (persistence === undefined) return [];
  const name = text(persistence.sessionName);
  const seconds = durationSeconds(persistence.absoluteTimeout);
  return [
    {
      kind: 'affinity',
      parameters: {
        type: text(persistence.type) ?? 'Cookie',
        ...(name === undefined ? {} : { name }),
        ...(seconds === undefined ? {} : { absoluteTimeout: seconds }),
      },
    },
  ];
}
