import { isPlainObject, type PlainObject, type StructuralSchema } from './structural-schema.js';

/**
 * A copy of `value` as the API server has it before it validates: defaults filled in from above downwards (a default
 * is itself completed by the defaults below it), and nulls of fields that may not be null dropped
 * (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting: a null in a non-nullable field takes the default,
 * and is removed where there is none). `undefined` counts as absent, as in every serialisation.
 */
export function withDefaults(schema: StructuralSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = schema.items;
    return items === undefined ? value.map(copyOf) : value.map((item) => defaultedItem(items, item));
  }
  if (isPlainObject(value)) return defaultedObject(schema, value);
  return value;
}

function defaultedObject(schema: StructuralSchema, value: PlainObject): PlainObject {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const field = value[key];
    if (field === undefined) continue;
    const property = schema.properties.get(key) ?? (schema.additional === 'any' ? undefined : schema.additional);
    if (property === undefined) setOwn(result, key, copyOf(field));
    else if (field === null && !property.nullable) {
      if (property.default !== undefined) setOwn(result, key, withDefaults(property, property.default.value));
    } else setOwn(result, key, withDefaults(property, field));
  }
  for (const [name, property] of schema.properties) {
    if (property.default !== undefined && !Object.hasOwn(result, name)) {
      result[name] = withDefaults(property, property.default.value);
    }
  }
  return result;
}

function defaultedItem(items: StructuralSchema, item: unknown): unknown {
  if (item === null && !items.nullable && items.default !== undefined) return withDefaults(items, items.default.value);
  return withDefaults(items, item);
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isPlainObject(value)) return value;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) if (value[key] !== undefined) setOwn(result, key, copyOf(value[key]));
  return result;
}

/** Plain assignment, except for the one key with which it would change the prototype instead. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true });
  else target[key] = value;
}
