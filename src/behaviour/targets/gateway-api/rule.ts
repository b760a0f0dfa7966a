import type { Guard } from '../../outcome.js';
import { type Backend, type BackendContext, type InvalidBackend, resolveBackends } from './backends.js';
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
  /** In `spec.rules`. */
  readonly index: number;
  /** For policies to name; undefined where the implementation does not look at it. */
  readonly name: string | undefined;
  readonly chain: FilterChain;
  /** Empty when no backendRef has a weight. */
  readonly backends: readonly WeightedBackend[];
  /** Seconds; zero switches a limit off. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** Fields that the implementation does not look at. */
  readonly ignored: readonly string[];
  readonly affinity: readonly Guard[];
}

/** Reads a rule: its filters, backends with their shares (weight by the sum of weights, 1 by default), timeouts. */
export function readRule(
  given: Fields,
  index: number,
  kind: RouteKind,
  route: KubeObject,
  context: BackendContext,
): Rule {
  const ignored = context.support.ignoredFields.filter((field) => given[field] !== undefined);
  const rule: Fields = Object.fromEntries(Object.entries(given).filter(([field]) => !ignored.includes(field)));
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
    index,
    name: text(rule.name),
    chain,
    backends: references
      .filter(({ weight }) => weight > 0)
      .flatMap(({ reference, weight }) => {
        const own = items(reference.filters);
        const refused = own.length > 0 && !context.support.backendFilters;
        const shares = refused ? [unsupportedFilters] : resolveBackends(reference, route, context);
        return shares.map(({ backend, share }) => ({
          backend,
          share: (share * weight) / total,
          chain: own.length === 0 || refused ? chain : readFilters([...filters, ...own], route, context),
        }));
      }),
    timeouts: readTimeouts(fields(rule.timeouts)),
    ignored,
    affinity: readAffinity(optionalFields(rule.sessionPersistence)),
  };
}

const unsupportedFilters = { backend: { problem: 'UnsupportedValue: filters of a backendRef' }, share: 1 };

function readTimeouts(timeouts: Fields): Readonly<Record<string, number>> {
  const limits: Record<string, number> = {};
  for (const key of ['request', 'backendRequest']) {
    const seconds = durationSeconds(timeouts[key]);
    if (seconds !== undefined) limits[key] = seconds;
  }
  return limits;
}

function readAffinity(persistence: Fields | undefined): readonly Guard[] {
  if (persistence === undefined) return [];
  const name = text(persistence.sessionName);
  const seconds = durationSeconds(persistence.absoluteTimeout);
  const isCookie = (text(persistence.type) ?? 'Cookie') === 'Cookie';
  return [
    {
      kind: 'affinity',
      parameters: {
        type: text(persistence.type) ?? 'Cookie',
        // Named as the other models name it, so that the two can be compared.
        ...(name === undefined ? {} : { [isCookie ? 'cookie' : 'name']: name }),
        ...(seconds === undefined ? {} : { absoluteTimeout: seconds }),
      },
    },
  ];
}
