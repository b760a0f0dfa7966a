import { compileRule } from './cel-engine.js';
import { celFieldName } from './cel-value.js';
import { isPlainObject, type StructuralSchema } from './structural-schema.js';
import type { Violations } from './violations.js';

/**
 * Evaluates the CEL rules of a schema at every level of a value and reports those that do not hold. A rule that ends
 * in an error (a key that is not there, say) refuses the object, as the API server does.
 *
 * @param value the value after defaulting, whose shape fits the schema
 * @param celValue the same value through toCelValue
 */
export function checkRules(schema: StructuralSchema, value: unknown, celValue: unknown, found: Violations): void {
  if (!schema.leadsToRules || value === null) return;
  for (const { rule, message } of schema.rules) {
    const answer = compileRule(rule)?.(celValue);
    if (answer === false) found.add(message);
    else if (answer instanceof Error) found.add(`rule ends in an error: ${firstLine(answer.message)} (${rule})`);
  }
  const { items, additional, properties } = schema;
  if (Array.isArray(value)) {
    if (items?.leadsToRules !== true || !Array.isArray(celValue)) return;
    for (let index = 0; index < value.length; index++) {
      found.enter(index);
      checkRules(items, value[index], celValue[index], found);
      found.leave();
    }
  } else if (isPlainObject(value)) {
    for (const key of Object.keys(value)) {
      const child = properties.get(key) ?? additional;
      if (child === undefined || child === 'any' || !child.leadsToRules) continue;
      found.enter(key);
      checkRules(child, value[key], celChild(celValue, key), found);
      found.leave();
    }
  }
}

function celChild(celValue: unknown, key: string): unknown {
  if (celValue instanceof Map) return celValue.get(key);
  return isPlainObject(celValue) ? celValue[celFieldName(key)] : undefined;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end === -1 ? text : text.slice(0, end);
}
