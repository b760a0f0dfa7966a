import { isPlainObject, type StructuralSchema } from './structural-schema.js';

/** Reserved words of CEL, which apiextensions spells `__word__` when they are field names. */
const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return var ' +
    'void while'
  ).split(' '),
);

/**
 * The value as CEL sees it: integers as int (BigInt), maps by `additionalProperties` as maps, objects as objects whose
 * field names are escaped, `date-time` strings as timestamps. Fields outside the schema do not exist for CEL.
 * (k8s.io/apiserver/pkg/cel/common/values.go, k8s.io/apiserver/pkg/cel/escaping.go.) The other typed string formats
 * (`duration`, `byte`) stay strings: no CRD here has a rule over them.
 */
export function toCelValue(schema: StructuralSchema, value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return schema.type !== 'number' && Number.isInteger(value) ? BigInt(value) : value;
    case 'string':
      return schema.format === 'date-time' ? new Date(value) : value;
    default:
      break;
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.map((item) => toCelValue(items, item));
  }
  if (!isPlainObject(value)) return value;
  const { additional } = schema;
  if (additional !== undefined && additional !== 'any') {
    return new Map(Object.entries(value).map(([key, entry]) => [key, toCelValue(additional, entry)]));
  }
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const property = schema.properties.get(key);
    if (property !== undefined) result[celFieldName(key)] = toCelValue(property, value[key]);
  }
  return result;
}

const fieldNames = new Map<string, string>();

/** The name under which CEL knows a field. */
export function celFieldName(name: string): string {
  let escaped = fieldNames.get(name);
  if (escaped === undefined) {
    escaped = RESERVED_WORDS.has(name)
      ? `__${name}__`
      : name
          .replaceAll('__', '__underscores__')
          .replaceAll('.', '__dot__')
          .replaceAll('-', '__dash__')
          .replaceAll('/', '__slash__');
    fieldNames.set(name, escaped);
  }
  return escaped;
}
