import { isMap, isScalar } from 'yaml';
import type { Item } from '../../ledger/verdict.js';
import { shortened } from '../marks.js';
import { itemOf } from '../remark.js';
import { placeOf, type SourceObject } from '../source-objects.js';
import type { Tree } from '../tree.js';
import { type Kustomization, Kustomizations } from './kustomization.js';

/**
 * Says which kustomizations give other names to what was converted. kustomize keeps the references of an Ingress up to date
 * and knows none of Gateway API: parentRefs, backendRefs and certificateRefs keep the names that the files hold
 * (kustomize, api/internal/konfig/builtinpluginconsts/namereference.go).
 */
export function sayRenamings(tree: Tree, objects: readonly SourceObject[]): Item[] {
  const all = new Kustomizations(tree.kustomizations);
  const made = objects.filter(({ emitted }) => emitted.length > 0);
  return all.all.flatMap((one) => {
    if (!FIELDS.some((field) => one.field(field) !== undefined)) return [];
    const files = all.changedBy(one);
    const reached = made.filter(({ file }) => files.has(file.file));
    if (reached.length === 0) return [];
    const fields = FIELDS.filter((field) => renames(one, field, reached));
    const [first] = fields;
    if (first === undefined) return [];
    const named = shortened([...new Set(reached.map(({ file }) => file.file))].sort()).join(', ');
    return [
      itemOf({
        code: 'RS2312',
        source: one.positionOf(one.field(first)?.key, tree.nameOf(one.file)),
        message: `${fields.map((field) => shown(one, field)).join(', ')}: names in what was converted of ${named} change when kustomize builds, and the references of routes and Gateways to them do not`,
      }),
    ];
  });
}

const FIELDS = ['namespace', 'namePrefix', 'nameSuffix', 'secretGenerator'] as const;
type Field = (typeof FIELDS)[number];

function renames(one: Kustomization, field: Field, reached: readonly SourceObject[]): boolean {
  switch (field) {
    case 'namespace':
      return textOf(one, field) !== '' && !movesTogether(reached, textOf(one, field));
    case 'namePrefix':
    case 'nameSuffix':
      return textOf(one, field) !== '';
    case 'secretGenerator':
      return generatedNames(one).some((name) => reached.some((object) => namesSecret(object, name)));
  }
}

/** Whether all that was made of the objects stays in one namespace, with everything that it refers to. */
function movesTogether(reached: readonly SourceObject[], namespace: string): boolean {
  const places = new Set(reached.map(({ manifest }) => placeOf(manifest.source)));
  const namespaces = new Set<string | undefined>();
  for (const { emitted } of reached) {
    for (const { object, origins } of emitted) {
      namespaces.add(object.metadata.namespace);
      if (!origins.every(({ source }) => places.has(placeOf(source)))) return false;
    }
  }
  const [only] = namespaces;
  return namespaces.size === 1 && (only === undefined || only === namespace);
}

/** The Secrets that get the hash of their content behind their names. */
function generatedNames(one: Kustomization): string[] {
  return one.items('secretGenerator').flatMap(({ node }) => {
    const name = isMap(node) ? node.get('name') : undefined;
    const options: unknown = isMap(node) ? node.get('options', true) : undefined;
    const isPlain = isMap(options) && options.get('disableNameSuffixHash') === true;
    return typeof name === 'string' && !isPlain ? [name] : [];
  });
}

function namesSecret({ emitted }: SourceObject, name: string): boolean {
  return emitted.some(({ object }) => {
    const text = JSON.stringify(object);
    return text.includes('"certificateRefs"') && text.includes(`"name":${JSON.stringify(name)}`);
  });
}

function shown(one: Kustomization, field: Field): string {
  return `${field} ${textOf(one, field).slice(0, 100)}`.trimEnd();
}

/** The text under a key; '' for everything else. */
function textOf(one: Kustomization, field: Field): string {
  const value = one.field(field)?.value;
  return isScalar(value) && typeof value.value === 'string' ? value.value : '';
}
