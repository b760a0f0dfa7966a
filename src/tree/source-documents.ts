import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { type Chunk, splitDocuments } from '../manifests/split-documents.js';
import { type Mark, markIn } from './marks.js';
import { oneDocument } from './yaml-document.js';

/** A document of a file, as offsets in its text. */
export interface SourceDocument extends Chunk {
  /** Where its content begins: behind its marker and the comments before it. Undefined where it holds nothing. */
  readonly contentFrom: number | undefined;
  /** Whether document markers (or the ends of the file) stand around it; the objects of a JSON stream have none. */
  readonly isDelimited: boolean;
  /** Set for documents that routeshift wrote. */
  readonly mark: Mark | undefined;
}

const INGRESS = /^kind[ \t]*:[ \t]*["']?Ingress\b/m;

/** The documents of a text, found without parsing it. */
export function sourceDocuments(text: string): SourceDocument[] {
  const chunks = [...splitDocuments(text)];
  return chunks.map(({ from, to }, index) => {
    const isOpen = index > 0 && chunks[index - 1]?.to === from && !isMarker(text, from);
    const isDelimited = !isOpen && (to === text.length || isMarker(text, to));
    const { contentFrom, mark } = headOf(text, from, to);
    // Whoever writes an Ingress below a comment of ours wants it converted; nothing that is written is one.
    const isOurs = mark !== undefined && !INGRESS.test(text.slice(from, to));
    return { from, to, isDelimited, contentFrom, mark: isOurs ? mark : undefined };
  });
}

/** Where the next line begins. */
export function afterLine(text: string, at: number, end = text.length): number {
  const lineFeed = text.indexOf('\n', at);
  return lineFeed === -1 || lineFeed >= end ? end : lineFeed + 1;
}

function isMarker(text: string, at: number): boolean {
  return text.startsWith('---', at) || text.startsWith('...', at);
}

function headOf(text: string, from: number, to: number): Pick<SourceDocument, 'contentFrom' | 'mark'> {
  let mark: Mark | undefined;
  let isHead = true;
  for (let at = from; at < to; at = afterLine(text, at, to)) {
    const line = text.slice(at, afterLine(text, at, to));
    if (isHead && /^---(?:\s|$)/.test(line)) {
      isHead = false;
      if (/^---[ \t]*(?:[ \t]#[^\n]*)?\s*$/.test(line)) continue;
      return { contentFrom: at + 3, mark };
    }
    if (isHead && line.startsWith('%')) continue;
    const words = line.trim();
    if (words !== '' && !words.startsWith('#')) return { contentFrom: at, mark };
    mark ??= markIn(line);
  }
  return { contentFrom: undefined, mark };
}

/** A document that is one object and nothing else, and where its text ends. */
export interface WholeObject {
  /** As written. */
  readonly kind: string;
  /** Behind the line break of its last line, if it has one. */
  readonly contentTo: number;
}

/** The object that a document is; undefined where it is a list, or where its end cannot be told for certain. */
export function wholeObject(text: string, document: SourceDocument): WholeObject | undefined {
  const { from, to, contentFrom } = document;
  if (contentFrom === undefined || !document.isDelimited) return undefined;
  const chunk = text.slice(from, to);
  // Line breaks of a lone carriage return are YAML, and are none to whoever looks for lines.
  if (/\r(?!\n)/.test(chunk)) return undefined;
  const parsed = oneDocument(chunk, { strict: false });
  if (parsed.errors.length > 0 || !isMap(parsed.contents)) return undefined;
  const kind: unknown = parsed.get('kind');
  const end = endOf(parsed.contents);
  if (typeof kind !== 'string' || end === undefined) return undefined;
  const at = from + end;
  const contentTo = text[at - 1] === '\n' ? at : afterLine(text, at, to);
  if (contentTo <= contentFrom || !isCommentary(text.slice(contentTo, to))) return undefined;
  return { kind, contentTo };
}

/** Where the last value of a node ends; collections reach over the comments behind them. */
function endOf(node: unknown): number | undefined {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last === undefined) return undefined;
    return isAbsent(last.value) ? endOf(last.key) : endOf(last.value);
  }
  if (isSeq(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    // An empty item has no text but its dash, which nothing tells the place of.
    return isAbsent(last) ? undefined : endOf(last);
  }
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node as Node).range?.[1] : undefined;
}

function isAbsent(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.range?.[0] === node.range?.[1]);
}

function isCommentary(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#[^\n]*)?$/.test(line));
}
