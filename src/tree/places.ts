import type { EmittedObject } from '../conversion.js';
import type { TargetName } from '../options.js';
import { fileNames } from '../writing/file-names.js';
import type { WriteMode } from './file-change.js';
import { compareObjects, type SourceObject, type SourceObjects } from './source-objects.js';
import { isShared, type Reason } from './standing.js';
import type { SourceFile, Tree } from './tree.js';

/** Where an emitted object goes. */
export type Place =
  /** Into the place of a document, or behind one that stays. */
  | { readonly kind: 'document'; readonly object: SourceObject }
  /** Into the output of the one file whose objects it was made of. */
  | { readonly kind: 'output'; readonly file: string; readonly source: SourceFile }
  /** Into a file of its own. */
  | { readonly kind: 'own'; readonly file: string };

export interface Placement {
  readonly mode: WriteMode;
  readonly to: TargetName;
  /** The objects that stay, in `replace` mode. */
  readonly kept: ReadonlyMap<SourceObject, Reason>;
}

/** The place of each emitted object, in their order. */
export function placesOf(
  emitted: readonly EmittedObject[],
  objects: SourceObjects,
  tree: Tree,
  placement: Placement,
): Place[] {
  const origins = emitted.map((one) => originsIn(one, objects));
  const outputs = outputNames(tree, placement);
  const own = new Map<EmittedObject, string>();
  const alone = emitted
    .map((one, index) => ({ one, from: origins[index] ?? [] }))
    .filter(({ one, from }) => isAlone(one, from, placement));
  const names = fileNames(alone.map(({ one }) => one.object));
  const taken = new Set([...tree.sources.map(({ file }) => file), ...outputs.values()]);
  for (const [index, { one, from }] of alone.entries()) {
    const folder = commonFolder(from.map((object) => object.file.file));
    // A mirror's layout is that of the sources, whatever else the tree holds.
    const known = placement.mode === 'mirror' ? NOTHING : tree.own;
    const file = ownFile(names[index] ?? '', folder, known, taken);
    taken.add(file);
    own.set(one, file);
  }
  return emitted.map((one, index): Place => {
    const file = own.get(one);
    const [first, ...others] = origins[index] ?? [];
    if (file !== undefined || first === undefined) return { kind: 'own', file: file ?? '' };
    if (placement.mode === 'replace' && [first, ...others].every(({ whole }) => whole !== undefined))
      return { kind: 'document', object: first };
    return { kind: 'output', file: outputs.get(first.file) ?? '', source: first.file };
  });
}

function originsIn({ origins }: EmittedObject, objects: SourceObjects): SourceObject[] {
  return origins
    .map((origin) => objects.of(origin))
    .filter((object) => object !== undefined)
    .sort(compareObjects);
}

/** Whether an object belongs to no file in particular. */
function isAlone(emitted: EmittedObject, origins: readonly SourceObject[], { mode }: Placement): boolean {
  return new Set(origins.map(({ file }) => file)).size !== 1 || (mode === 'replace' && isShared(emitted));
}

/** A file of an earlier run keeps its place: two Gateways of one name would replace each other. */
function ownFile(
  name: string,
  folder: string,
  earlier: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
): string {
  const wanted = folder === '' ? name : `${folder}/${name}`;
  const known = earlier.has(wanted)
    ? wanted
    : [...earlier.keys()].sort().find((file) => file === name || file.endsWith(`/${name}`));
  if (known !== undefined && !taken.has(known)) return known;
  for (let n = 1; ; n++) {
    const file = n === 1 ? wanted : wanted.replace(/\.yaml$/, `-${n}.yaml`);
    if (!taken.has(file)) return file;
  }
}

function commonFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => file.split('/').slice(0, -1));
  let length = first.length;
  for (const folder of others) {
    let same = 0;
    while (same < length && folder[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length).join('/');
}

const NOTHING: ReadonlyMap<string, string> = new Map();
const MANIFEST_END = /\.(?:ya?ml|json)$/;

/** The file for what becomes of each file: `web.yaml` has `web.gateway.yaml`, or, in a mirror, `web.yaml`. */
export function outputNames(tree: Tree, { mode, to }: Pick<Placement, 'mode' | 'to'>): Map<SourceFile, string> {
  const suffix = mode === 'mirror' ? '' : to === 'gateway-api' ? '.gateway' : '.route';
  const taken = new Set<string>(mode === 'mirror' ? [] : tree.sources.map(({ file }) => file));
  const names = new Map<SourceFile, string>();
  // Of files that differ in nothing but their ends, `web.yaml` has the plain name.
  const rank = ({ file }: SourceFile) => (file.endsWith('.yaml') ? 0 : file.endsWith('.yml') ? 1 : 2);
  for (const source of [...tree.sources].sort((a, b) => rank(a) - rank(b))) {
    const isMirrored = mode === 'mirror' && !source.file.endsWith('.json');
    const plain = isMirrored ? source.file : `${source.file.replace(MANIFEST_END, '')}${suffix}.yaml`;
    let name = taken.has(plain) || yields(source, tree, mode) ? `${source.file}${suffix}.yaml` : plain;
    while (taken.has(name)) name = name.replace(/\.yaml$/, '-2.yaml');
    taken.add(name);
    names.set(source, name);
  }
  return names;
}

/**
 * Whether a file of a better rank differs in nothing but its end. It need not be a source: once it is replaced it is none, and
 * names have to be what they were.
 */
function yields({ file }: SourceFile, { folder }: Tree, mode: WriteMode): boolean {
  if (mode === 'mirror' || file.endsWith('.yaml')) return false;
  const stem = file.replace(MANIFEST_END, '');
  const better = file.endsWith('.yml') ? ['.yaml'] : ['.yaml', '.yml'];
  return better.some((end) => folder.look(stem + end).kind !== 'absent');
}
