import type { Conversion, EmittedObject, Origin } from '../conversion.js';
import type { Manifest, SourcePosition } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import { LineTable } from '../manifests/line-table.js';
import { type SourceDocument, sourceDocuments, type WholeObject, wholeObject } from './source-documents.js';
import type { SourceFile, Tree } from './tree.js';

/** An Ingress or Route of the tree, with the document that it stands in. */
export interface SourceObject {
  readonly file: SourceFile;
  readonly manifest: Manifest;
  /** The index of its document in the file. */
  readonly index: number;
  readonly document: SourceDocument;
  /** Undefined where nothing is edited, where the document is more than the object, or cannot be told apart from what is around it. */
  readonly whole: WholeObject | undefined;
  /** What was made of it. */
  readonly emitted: EmittedObject[];
  /** Whether it is no business of this run, whatever else stands in the tree: it is another controller's, or of another kind. */
  readonly isLeftOut: boolean;
  withheld: boolean;
  /** The first error finding about it. */
  error: Item | undefined;
  /** The first finding by which others serve what it names, so that it may be served once they are gone. */
  rivals: Item | undefined;
  /** The finding by which it holds a certificate that was written nowhere else. */
  certificate: Item | undefined;
}

/** Hosts and paths that older objects have: ingress-nginx and haproxytech, nginx-inc, Routes, HAProxy Ingress. */
const RIVAL_CODES: ReadonlySet<string> = new Set(['RS1002', 'RS2261', 'RS2110', 'RS2203']);

/**
 * Findings by which an object is left out: its class, its kind, or what the controller drops at the door decides that alone,
 * so that it stays left out when others are gone.
 */
const LEFT_OUT_CODES: ReadonlySet<string> = new Set([
  'RS0201',
  'RS0202',
  'RS0205',
  'RS0210',
  'RS0211',
  'RS0325',
  'RS2140',
]);

/**
 * The Ingresses and Routes of the files of a tree that a conversion made something of, held back, or left to others. Where
 * documents are edited, those of which nothing was made are among them, wherever they stand: they may be served once others
 * are gone.
 */
export class SourceObjects {
  readonly #byPlace = new Map<string, SourceObject>();
  readonly #documents = new Map<SourceFile, readonly SourceDocument[]>();

  /** @param isEdited whether documents are to be replaced, so that their ends have to be known */
  constructor(tree: Tree, conversion: Conversion, isEdited: boolean) {
    const named = new Map(tree.sources.map((file) => [file.name, file]));
    const spoken = new Set<string>();
    for (const { origins } of conversion.emitted) for (const { source } of origins) spoken.add(source.file);
    for (const { source } of conversion.withheld) spoken.add(source.file);
    for (const item of conversion.items) if (isRivalry(item)) spoken.add(item.source.file);
    const leftOut = new Set(conversion.items.filter(leavesOut).map(({ source }) => placeOf(source)));
    if (isEdited)
      for (const { name, manifests } of tree.sources)
        if (manifests.some((one) => isConverted(one) && !leftOut.has(placeOf(one.source)))) spoken.add(name);
    for (const name of spoken) {
      const file = named.get(name);
      if (file !== undefined) this.#addFile(file, isEdited, leftOut);
    }
    for (const emitted of conversion.emitted)
      for (const origin of emitted.origins) this.of(origin)?.emitted.push(emitted);
    for (const { source } of conversion.withheld) {
      const object = this.#byPlace.get(placeOf(source));
      if (object !== undefined) object.withheld = true;
    }
    this.#findItems(conversion.items);
  }

  /** The object of the tree that something was made of; undefined for what stands in no file. */
  of({ source }: Origin): SourceObject | undefined {
    return this.#byPlace.get(placeOf(source));
  }

  /** In the order of files and lines. */
  all(): SourceObject[] {
    return [...this.#byPlace.values()].sort(compareObjects);
  }

  documentsOf(file: SourceFile): readonly SourceDocument[] {
    const known = this.#documents.get(file) ?? sourceDocuments(file.text);
    this.#documents.set(file, known);
    return known;
  }

  #addFile(file: SourceFile, isEdited: boolean, leftOut: ReadonlySet<string>): void {
    const documents = this.documentsOf(file);
    const lines = new LineTable(file.name, file.text);
    for (const manifest of file.manifests) {
      if (!isConverted(manifest)) continue;
      const offset = lines.offsetOf(manifest.source);
      const index = documents.findIndex(({ from, to }) => from <= offset && offset < to);
      const document = documents[index];
      if (document === undefined || document.mark !== undefined) continue;
      const found = isEdited && file.untouchable === undefined ? wholeObject(file.text, document) : undefined;
      const whole = found?.kind === manifest.ref.kind ? found : undefined;
      const place = { file, manifest, index, document, whole };
      const object = {
        ...place,
        isLeftOut: leftOut.has(placeOf(manifest.source)),
        emitted: [],
        withheld: false,
        error: undefined,
        rivals: undefined,
        certificate: undefined,
      };
      this.#byPlace.set(placeOf(manifest.source), object);
    }
  }

  /** A finding belongs to the object whose lines it stands in. */
  #findItems(items: readonly Item[]): void {
    const byFile = new Map<string, SourceObject[]>();
    for (const object of this.all()) {
      const known = byFile.get(object.file.name);
      if (known === undefined) byFile.set(object.file.name, [object]);
      else known.push(object);
    }
    const tables = new Map([...byFile].map(([name, objects]) => [name, linesOf(objects)]));
    for (const item of items) {
      const fails = isError(item);
      const isRival = isRivalry(item);
      const isCertificate = item.code === 'RS2114' && item.verdict === 'manual';
      if (!fails && !isRival && !isCertificate) continue;
      for (const { object, first, last } of tables.get(item.source.file) ?? []) {
        if (item.source.line < first || last < item.source.line) continue;
        if (fails) object.error ??= item;
        if (isRival) object.rivals ??= item;
        if (isCertificate) object.certificate ??= item;
      }
    }
  }
}

/** Suppressed or not: a suppression lets nothing go. */
function isError(item: Item): boolean {
  return [item, ...item.also].some(({ severity }) => severity === 'error');
}

function leavesOut({ code, field }: Item): boolean {
  return field === '' && LEFT_OUT_CODES.has(code);
}

function isRivalry({ code, verdict }: Item): boolean {
  return verdict === 'redundant' && RIVAL_CODES.has(code);
}

function linesOf(objects: readonly SourceObject[]): { object: SourceObject; first: number; last: number }[] {
  const lines = new LineTable(objects[0]?.file.name ?? '', objects[0]?.file.text ?? '');
  return objects.map((object) => ({
    object,
    first: lines.at(object.document.from).line,
    last: lines.at(object.document.to - 1).line,
  }));
}

/** The objects whose documents are replaced. */
export function isConverted({ ref }: Manifest): boolean {
  return ref.kind === 'Ingress' || ref.kind === 'Route';
}

export function compareObjects(a: SourceObject, b: SourceObject): number {
  if (a.file !== b.file) return a.file.file < b.file.file ? -1 : 1;
  const { source: first } = a.manifest;
  const { source: second } = b.manifest;
  return first.line - second.line || first.column - second.column;
}

/** The key of a place. */
export function placeOf({ file, line, column }: SourcePosition): string {
  return `${line}:${column}:${file}`;
}
