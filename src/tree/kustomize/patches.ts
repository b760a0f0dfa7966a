import { isMap, isScalar, type YAMLMap } from 'yaml';
import { formatRef } from '../../kubernetes/object.js';
import type { Item } from '../../ledger/verdict.js';
import { itemOf } from '../remark.js';
import type { SourceObject } from '../source-objects.js';
import type { Folder, Tree } from '../tree.js';
import { allDocuments } from '../yaml-document.js';
import { type Kustomization, Kustomizations } from './kustomization.js';

/** What a patch is for; what is absent leaves it open. */
interface PatchTarget {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

interface Patch {
  readonly targets: readonly PatchTarget[];
  /** The entry in the kustomization. */
  readonly node: unknown;
  /** The file that holds the patch, where it is one. */
  readonly file: string | undefined;
}

/** The patches of kustomizations that point at objects which were converted. */
export interface Patches {
  reach(object: SourceObject): boolean;
  readonly items: readonly Item[];
}

const FIELDS = ['patches', 'patchesJson6902', 'patchesStrategicMerge'] as const;

/** Finds the patches that kustomizations apply to objects of the files they reach. */
export function patchesOf(tree: Tree, objects: readonly SourceObject[]): Patches {
  const all = new Kustomizations(tree.kustomizations);
  const patched = new Set<SourceObject>();
  const items: Item[] = [];
  for (const one of all.all) {
    const patches = FIELDS.flatMap((field) => patchesIn(one, field, tree.folder));
    if (patches.length === 0) continue;
    const files = all.changedBy(one);
    const reached = objects.filter(({ file }) => files.has(file.file));
    for (const { targets, node, file } of patches) {
      for (const object of reached) {
        if (!targets.some((target) => isFor(target, object))) continue;
        patched.add(object);
        const { ref } = object.manifest;
        const where = file === undefined ? 'a patch here' : `the patch ${file}`;
        items.push(
          itemOf({
            code: 'RS2305',
            source: one.positionOf(node, tree.nameOf(one.file)),
            object: ref,
            message: `${where} changes ${formatRef(ref)} (${object.file.file}); what it changes was not seen`,
          }),
        );
      }
    }
  }
  return { reach: (object) => patched.has(object), items };
}

/** The files that kustomizations list as patches and not as resources. */
export function patchFilesOf(texts: ReadonlyMap<string, string>): Set<string> {
  const all = new Kustomizations(texts);
  const files = new Set<string>();
  for (const one of all.all)
    for (const field of FIELDS) for (const { file } of patchesIn(one, field, undefined)) if (file) files.add(file);
  for (const one of all.all) for (const { path } of one.resources) if (path !== undefined) files.delete(path);
  return files;
}

function patchesIn(one: Kustomization, field: (typeof FIELDS)[number], folder: Folder | undefined): Patch[] {
  return one.items(field).map(({ node }): Patch => {
    if (isMap(node)) {
      const written = textAt(node, 'path');
      const file = written === undefined ? undefined : one.pathOf(written);
      const target: unknown = node.get('target', true);
      if (isMap(target)) return { node, file, targets: [targetIn(target)] };
      const inline = textAt(node, 'patch');
      return { node, file, targets: targetsOf(inline ?? textOf(file, folder)) };
    }
    if (!isScalar(node) || typeof node.value !== 'string') return { node, file: undefined, targets: [] };
    // Strategic merges may stand in the list themselves.
    if (node.value.includes('\n')) return { node, file: undefined, targets: targetsOf(node.value) };
    const file = one.pathOf(node.value);
    return { node, file, targets: targetsOf(textOf(file, folder)) };
  });
}

function textOf(file: string | undefined, folder: Folder | undefined): string {
  const found = file === undefined ? undefined : folder?.look(file);
  return found?.kind === 'text' ? found.text : '';
}

function targetIn(target: YAMLMap): PatchTarget {
  return { kind: textAt(target, 'kind'), name: textAt(target, 'name'), namespace: textAt(target, 'namespace') };
}

/** What strategic merge patches name by their own metadata. */
function targetsOf(text: string): PatchTarget[] {
  return allDocuments(text).flatMap(({ contents }) => {
    if (!isMap(contents)) return [];
    const metadata: unknown = contents.get('metadata', true);
    const [name, namespace] = isMap(metadata) ? [textAt(metadata, 'name'), textAt(metadata, 'namespace')] : [];
    const kind = textAt(contents, 'kind');
    return kind === undefined || name === undefined
      ? []
      : [{ kind, name: exactly(name), namespace: namespace === undefined ? undefined : exactly(namespace) }];
  });
}

function exactly(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function textAt(map: YAMLMap, key: string): string | undefined {
  const value: unknown = map.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** Kind, name and namespace of a target are expressions for all of the text; labels are taken to fit. */
function isFor({ kind, name, namespace }: PatchTarget, { manifest: { ref } }: SourceObject): boolean {
  return (
    fits(kind, ref.kind) && fits(name, ref.name) && (ref.namespace === undefined || fits(namespace, ref.namespace))
  );
}

/** Longer expressions are nobody's, and some would never end. */
const LONGEST_EXPRESSION = 300;

function fits(expression: string | undefined, text: string): boolean {
  if (expression === undefined || expression === '' || expression === text) return true;
  if (/^[\w ./-]*$/.test(expression) && !expression.includes('.')) return false;
  if (expression.length > LONGEST_EXPRESSION || /[*+{][^|]*[*+{]/.test(expression.replace(/\.\*/g, ''))) return true;
  try {
    return new RegExp(`^(?:${expression})$`).test(text);
  } catch {
    // Go's expressions are not quite those here; what cannot be read may fit.
    return true;
  }
}
