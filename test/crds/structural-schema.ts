/** A schema level of a CustomResourceDefinition, read once into the form in which the walkers need it. */
export interface StructuralSchema {
  readonly type: SchemaType | undefined;
  readonly nullable: boolean;
  readonly intOrString: boolean;
  readonly preserveUnknown: boolean;
  readonly properties: ReadonlyMap<string, StructuralSchema>;
  /** `any` stands for `additionalProperties: true`. */
  readonly additional: StructuralSchema | 'any' | undefined;
  readonly items: StructuralSchema | undefined;
  readonly required: readonly string[];
  /** Boxed, because `null` is a default too. */
  readonly default: { readonly value: unknown } | undefined;
  readonly listType: 'atomic' | 'set' | 'map';
  readonly listMapKeys: readonly string[];
  readonly enumeration: readonly unknown[] | undefined;
  readonly pattern: string | undefined;
  readonly format: string | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly exclusiveMinimum: boolean;
  readonly exclusiveMaximum: boolean;
  readonly multipleOf: number | undefined;
  readonly minLength: number;
  readonly maxLength: number;
  readonly minItems: number;
  readonly maxItems: number;
  readonly minProperties: number;
  readonly maxProperties: number;
  readonly uniqueItems: boolean;
  readonly allOf: readonly StructuralSchema[];
  readonly anyOf: readonly StructuralSchema[];
  readonly oneOf: readonly StructuralSchema[];
  readonly not: StructuralSchema | undefined;
  readonly rules: readonly ValidationRule[];
  /** True when this level or one below it carries a CEL rule. */
  readonly leadsToRules: boolean;
}

export type SchemaType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

/** One entry of `x-kubernetes-validations`. `messageExpression` is ignored: it only rewords the refusal. */
export interface ValidationRule {
  readonly rule: string;
  readonly message: string;
}

export type PlainObject = Readonly<Record<string, unknown>>;

/** True for objects as YAML and JSON know them: neither null nor a list. */
export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads one level of an `openAPIV3Schema` (apiextensions.k8s.io/v1 JSONSchemaProps) and everything below it.
 *
 * @throws Error when a part is not the shape that apiextensions demands; the files are fixtures, so this is a broken
 *   fixture and not a broken object.
 */
export function readSchema(raw: unknown): StructuralSchema {
  if (!isPlainObject(raw)) throw new Error('A schema level is not an object.');
  const properties = new Map<string, StructuralSchema>();
  for (const [name, property] of Object.entries(objectOf(raw.properties))) properties.set(name, readSchema(property));
  const additional = readAdditional(raw.additionalProperties);
  const items = raw.items === undefined ? undefined : readSchema(raw.items);
  const rules = readRules(raw['x-kubernetes-validations']);
  const children = [...properties.values(), ...(items ? [items] : []), ...(isLevel(additional) ? [additional] : [])];
  return {
    type: readType(raw.type),
    nullable: raw.nullable === true,
    intOrString: raw['x-kubernetes-int-or-string'] === true,
    preserveUnknown: raw['x-kubernetes-preserve-unknown-fields'] === true,
    properties,
    additional,
    items,
    required: stringsOf(raw.required),
    default: raw.default === undefined ? undefined : { value: raw.default },
    listType: readListType(raw['x-kubernetes-list-type']),
    listMapKeys: stringsOf(raw['x-kubernetes-list-map-keys']),
    enumeration: raw.enum === undefined ? undefined : listOf(raw.enum),
    pattern: textOf(raw.pattern),
    format: textOf(raw.format),
    minimum: numberOf(raw.minimum),
    maximum: numberOf(raw.maximum),
    exclusiveMinimum: raw.exclusiveMinimum === true,
    exclusiveMaximum: raw.exclusiveMaximum === true,
    multipleOf: numberOf(raw.multipleOf),
    minLength: numberOf(raw.minLength) ?? 0,
    maxLength: numberOf(raw.maxLength) ?? Number.POSITIVE_INFINITY,
    minItems: numberOf(raw.minItems) ?? 0,
    maxItems: numberOf(raw.maxItems) ?? Number.POSITIVE_INFINITY,
    minProperties: numberOf(raw.minProperties) ?? 0,
    maxProperties: numberOf(raw.maxProperties) ?? Number.POSITIVE_INFINITY,
    uniqueItems: raw.uniqueItems === true,
    allOf: listOf(raw.allOf).map(readSchema),
    anyOf: listOf(raw.anyOf).map(readSchema),
    oneOf: listOf(raw.oneOf).map(readSchema),
    not: raw.not === undefined ? undefined : readSchema(raw.not),
    rules,
    leadsToRules: rules.length > 0 || children.some((child) => child.leadsToRules),
  };
}

function isLevel(additional: StructuralSchema | 'any' | undefined): additional is StructuralSchema {
  return additional !== undefined && additional !== 'any';
}

function readAdditional(raw: unknown): StructuralSchema | 'any' | undefined {
  if (raw === undefined || raw === false) return undefined;
  return raw === true ? 'any' : readSchema(raw);
}

function readRules(raw: unknown): ValidationRule[] {
  return listOf(raw).map((entry) => {
    const rule = isPlainObject(entry) ? textOf(entry.rule) : undefined;
    if (rule === undefined) throw new Error('An x-kubernetes-validations entry has no rule.');
    const message = isPlainObject(entry) ? textOf(entry.message) : undefined;
    return { rule, message: message ?? `failed rule: ${rule}` };
  });
}

function readType(raw: unknown): SchemaType | undefined {
  switch (raw) {
    case undefined:
    case '':
      return undefined;
    case 'object':
    case 'array':
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return raw;
    default:
      throw new Error(`Unknown schema type ${JSON.stringify(raw)}.`);
  }
}

function readListType(raw: unknown): StructuralSchema['listType'] {
  return raw === 'set' || raw === 'map' ? raw : 'atomic';
}

function objectOf(raw: unknown): PlainObject {
  return isPlainObject(raw) ? raw : {};
}

function listOf(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [];
}

function stringsOf(raw: unknown): string[] {
  return listOf(raw).filter((entry) => typeof entry === 'string');
}

function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' ? raw : undefined;
}

function numberOf(raw: unknown): number | undefined {
  return typeof raw === 'number' ? raw : undefined;
}
