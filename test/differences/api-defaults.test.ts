import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { API_DEFAULTS, withDefaults } from '../../src/differences/api-defaults.js';
import { crdFolders } from '../crds/crd-folders.js';

interface Schema {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Crd {
  readonly kind?: string;
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

const OPENSHIFT = fileURLToPath(new URL('../../../shared/crds/openshift', import.meta.url));
/** What no conversion writes: filters of backends, and the authentication that only the experimental channel has. */
const NEVER_WRITTEN = /backendRefs\[\]\.filters|externalAuth/;

/** The defaults of `spec` in every CRD of a folder: `Kind path value`. */
function defaultsIn(dir: string): string[] {
  const found = new Set<string>();
  const visit = (kind: string, path: string, schema: Schema): void => {
    if (schema.default !== undefined && path.startsWith('spec.') && !NEVER_WRITTEN.test(path))
      found.add(`${kind} ${path} ${JSON.stringify(schema.default)}`);
    for (const [name, inner] of Object.entries(schema.properties ?? {}))
      visit(kind, path === '' ? name : `${path}.${name}`, inner);
    if (schema.items !== undefined) visit(kind, `${path}[]`, schema.items);
  };
  for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml')) continue;
    for (const crd of loadAll(readFileSync(join(dir, file), 'utf8')) as (Crd | null)[]) {
      if (crd?.kind !== 'CustomResourceDefinition' || !(crd.spec.names.kind in API_DEFAULTS)) continue;
      for (const { schema } of crd.spec.versions) visit(crd.spec.names.kind, '', schema.openAPIV3Schema);
    }
  }
  return [...found];
}

const TABLE = Object.entries(API_DEFAULTS).flatMap(([kind, rows]) =>
  rows.map(([path, value]) => `${kind} ${path} ${JSON.stringify(value)}`),
);

describe('the defaults of the API server', () => {
  const folders = [...crdFolders().map(({ dir }) => dir), ...(existsSync(OPENSHIFT) ? [OPENSHIFT] : [])];

  it.skipIf(folders.length === 0)('are those of the CRDs, no more and no less', () => {
    const known = new Set(folders.flatMap(defaultsIn));
    expect([...known].sort()).toEqual([...TABLE].sort());
  });

  it('are filled in where what holds them is there', () => {
    const metadata = { name: 'a' };
    const object = {
      apiVersion: 'x',
      kind: 'HTTPRoute',
      metadata,
      spec: { parentRefs: [{ name: 'g' }], rules: [{ backendRefs: [{ name: 'b', weight: 3 }] }] },
    };
    expect(withDefaults(object).spec).toEqual({
      parentRefs: [{ name: 'g', group: 'gateway.networking.k8s.io', kind: 'Gateway' }],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: 'b', weight: 3, group: '', kind: 'Service' }],
        },
      ],
    });
    expect(withDefaults({ apiVersion: 'x', kind: 'Route', metadata, spec: { to: { name: 'a' } } }).spec).toEqual({
      to: { name: 'a', kind: 'Service', weight: 100 },
      wildcardPolicy: 'None',
    });
    expect(withDefaults({ apiVersion: 'v1', kind: 'Secret', metadata })).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
    });
  });
});
