import { goRegexp } from './go-regexp.js';
import { isPlainObject, type PlainObject, type StructuralSchema } from './structural-schema.js';
import { fitsIntegerFormat, fitsStringFormat } from './value-formats.js';
import { Violations } from './violations.js';

/**
 * Whether a level decides the shape of the value, or only restricts it further: the branches of allOf, anyOf, oneOf
 * and not may name a few fields without declaring the others unknown.
 */
type Role = 'structural' | 'restriction';

/**
 * Reports where a value (after defaulting) breaks its structural schema. Fields that the schema does not know are
 * violations: the API server would drop them without a word.
 */
export function checkSchema(schema: StructuralSchema, value: unknown, found: Violations): void {
  checkValue(schema, value, found, 'structural');
}

function checkValue(schema: StructuralSchema, value: unknown, found: Violations, role: Role): void {
  if (value === null && schema.nullable) return;
  if (!hasDeclaredType(schema, value)) {
    found.block(`must be ${schema.intOrString ? 'integer or string' : schema.type}, not ${typeName(value)}`);
    return;
  }
  if (schema.enumeration !== undefined && !schema.enumeration.some((allowed) => sameValue(allowed, value))) {
    found.block(`must be one of ${schema.enumeration.map((v) => JSON.stringify(v)).join(', ')}, not ${shown(value)}`);
  }
  if (typeof value === 'string') checkString(schema, value, found);
  else if (typeof value === 'number') checkNumber(schema, value, found);
  else if (Array.isArray(value)) checkList(schema, value, found, role);
  else if (isPlainObject(value)) checkObject(schema, value, found, role);
  checkJunctions(schema, value, found);
}

function hasDeclaredType(schema: StructuralSchema, value: unknown): boolean {
  if (schema.intOrString) return typeof value === 'string' || Number.isInteger(value);
  switch (schema.type) {
    case undefined:
      return true;
    case 'object':
      return isPlainObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string':
    case 'boolean':
      return typeof value === schema.type;
  }
}

function checkString(schema: StructuralSchema, value: string, found: Violations): void {
  if (value.length > schema.maxLength && lengthInRunes(value) > schema.maxLength) {
    found.block(`must be at most ${schema.maxLength} characters long`);
  }
  if (value.length < schema.minLength * 2 && lengthInRunes(value) < schema.minLength) {
    found.add(`must be at least ${schema.minLength} characters long`);
  }
  if (schema.pattern !== undefined && !goRegexp(schema.pattern)(value)) {
    found.add(`${shown(value)} must match ${schema.pattern}`);
  }
  if (schema.format !== undefined && !fitsStringFormat(schema.format, value)) {
    found.add(`${shown(value)} is not of format ${schema.format}`);
  }
}

function checkNumber(schema: StructuralSchema, value: number, found: Violations): void {
  const { minimum, maximum, multipleOf, format } = schema;
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum)) {
    found.add(`${value} must be ${schema.exclusiveMinimum ? 'greater than' : 'at least'} ${minimum}`);
  }
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum)) {
    found.add(`${value} must be ${schema.exclusiveMaximum ? 'less than' : 'at most'} ${maximum}`);
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) {
    found.add(`${value} must be a multiple of ${multipleOf}`);
  }
  if (format !== undefined && !fitsIntegerFormat(format, value)) found.add(`${value} does not fit ${format}`);
}

function checkList(schema: StructuralSchema, list: readonly unknown[], found: Violations, role: Role): void {
  if (list.length > schema.maxItems) found.block(`must have at most ${schema.maxItems} items, has ${list.length}`);
  if (list.length < schema.minItems) found.add(`must have at least ${schema.minItems} items, has ${list.length}`);
  const { items } = schema;
  if (items !== undefined) {
    for (let index = 0; index < list.length; index++) {
      found.enter(index);
      checkValue(items, list[index], found, role);
      found.leave();
    }
  }
  const identity = itemIdentity(schema);
  if (identity !== undefined) checkUnique(list, identity, found);
}

/** What must not repeat in a list; undefined where repetition is allowed. */
function itemIdentity(schema: StructuralSchema): ((item: unknown) => string) | undefined {
  if (schema.listType === 'set' || schema.uniqueItems) return (item) => JSON.stringify(canonical(item));
  if (schema.listType !== 'map') return undefined;
  return (item) => JSON.stringify(schema.listMapKeys.map((key) => (isPlainObject(item) ? [item[key]] : [])));
}

function checkUnique(list: readonly unknown[], identity: (item: unknown) => string, found: Violations): void {
  const seen = new Set<string>();
  for (let index = 0; index < list.length; index++) {
    const id = identity(list[index]);
    if (seen.has(id)) {
      found.enter(index);
      found.add(`duplicates an earlier item (${id})`);
      found.leave();
    }
    seen.add(id);
  }
}

function checkObject(schema: StructuralSchema, object: PlainObject, found: Violations, role: Role): void {
  const keys = Object.keys(object);
  if (keys.length > schema.maxProperties) found.block(`must have at most ${schema.maxProperties} fields`);
  if (keys.length < schema.minProperties) found.add(`must have at least ${schema.minProperties} fields`);
  for (const name of schema.required) if (!Object.hasOwn(object, name)) found.block(`${name} is required`);
  for (const key of keys) {
    const property = schema.properties.get(key) ?? schema.additional;
    if (property === 'any') continue;
    if (property === undefined) {
      if (role === 'structural' && !schema.preserveUnknown) found.add(`unknown field ${JSON.stringify(key)}`);
      continue;
    }
    found.enter(key);
    checkValue(property, object[key], found, role);
    found.leave();
  }
}

function checkJunctions(schema: StructuralSchema, value: unknown, found: Violations): void {
  for (const branch of schema.allOf) checkValue(branch, value, found, 'restriction');
  if (schema.anyOf.length > 0 && !schema.anyOf.some((branch) => fits(branch, value))) {
    found.add(`${shown(value)} must satisfy at least one alternative (anyOf)`);
  }
  if (schema.oneOf.length > 0) {
    const fitting = schema.oneOf.filter((branch) => fits(branch, value)).length;
    if (fitting !== 1) found.add(`${shown(value)} must satisfy exactly one alternative (oneOf), satisfies ${fitting}`);
  }
  if (schema.not !== undefined && fits(schema.not, value)) found.add(`${shown(value)} is forbidden (not)`);
}

function fits(schema: StructuralSchema, value: unknown): boolean {
  const trial = new Violations();
  checkValue(schema, value, trial, 'restriction');
  return trial.list.length === 0;
}

/** Go counts characters, JavaScript UTF-16 units. */
function lengthInRunes(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** The value with the keys of every object in one order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isPlainObject(value)) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, canonical(value[key])]);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
