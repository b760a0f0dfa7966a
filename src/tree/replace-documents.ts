import type { EmittedObject } from '../conversion.js';
import type { YamlStyle } from '../writing/write-yaml.js';
import { keptMark, markedRef, replacedMark } from './marks.js';
import { type SourceDocument, sourceDocuments, wholeObject } from './source-documents.js';
import type { SourceObject, SourceObjects } from './source-objects.js';
import { type Edit, splice } from './splice.js';
import type { Reason } from './standing.js';
import type { SourceFile } from './tree.js';
import { SEPARATOR, treeDocument, withLineEndsOf } from './written-text.js';

/** What the documents of one file are replaced by, or followed by. */
export interface Replacement {
  readonly file: SourceFile;
  /** The objects of the file that something was made of. */
  readonly from: readonly SourceObject[];
  readonly kept: ReadonlyMap<SourceObject, Reason>;
  /** What goes where each object stands. */
  readonly placed: ReadonlyMap<SourceObject, readonly EmittedObject[]>;
}

/**
 * The text of a file in which converted documents gave way to what they became. Nothing else changes: not a comment, not a
 * line end. An object that stays is followed by what was converted of it.
 */
export function replaceDocuments(replacement: Replacement, objects: SourceObjects, style: YamlStyle): string {
  const { file, from, kept, placed } = replacement;
  const edits: Edit[] = [];
  const documents = objects.documentsOf(file);
  for (const object of from) {
    if (object.whole === undefined) continue;
    const made = placed.get(object) ?? [];
    const isKept = kept.has(object);
    const texts = made.map((one) => markedText(one, object, isKept, objects, style));
    if (!isKept) edits.push(inPlace(file.text, object, texts));
    edits.push(...behind(file.text, object, documents, isKept ? texts : []));
  }
  return splice(file.text, edits);
}

function markedText(
  emitted: EmittedObject,
  object: SourceObject,
  isKept: boolean,
  objects: SourceObjects,
  style: YamlStyle,
): string {
  const { file, manifest } = object;
  const mark = isKept ? keptMark(manifest.ref) : replacedMark(emitted.origins.map(({ ref }) => ref));
  return withLineEndsOf(mark + treeDocument(emitted, objects, style, object), file.text);
}

/** The object's text gives way to documents, or to a comment where all that it became stands elsewhere. */
function inPlace(text: string, { document, whole, manifest }: SourceObject, texts: readonly string[]): Edit {
  const from = document.contentFrom ?? document.to;
  const to = whole?.contentTo ?? document.to;
  const separator = withLineEndsOf(SEPARATOR, text);
  const added = texts.length > 0 ? texts.join(separator) : withLineEndsOf(replacedMark([manifest.ref]), text);
  // Content that begins on the line of its marker leaves the marker behind.
  const isOwnLine = from === 0 || text[from - 1] === '\n';
  const begun = isOwnLine ? added : withLineEndsOf('\n', text) + added;
  return { from, to, text: text[to - 1] === '\n' ? begun : withoutLastBreak(begun) };
}

/** The documents of ours behind an object become those of this run, each in the place of one. */
function behind(
  text: string,
  object: SourceObject,
  documents: readonly SourceDocument[],
  texts: readonly string[],
): Edit[] {
  const separator = withLineEndsOf(SEPARATOR, text);
  const known = keptDocuments(text, object, documents);
  const edits = known.map(({ from, to }, index): Edit => {
    const replaced = texts[index];
    if (replaced === undefined) return { from, to, text: '' };
    const whole = separator + replaced;
    return { from, to, text: text[to - 1] === '\n' ? whole : withoutLastBreak(whole) };
  });
  const added = texts.slice(known.length).map((one) => separator + one);
  if (added.length === 0) return edits;
  const at = known.at(-1)?.to ?? object.document.to;
  const isComplete = at === 0 || text[at - 1] === '\n';
  const whole = added.join('');
  edits.push({
    from: at,
    to: at,
    text: isComplete ? whole : withLineEndsOf('\n', text) + withoutLastBreak(whole),
  });
  return edits;
}

/** The documents that an earlier run wrote behind an object, from their markers to their last lines. */
function keptDocuments(
  text: string,
  { index, manifest }: SourceObject,
  documents: readonly SourceDocument[],
): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let next = index + 1; next < documents.length; next++) {
    const document = documents[next];
    const mark = document?.mark;
    if (document === undefined || mark?.kind !== 'kept' || mark.of !== markedRef(manifest.ref)) break;
    const whole = wholeObject(text, document);
    // Somebody changed it beyond recognition: it is theirs.
    if (whole === undefined) break;
    found.push({ from: document.from, to: whole.contentTo });
  }
  return found;
}

function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** What is left of a file when its documents are gone. */
export type Remains = 'documents' | 'comments' | 'nothing';

export function remainsOf(text: string): Remains {
  const documents = sourceDocuments(text);
  if (documents.some(({ contentFrom }) => contentFrom !== undefined)) return 'documents';
  const isOurs = (line: string) => /^# routeshift: |^\s*$|^(?:---|\.\.\.)\s*$/.test(line);
  return text.split('\n').every(isOurs) ? 'nothing' : 'comments';
}
