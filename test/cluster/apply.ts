import { loadCrds } from '../crds/crd-validator.js';
import { withDefaults } from '../crds/schema-defaults.js';
import { forbidden, notFound, type Refusal } from './api-errors.js';
import type { Served, StoredObject } from './served-resources.js';

/** A server-side apply. */
export interface ApplyRequest {
  readonly resource: Served;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly live: StoredObject | undefined;
  readonly namespaces: readonly string[];
  readonly crds: string | undefined;
  readonly mayCreate: boolean;
}

type Applied = { readonly refusal: Refusal } | { readonly object: object; readonly isNew: boolean };

/**
 * What an API server answers to an apply with dryRun=All: checked against the CRDs, merged into what is there (lists whole),
 * refused where somebody else owns a field that would change.
 */
export function applied({ resource, namespace, name, query, body, live, ...server }: ApplyRequest): Applied {
  if (query.get('dryRun') !== 'All') throw new Error('the tests change nothing');
  if (query.get('fieldManager') === null) throw new Error('apply needs a field manager');
  if (namespace !== undefined && !server.namespaces.includes(namespace))
    return { refusal: notFound(`namespaces "${namespace}"`) };
  if (live === undefined && !server.mayCreate) {
    const [group = ''] = resource.apiVersion.split('/');
    return { refusal: forbidden({ verb: 'create', group, resource: resource.name }) };
  }
  const object = JSON.parse(body) as StoredObject;
  if (object.metadata.name !== name) throw new Error('the name in the path is another one');
  const crds = server.crds === undefined ? undefined : loadCrds(server.crds);
  const schema = crds
    ?.schemas()
    .find((one) => one.kind === object.kind && one.apiVersion === object.apiVersion)?.schema;
  if (crds !== undefined && schema !== undefined) {
    const wrong = crds.validate(object);
    if (wrong.length > 0) return { refusal: undeclared(object, wrong) ?? invalid(object, wrong) };
  }
  const merged = live === undefined ? object : (mergedOf(live, object) as StoredObject);
  const conflict = live === undefined ? undefined : conflictOf(live, object);
  if (conflict !== undefined) return { refusal: conflict };
  const stored = schema === undefined ? merged : (withDefaults(schema, merged) as StoredObject);
  const metadata = {
    ...merged.metadata,
    uid: 'of-the-dry-run',
    resourceVersion: '2',
    managedFields: [{ manager: query.get('fieldManager'), operation: 'Apply' }],
  };
  return { object: { ...stored, metadata }, isNew: live === undefined };
}

/** Fields that no schema declares come first, and with another status (structured-merge-diff). */
function undeclared({ metadata, apiVersion, kind }: StoredObject, wrong: readonly string[]): Refusal | undefined {
  const fields = wrong.flatMap((one) => {
    const [, path, field = ''] = /^(?:(\S+): )?unknown field "(.+)"$/.exec(one) ?? [];
    return field === '' ? [] : [`.${path === undefined ? '' : `${path}.`}${field}: field not declared in schema`];
  });
  if (fields.length === 0) return undefined;
  const what = `(${metadata.namespace}/${metadata.name}; ${apiVersion}, Kind=${kind})`;
  const all = fields.length === 1 ? fields[0] : `errors:\n${fields.map((field) => `  ${field}`).join('\n')}`;
  return { status: 500, reason: 'InternalError', message: `failed to create typed patch object ${what}: ${all}` };
}

function invalid({ kind, metadata }: StoredObject, wrong: readonly string[]): Refusal {
  const causes = wrong.map((one) => {
    const [, field = '', message = one] = /^([\w.[\]]+): (.*)$/s.exec(one) ?? [];
    return { reason: 'FieldValueInvalid', field, message };
  });
  return {
    status: 422,
    reason: 'Invalid',
    message: `${kind} "${metadata.name}" is invalid: ${wrong.join(', ')}`,
    causes,
  };
}

/** Managers of live objects own what they say in an annotation of the tests: `spec.hostnames` or so. */
function conflictOf(live: StoredObject, object: StoredObject): Refusal | undefined {
  const owned = (live.metadata.owned ?? []) as readonly string[];
  const fields = owned.filter((path) => JSON.stringify(at(live, path)) !== JSON.stringify(at(object, path)));
  if (fields.length === 0) return undefined;
  return {
    status: 409,
    reason: 'Conflict',
    message: `Apply failed with ${fields.length} conflict: conflict with "helm": .${fields[0]}`,
    causes: fields.map((field) => ({
      reason: 'FieldManagerConflict',
      message: 'conflict with "helm"',
      field: `.${field}`,
    })),
  };
}

function at(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], object);
}

function mergedOf(live: unknown, applied: unknown): unknown {
  if (!isMapping(live) || !isMapping(applied)) return applied;
  const merged: Record<string, unknown> = { ...live };
  for (const [key, value] of Object.entries(applied)) merged[key] = mergedOf(live[key], value);
  return merged;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
