import type { Conversion, EmittedObject } from '../conversion.js';
import type { Item } from '../ledger/verdict.js';
import { MARKER, MARKER_LINE } from '../writing/write-files.js';
import type { YamlStyle } from '../writing/write-yaml.js';
import type { FileChange, WriteMode, WritePlan } from './file-change.js';
import { type Patches, patchesOf } from './kustomize/patches.js';
import { planKustomizations } from './kustomize/plan.js';
import { sayRenamings } from './kustomize/renamings.js';
import { withEarlierEntries } from './merge-shared.js';
import type { OwnFile } from './own-file.js';
import { outputNames, type Place, placesOf } from './places.js';
import { sayKept, sayPatchFiles, sayShared, sayStale } from './remarks.js';
import { remainsOf, replaceDocuments } from './replace-documents.js';
import { sayTwice } from './replaced-objects.js';
import { type SourceObject, SourceObjects } from './source-objects.js';
import { isShared, keptObjects, type Reason } from './standing.js';
import type { Folder, SourceFile, Tree } from './tree.js';
import { SEPARATOR, treeDocument, withLineEndsOf } from './written-text.js';

/** How a conversion is to be written into a tree. */
export interface WriteRequest extends YamlStyle {
  readonly mode: WriteMode;
  /** Also replaces whole files that routeshift did not write. Files with sources in them are never replaced as a whole. */
  readonly force: boolean;
  /** Where a mirror is written to; the tree's own folder otherwise. */
  readonly output?: Mirror | undefined;
}

/** Where a mirror is written to. */
export interface Mirror {
  readonly folder: Folder;
  /** What earlier runs wrote there. */
  readonly earlier: readonly string[];
  /** What reports call a file of it. */
  nameOf(file: string): string;
}

/**
 * What writing a conversion into the tree that it was made of would do. A pure function of what it is given, but for what it
 * looks up in the folder; nothing is written.
 */
export function planWrite(conversion: Conversion, tree: Tree, request: WriteRequest): WritePlan {
  return new Planner(conversion, tree, request).plan();
}

class Planner {
  readonly #conversion: Conversion;
  readonly #tree: Tree;
  readonly #request: WriteRequest;
  readonly #objects: SourceObjects;
  readonly #patches: Patches;
  readonly #kept: Map<SourceObject, Reason>;
  readonly #changes: FileChange[] = [];
  readonly #items: Item[] = [];
  readonly #foreign: string[] = [];

