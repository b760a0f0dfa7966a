import { type Fields, fields, items, text } from '../targets/gateway-api/reading.js';
import type { Variation } from './host-subjects.js';
import { queryParameter } from './request-path.js';
import { exactValues, patternValues, type ValueSample } from './value-samples.js';

/** One condition of a match: how requests meet it and how they just do not. */
interface Condition {
  readonly meeting: Omit<Variation, 'why'>;
  readonly others: readonly Variation[];
}

/** The request that meets every header, query and method condition of an HTTPRoute match, and those that miss one. */
export function matchVariations(match: Fields): readonly Variation[] {
  const method = text(match.method);
  const conditions: Condition[] = [
    ...(method === undefined ? [] : [methodCondition(method)]),
    ...items(match.headers).flatMap((entry) =>
      valueCondition(entry, (name, value) => ({ headers: { [name]: value } }), 'header'),
    ),
    ...items(match.queryParams).flatMap((entry) =>
      valueCondition(entry, (name, value) => ({ query: queryParameter(name, value) }), 'query parameter'),
    ),
  ];
  return variationsOf(conditions);
}

/** The same for the headers of a GRPCRoute match; `call` is what makes the request a gRPC call. */
export function grpcVariations(match: Fields, call: Omit<Variation, 'why'>): readonly Variation[] {
  const headers = items(match.headers).flatMap((entry) =>
    valueCondition(entry, (name, value) => ({ headers: { [name]: value } }), 'header'),
  );
  const others = [
    { why: 'gRPC method with GET', method: 'GET' },
    { why: 'gRPC method with another content type', method: 'POST', headers: { 'Content-Type': 'application/json' } },
  ];
  return [{ why: 'gRPC call', ...call }, ...variationsOf([{ meeting: call, others }, ...headers])];
}

function methodCondition(method: string): Condition {
  const other = method === 'GET' ? 'POST' : 'GET';
  return { meeting: { method }, others: [{ why: `method ${other} instead of ${method}`, method: other }] };
}

function valueCondition(
  entry: Fields,
  change: (name: string, value: string) => Omit<Variation, 'why'>,
  what: string,
): readonly Condition[] {
  const name = text(entry.name) ?? '';
  const value = text(entry.value) ?? '';
  if (name === '') return [];
  const samples: readonly ValueSample[] =
    text(entry.type) === 'RegularExpression' ? patternValues(value, true) : exactValues(value);
  const [first, ...rest] = samples;
  if (first === undefined) return [];
  const named = (sample: ValueSample) => `${what} ${name}: ${sample.value}, ${sample.kind}`;
  return [
    {
      meeting: change(name, first.value),
      others: [
        ...rest.map((sample) => ({ why: named(sample), ...change(name, sample.value) })),
        { why: `without ${what} ${name}` },
      ],
    },
  ];
}

function variationsOf(conditions: readonly Condition[]): readonly Variation[] {
  if (conditions.length === 0) return [];
  const meeting = conditions.map((condition) => condition.meeting);
  return [
    { why: 'all conditions of the match', ...combined(meeting) },
    ...conditions.flatMap((condition, index) =>
      condition.others.map((other) => ({ ...combined(meeting.with(index, other)), why: other.why })),
    ),
  ];
}

function combined(parts: readonly Omit<Variation, 'why'>[]): Omit<Variation, 'why'> {
  const method = parts.find((part) => part.method !== undefined)?.method;
  const query = parts.flatMap((part) => (part.query === undefined ? [] : [part.query])).join('&');
  const headers = parts.flatMap((part) => Object.entries(fields(part.headers))) as [string, string][];
  return {
    ...(method === undefined ? {} : { method }),
    ...(query === '' ? {} : { query }),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
  };
}
