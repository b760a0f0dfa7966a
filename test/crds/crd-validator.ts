import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { toCelValue } from './cel-value.js';
import { checkRules } from './cel-violations.js';
import { checkMetadata } from './metadata-violations.js';
import { withDefaults } from './schema-defaults.js';
import { checkSchema } from './schema-violations.js';
import { isPlainObject, type PlainObject, readSchema, type StructuralSchema } from './structural-schema.js';
import { Violations } from './violations.js';

export { type CrdFolder, crdFolders } from './crd-folders.js';

/** Tells whether an API server on which one set of CRDs is installed would accept an object. */
export interface CrdValidator {
  /**
   * The reasons for which the object would be refused on create, or changed by dropping fields; empty when it would be
   * stored as it is written (plus defaults). `status` is checked as an update of the status would check it.
   * References are not followed: what is refused by a controller later is not refused here. Cost limits of CEL are not
   * computed.
   */
  validate(object: unknown): string[];
  /** The schemas of all served kinds, for tests about the CRDs themselves. */
  schemas(): { readonly apiVersion: string; readonly kind: string; readonly schema: StructuralSchema }[];
}

interface ServedKind {
  readonly scope: 'Namespaced' | 'Cluster';
  /** Read at the first use: most tests need two kinds of fourteen. */
  readonly schema: () => StructuralSchema;
}

const loaded = new Map<string, CrdValidator>();

/**
 * Reads all CustomResourceDefinitions of a folder (its `.yaml` files, several documents each; other kinds are
 * skipped). One validator per folder and process.
 *
 * @throws Error when a file cannot be read or parsed: the folder is a fixture.
 */
export function loadCrds(dir: string): CrdValidator {
  let validator = loaded.get(dir);
  if (validator === undefined) {
    validator = validatorFor(readKinds(dir));
    loaded.set(dir, validator);
  }
  return validator;
}

function readKinds(dir: string): Map<string, Map<string, ServedKind>> {
  const kinds = new Map<string, Map<string, ServedKind>>();
  for (const file of readdirSync(dir).sort()) {
    if (!file.endsWith('.yaml')) continue;
    for (const document of loadAll(readFileSync(join(dir, file), 'utf8'))) {
      if (!isPlainObject(document) || document.kind !== 'CustomResourceDefinition') continue;
      const spec = objectAt(document, 'spec');
      const kind = String(objectAt(spec, 'names').kind);
      const scope = spec.scope === 'Cluster' ? 'Cluster' : 'Namespaced';
      const versions = Array.isArray(spec.versions) ? spec.versions : [];
      for (const version of versions) {
        if (!isPlainObject(version) || version.served !== true) continue;
        const apiVersion = `${String(spec.group)}/${String(version.name)}`;
        const byKind = kinds.get(apiVersion) ?? new Map<string, ServedKind>();
        byKind.set(kind, { scope, schema: once(() => readRootSchema(objectAt(version, 'schema').openAPIV3Schema)) });
        kinds.set(apiVersion, byKind);
      }
    }
  }
  return kinds;
}

function validatorFor(kinds: ReadonlyMap<string, ReadonlyMap<string, ServedKind>>): CrdValidator {
  return {
    validate(object) {
      if (!isPlainObject(object)) return ['not an object'];
      const { apiVersion, kind } = object;
      if (typeof apiVersion !== 'string' || typeof kind !== 'string') return ['apiVersion and kind must be strings'];
      const served = kinds.get(apiVersion)?.get(kind);
      return served === undefined ? [`no CRD serves ${apiVersion} ${kind}`] : violationsOf(served, object);
    },
    schemas() {
      return [...kinds].flatMap(([apiVersion, byKind]) =>
        [...byKind].map(([kind, { schema }]) => ({ apiVersion, kind, schema: schema() })),
      );
    },
  };
}

function violationsOf({ scope, schema: schemaOf }: ServedKind, object: PlainObject): string[] {
  const schema = schemaOf();
  const found = new Violations();
  checkMetadata(object.metadata, scope, found);
  const complete = withDefaults(schema, { ...object, metadata: metadataForRules(object.metadata) });
  checkSchema(schema, complete, found);
  if (!found.blocking) checkRules(schema, complete, toCelValue(schema, complete), found);
  return found.list;
}

/** The root level, with what CRDs leave unsaid there: `metadata` has its own checks, and rules see only its names. */
function readRootSchema(raw: unknown): StructuralSchema {
  const root = readSchema(raw);
  const text = { type: 'string' };
  const metadata = readSchema({ type: 'object', properties: { name: text, generateName: text } });
  return { ...root, properties: new Map([...root.properties, ['metadata', metadata]]) };
}

function metadataForRules(metadata: unknown): PlainObject {
  const names: Record<string, unknown> = {};
  for (const field of ['name', 'generateName']) {
    const value = isPlainObject(metadata) ? metadata[field] : undefined;
    if (typeof value === 'string') names[field] = value;
  }
  return names;
}

function objectAt(owner: PlainObject, key: string): PlainObject {
  const value = owner[key];
  if (!isPlainObject(value)) throw new Error(`A CustomResourceDefinition lacks ${key}.`);
  return value;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