  constructor(conversion: Conversion, tree: Tree, request: WriteRequest) {
    this.#conversion = conversion;
    this.#tree = tree;
    this.#request = request;
    this.#objects = new SourceObjects(tree, conversion, request.mode === 'replace');
    this.#patches = patchesOf(tree, this.#objects.all());
    this.#kept =
      request.mode === 'replace'
        ? keptObjects(this.#objects, (object) => this.#patches.reach(object))
        : new Map<SourceObject, Reason>();
  }

  plan(): WritePlan {
    const { emitted, target } = this.#conversion;
    const { mode } = this.#request;
    const places = placesOf(emitted, this.#objects, this.#tree, { mode, to: target.api, kept: this.#kept });
    const files = this.#ownFiles(emitted, places);
    for (const [file, own] of files) this.#planOwn(file, own);
    const gone = mode === 'replace' ? [...this.#planReplaced(emitted, places), ...this.#planOutlived(files)] : [];
    this.#items.push(...sayKept(this.#kept), ...sayShared(files, this.#objects));
    if (mode !== 'replace') this.#items.push(...sayStale(this.#request.output ?? earlierIn(this.#tree), files));
    if (mode !== 'mirror') {
      const { changes, items } = planKustomizations(this.#tree, files, gone);
      this.#changes.push(...changes);
      this.#items.push(...items);
    }
    this.#items.push(...this.#patches.items, ...sayPatchFiles(this.#tree));
    if (mode !== 'mirror') this.#items.push(...sayTwice(this.#tree, emitted, this.#objects));
    this.#items.push(...sayRenamings(this.#tree, this.#objects.all()));
    return {
      changes: this.#changes.sort((a, b) => (a.file < b.file ? -1 : 1)),
      items: this.#items,
      foreign: this.#foreign.sort(),
    };
  }

  #ownFiles(emitted: readonly EmittedObject[], places: readonly Place[]): Map<string, OwnFile> {
    const files = new Map<string, OwnFile>();
    for (const [index, one] of emitted.entries()) {
      const place = places[index];
      if (place === undefined || place.kind === 'document') continue;
      const sources = one.origins.flatMap((origin) => this.#objects.of(origin)?.file ?? []);
      const known = files.get(place.file) ?? { emitted: [], sources: new Set(), model: sources[0]?.text ?? '' };
      files.set(place.file, known);
      known.emitted.push(one);
      for (const { file } of sources) known.sources.add(file);
    }
    return files;
  }

  #planOwn(file: string, own: OwnFile): void {
    const found = (this.#request.output?.folder ?? this.#tree.folder).look(file);
    const before = found.kind === 'text' ? found.text : undefined;
    const isOurs = before?.startsWith(MARKER) === true;
    const isSource = this.#request.output === undefined && this.#tree.sources.some((source) => source.file === file);
    if (found.kind === 'other' || (before !== undefined && !isOurs && (isSource || !this.#request.force))) {
      this.#foreign.push(file);
      return;
    }
    const after = isOurs && before !== undefined ? this.#addedTo(before, own) : this.#ownText(own);
    if (after === undefined) this.#foreign.push(file);
    else if (after !== before) this.#changes.push({ file, before, after });
  }

  #ownText({ emitted, model }: OwnFile): string {
    const documents = emitted.map((one) => treeDocument(one, this.#objects, this.#request));
    return withLineEndsOf(MARKER_LINE + documents.join(SEPARATOR), model);
  }

  /** The text of a file of ours; undefined where it turns out to be none. What sources that are gone had in shared objects stays. */
  #addedTo(before: string, own: OwnFile): string | undefined {
    const [one, ...others] = own.emitted;
    if (this.#request.mode !== 'replace' || one === undefined || others.length > 0 || !isShared(one))
      return this.#ownText(own);
    const merged = withEarlierEntries(one, before);
    if (merged === 'lost') return undefined;
    return merged === 'same' ? before : this.#ownText({ ...own, emitted: [merged] });
  }

  /** Plans what becomes of the files with sources; answers those that hold no document any more. */
  #planReplaced(emitted: readonly EmittedObject[], places: readonly Place[]): string[] {
    const placed = new Map<SourceObject, EmittedObject[]>();
    for (const [index, one] of emitted.entries()) {
      const place = places[index];
      if (place?.kind !== 'document') continue;
      const known = placed.get(place.object);
      if (known === undefined) placed.set(place.object, [one]);
      else known.push(one);
    }
    const byFile = new Map<SourceFile, SourceObject[]>();
    for (const object of this.#objects.all()) {
      const known = byFile.get(object.file);
      if (known === undefined) byFile.set(object.file, [object]);
      else known.push(object);
    }
    const gone: string[] = [];
    for (const [file, from] of byFile) {
      const after = replaceDocuments({ file, from, kept: this.#kept, placed }, this.#objects, this.#request);
      if (after === file.text) continue;
      const mark = file.hasMark ? '\ufeff' : '';
      const remains = remainsOf(after);
      if (remains !== 'documents') gone.push(file.file);
      this.#changes.push({
        file: file.file,
        before: mark + file.text,
        after: remains === 'nothing' ? undefined : mark + after,
      });
    }
    return gone;
  }

  /** What an earlier run wrote beside a file is in its place now. */
  #planOutlived(files: ReadonlyMap<string, OwnFile>): string[] {
    const { target } = this.#conversion;
    const outputs = outputNames(this.#tree, { mode: 'replace', to: target.api });
    const replaced = new Set(this.#objects.all().flatMap((object) => (this.#kept.has(object) ? [] : [object.file])));
    const outlived = [...replaced].flatMap((source) => {
      const file = outputs.get(source);
      const before = file === undefined ? undefined : this.#tree.own.get(file);
      return file === undefined || before === undefined || files.has(file) ? [] : [{ file, before }];
    });
    for (const { file, before } of outlived) this.#changes.push({ file, before, after: undefined });
    return outlived.map(({ file }) => file);
  }
}

function earlierIn({ own, nameOf }: Tree): Pick<Mirror, 'earlier' | 'nameOf'> {
  return { earlier: [...own.keys()], nameOf };
}
