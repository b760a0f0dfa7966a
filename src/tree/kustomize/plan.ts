import type { Item } from '../../ledger/verdict.js';
import type { FileChange } from '../file-change.js';
import { shortened } from '../marks.js';
import type { OwnFile } from '../own-file.js';
import { itemOf, startOf } from '../remark.js';
import { type Edit, splice } from '../splice.js';
import type { Tree } from '../tree.js';
import { addBehind, without } from './edit-resources.js';
import { type Entry, type Kustomization, Kustomizations } from './kustomization.js';

/**
 * Lists new files where their sources are listed, and takes out those that hold nothing any more. Only entries are added or
 * removed: order, comments and indentation are the file's own.
 *
 * @param files the files that are written
 * @param gone files that hold no object any more
 */
export function planKustomizations(
  tree: Tree,
  files: ReadonlyMap<string, OwnFile>,
  gone: readonly string[],
): { changes: FileChange[]; items: Item[] } {
  const all = new Kustomizations(tree.kustomizations);
  const items: Item[] = [];
  const added = new Map<Kustomization, { readonly behind: Entry; readonly path: string }[]>();
  for (const [file, { sources }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (all.listing(file).length > 0) continue;
    const listed = [...sources].filter((source) => all.listing(source).length > 0).sort();
    if (listed.length === 0) continue;
    const home = homeOf(file, listed, all);
    if (home === undefined) {
      const lists = [...new Set(listed.flatMap((source) => all.listing(source).map((one) => one.file)))].sort();
      const message = `no kustomization lists it; its sources are listed in ${shortened(lists).join(', ')}`;
      items.push(itemOf({ code: 'RS2304', source: startOf(tree.nameOf(file)), message }));
      continue;
    }
    const known = added.get(home.one);
    const entry = { behind: home.behind, path: pathFrom(home.one, file) };
    if (known === undefined) added.set(home.one, [entry]);
    else known.push(entry);
  }
  const changes: FileChange[] = [];
  for (const one of all.all) {
    const { edits, failed } = editsOf(one, added.get(one) ?? [], gone);
    for (const what of failed)
      items.push(itemOf({ code: 'RS2308', source: startOf(tree.nameOf(one.file)), message: what }));
    if (edits.length === 0) continue;
    const mark = one.hasMark ? '\ufeff' : '';
    changes.push({ file: one.file, before: mark + one.text, after: mark + splice(one.text, edits) });
  }
  return { changes, items: [...items, ...sayLayers(tree, all)] };
}

/**
 * The kustomization that lists a new file: the one that lists its sources, or else the nearest above the file that reaches
 * all of them through folders. The file has to be in or below its folder.
 */
function homeOf(
  file: string,
  sources: readonly string[],
  all: Kustomizations,
): { readonly one: Kustomization; readonly behind: Entry } | undefined {
  const above = all.all
    .filter(({ folder, isReadable }) => isReadable && (folder === '' || file.startsWith(`${folder}/`)))
    .sort((a, b) => b.folder.length - a.folder.length);
  for (const one of above) {
    if (!sources.every((source) => all.reaches(one, source))) continue;
    const entries = one.resources;
    const behind = entries.findLast(
      ({ path }) => path !== undefined && sources.some((source) => path === source || reachesBy(path, source, all)),
    );
    if (behind !== undefined) return { one, behind };
  }
  return undefined;
}

function reachesBy(folder: string, source: string, all: Kustomizations): boolean {
  const base = all.in(folder);
  return base !== undefined && all.reaches(base, source);
}

function pathFrom({ folder }: Kustomization, file: string): string {
  return folder === '' ? file : file.slice(folder.length + 1);
}

function editsOf(
  one: Kustomization,
  added: readonly { readonly behind: Entry; readonly path: string }[],
  gone: readonly string[],
): { edits: Edit[]; failed: string[] } {
  const edits: Edit[] = [];
  const failed: string[] = [];
  const byEntry = new Map<Entry['node'], { behind: Entry; paths: string[] }>();
  for (const { behind, path } of added) {
    const known = byEntry.get(behind.node) ?? { behind, paths: [] };
    byEntry.set(behind.node, known);
    known.paths.push(path);
  }
  const isGone = ({ path }: Entry) => path !== undefined && gone.includes(path);
  const done = new Set<Entry['node']>();
  const take = (edit: Edit | undefined, what: string) => {
    if (edit !== undefined && edits.every((other) => !overlap(edit, other))) edits.push(edit);
    else failed.push(what);
  };
  for (const { behind, paths } of byEntry.values()) {
    const replaced = behind.list.flow === true && isGone(behind);
    if (replaced) done.add(behind.node);
    take(addBehind(one, behind, paths, replaced), `${paths.join(', ')} could not be added to its resources`);
  }
  for (const entry of one.resources) {
    if (!isGone(entry) || done.has(entry.node)) continue;
    take(without(one, entry), `${entry.path} could not be taken out of its resources`);
  }
  return { edits, failed };
}

function overlap(a: Edit, b: Edit): boolean {
  return a.from < b.to && b.from < a.to;
}

/** Which kustomizations with converted files are bases, and which build on others. */
function sayLayers(tree: Tree, all: Kustomizations): Item[] {
  const sources = new Set(tree.sources.map(({ file }) => file));
  return all.all.flatMap((one) => {
    if (!one.resources.some(({ path }) => path !== undefined && sources.has(path))) return [];
    const items: Item[] = [];
    const source = startOf(tree.nameOf(one.file));
    const overlays = all.overlaysOf(one).filter((overlay) => overlay.changes.length > 0);
    if (overlays.length > 0) {
      const names = shortened(overlays.map(({ file, changes: fields }) => `${file} (${fields.join(', ')})`));
      const message = `is the base of ${names.join(', ')}: what it lists was converted once, without what is changed there`;
      items.push(itemOf({ code: 'RS2306', source, message, verdict: 'manual' }));
    }
    const bases = all.basesOf(one).map(({ file }) => file);
    if (bases.length > 0) {
      const message = `is an overlay of ${shortened(bases).join(', ')} with sources of its own; all were converted together`;
      items.push(itemOf({ code: 'RS2307', source, message, verdict: 'manual' }));
    }
    return items;
  });
}
