import type { ContentField, ContentShape } from '../mappings/content-shape.js';

/** A JSON Schema for content of a shape. */
export function schemaOf(shape: ContentShape): Record<string, unknown> {
  switch (shape.is) {
    case 'text':
      if (shape.oneOf !== undefined) return { enum: shape.oneOf };
      if (shape.format !== undefined) return { type: 'string', pattern: shape.format.pattern };
      return shape.mayBeEmpty === true ? { type: 'string' } : { type: 'string', pattern: '\\S' };
    case 'flag':
      return { type: 'boolean' };
    case 'anything':
      return {};
    case 'list': {
      const items = schemaOf(shape.of);
      const list = { type: 'array', items };
      return shape.orOne === true ? { anyOf: [items, list] } : list;
    }
    case 'table': {
      const { keys } = shape;
      const names = keys === undefined ? {} : { propertyNames: { pattern: keys.pattern } };
      return { type: 'object', ...names, additionalProperties: schemaOf(shape.of) };
    }
    case 'text-or-object':
      return { anyOf: [schemaOf(shape.text), schemaOf(shape.object)] };
    case 'object':
      return objectSchema(shape.fields);
  }
}

function objectSchema(fields: Readonly<Record<string, ContentField>>): Record<string, unknown> {
  const entries = Object.entries(fields);
  const required = entries.flatMap(([name, { optional }]) => (optional === true ? [] : [name]));
  const properties = entries.map(([name, { shape, about }]) => {
    const schema = schemaOf(shape);
    return [name, about === undefined ? schema : { description: about, ...schema }];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** The schema as it is published. */
export function publishedSchema(shape: ContentShape): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'routeshift.yaml',
    description: 'How routeshift converts a repository.',
    ...schemaOf(shape),
  };
}
