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

/** `path` is the way to `value`; it grows and shrinks with the walk and is copied only for what is found. */
function visit(value: unknown, path: (string | number)[], part: Part, unknown: FieldPath[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      visit(value[index], path, part, unknown);
      path.pop();
    }
    return;
  }
  const fields = value as Fields;
  for (const key in fields) {
    path.push(key);
    const below = Object.hasOwn(part.parts, key) ? part.parts[key] : undefined;
    if (!part.fields.has(key)) unknown.push([...path]);
    else if (below !== undefined) visit(fields[key], path, below, unknown);
    path.pop();
  }
}
