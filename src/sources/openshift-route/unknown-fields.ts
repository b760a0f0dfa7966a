import type { FieldPath } from '../../kubernetes/object.js';
import type { Route } from '../../kubernetes/route.js';
import type { Ledger } from '../../ledger/ledger.js';

interface Part {
  readonly fields: ReadonlySet<string>;
  readonly parts: Readonly<Record<string, Part>>;
}

function part(fields: readonly string[], parts: Readonly<Record<string, Part>> = {}): Part {
  return { fields: new Set([...fields, ...Object.keys(parts)]), parts };
}

const BACKEND = part(['kind', 'name', 'weight']);
const ACTION = part(['name'], { action: part(['type'], { set: part(['value']) }) });
/** Fields of route.openshift.io/v1 RouteSpec (openshift/api route/v1 types.go). */
const SPEC = part(['host', 'subdomain', 'path', 'wildcardPolicy'], {
  to: BACKEND,
  alternateBackends: BACKEND,
  port: part(['targetPort']),
  tls: part(
    ['termination', 'insecureEdgeTerminationPolicy', 'certificate', 'key', 'caCertificate', 'destinationCACertificate'],
    { externalCertificate: part(['name']) },
  ),
  httpHeaders: part([], { actions: part([], { request: ACTION, response: ACTION }) }),
});

/** Says of fields under `spec` that a Route has none of the kind. */
export function sayUnknownFields({ manifest }: Route, ledger: Ledger): void {
  const unknown: FieldPath[] = [];
  visit(manifest.content.spec, ['spec'], SPEC, unknown);
  for (const path of unknown)
    ledger.say(ledger.openField(manifest, path), {
      verdict: 'invalid',
      code: 'RS0317',
      message: 'a Route has no such field; the API server drops it',
      next: 'Remove it, or correct its name.',
    });
}

function visit(value: unknown, path: (string | number)[], { fields, parts }: Part, unknown: FieldPath[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      visit(item, [...path, index], { fields, parts }, unknown);
    });
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const below = Object.hasOwn(parts, key) ? parts[key] : undefined;
    if (!fields.has(key)) unknown.push([...path, key]);
    else if (below !== undefined) visit(inner, [...path, key], below, unknown);
  }
}
