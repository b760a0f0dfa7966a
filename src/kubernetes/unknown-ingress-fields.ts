import type { Fields } from './field-reader.js';
import type { FieldPath } from './object.js';

/** A part of the spec: its fields in any version, and which of them are looked into. */
interface Part {
  readonly fields: ReadonlySet<string>;
  readonly parts: Readonly<Record<string, Part>>;
}

function part(fields: readonly string[], parts: Readonly<Record<string, Part>> = {}): Part {
  return { fields: new Set([...fields, ...Object.keys(parts)]), parts };
}

/** Fields of networking.k8s.io/v1 and of the v1beta1 groups (k8s.io/api networking and extensions types.go). */
const BACKEND = part(['serviceName', 'servicePort'], {
  service: part(['name'], { port: part(['name', 'number']) }),
  resource: part(['apiGroup', 'kind', 'name']),
});
const SPEC = part(['ingressClassName'], {
  defaultBackend: BACKEND,
  backend: BACKEND,
  tls: part(['hosts', 'secretName']),
  rules: part(['host'], { http: part([], { paths: part(['path', 'pathType'], { backend: BACKEND }) }) }),
});

/** Paths of the fields under `spec` that no version of Ingress has, in the order of the text. */
export function unknownIngressFields(spec: Fields): FieldPath[] {
  const unknown: FieldPath[] = [];
  visit(spec, ['spec'], SPEC, unknown);
  return unknown;
}

function visit(value: unknown, path: FieldPath, part: Part, unknown: FieldPath[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(item, [...path, index], part, unknown);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, field] of Object.entries(value)) {
    if (!part.fields.has(key)) unknown.push([...path, key]);
    else if (typeof field === 'object' && Object.hasOwn(part.parts, key)) {
      const below = part.parts[key];
      if (below !== undefined) visit(field, [...path, key], below, unknown);
    }
  }
}
