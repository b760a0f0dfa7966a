/** Reading plain objects whose shape nobody has checked: a field of the wrong type reads as absent. */

export type Fields = Readonly<Record<string, unknown>>;

const nothing: Fields = {};

/** The value as an object with fields, or undefined for anything else. */
export function optionalFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The value as an object with fields; an object without any for anything else. */
export function fields(value: unknown): Fields {
  return optionalFields(value) ?? nothing;
}

/** The value as a list of objects; absent when it is no list. Items that are no objects read as empty objects. */
export function optionalItems(value: unknown): readonly Fields[] | undefined {
  // Unlike map(), this leaves no holes.
  return Array.isArray(value) ? Array.from(value, fields) : undefined;
}

export function items(value: unknown): readonly Fields[] {
  return optionalItems(value) ?? [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A map of strings, as labels are. */
export function stringMap(value: unknown): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [key, item] of Object.entries(fields(value))) if (typeof item === 'string') result.set(key, item);
  return result;
}

/**
 * Seconds of a Gateway API duration (GEP-2257: up to four components of h, m, s, ms), or undefined when it is none.
 */
export function durationSeconds(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^([0-9]{1,5}(h|m|s|ms)){1,4}$/.test(value)) return undefined;
  let milliseconds = 0;
  for (const [, amount, unit] of value.matchAll(/([0-9]+)(ms|h|m|s)/g)) {
    milliseconds += Number(amount) * (unit === 'h' ? 3_600_000 : unit === 'm' ? 60_000 : unit === 's' ? 1000 : 1);
  }
  return milliseconds / 1000;
}
