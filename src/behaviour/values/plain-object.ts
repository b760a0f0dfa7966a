/** Reading values that came out of YAML without trusting their shape: what is not there or of another kind is absent. */

export type PlainObject = Readonly<Record<string, unknown>>;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: unknown, key: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function objectAt(value: unknown, key: string): PlainObject | undefined {
  const found = own(value, key);
  return isPlainObject(found) ? found : undefined;
}

export function listAt(value: unknown, key: string): readonly unknown[] {
  const found = own(value, key);
  // A copy has no holes, which a list made by a program may have and map() would pass on.
  return Array.isArray(found) ? [...(found as unknown[])] : [];
}

export function stringAt(value: unknown, key: string): string | undefined {
  const found = own(value, key);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: unknown, key: string): number | undefined {
  const found = own(value, key);
  return typeof found === 'number' ? found : undefined;
}

export function booleanAt(value: unknown, key: string): boolean | undefined {
  const found = own(value, key);
  return typeof found === 'boolean' ? found : undefined;
}

/** A port or intstr: its text, whether written as number or string. */
export function intOrStringAt(value: unknown, key: string): string | undefined {
  const found = own(value, key);
  return typeof found === 'number' || (typeof found === 'string' && found !== '') ? String(found) : undefined;
}

/** A map of strings (annotations, ConfigMap data); entries that are not strings are left out. */
export function stringMapAt(value: unknown, key: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const [name, text] of Object.entries(objectAt(value, key) ?? {})) {
    if (typeof text === 'string') entries.set(name, text);
  }
  return entries;
}

/** Orders strings by code unit, the same everywhere (Go compares bytes; names are ASCII). */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
