import { type ComposedDocument, composeYaml } from './compose-yaml.js';
import { DocumentFault } from './document-fault.js';
import { isListKind } from './known-kinds.js';
import { LineTable } from './line-table.js';
import { OutlineBuilder } from './outline.js';
import { splitDocuments } from './split-documents.js';

/** An object as it stands in a text, of whatever kind, values of Secrets included: not for reports. */
export interface PlainObject {
  readonly content: Readonly<Record<string, unknown>>;
  /** The line where its document begins, and the offset, byte order mark aside. */
  readonly line: number;
  readonly from: number;
}

export interface PlainObjects {
  readonly objects: readonly PlainObject[];
  /** Documents that cannot be read; the words quote nothing of them. */
  readonly faults: readonly { readonly line: number; readonly message: string }[];
}

/** Lists inside lists that are opened. */
const MAX_LIST_DEPTH = 10;

/** Every object of a text, lists opened. What is no object is passed over; never throws. */
export function plainObjects(file: string, text: string): PlainObjects {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lines = new LineTable(file, body);
  const context = { outline: new OutlineBuilder(), onDuplicateKey: () => {} };
  const objects: PlainObject[] = [];
  const faults: { line: number; message: string }[] = [];
  for (const { from, to } of splitDocuments(body)) {
    let documents: readonly ComposedDocument[] = [];
    try {
      documents = composeYaml(body, from, to, context);
    } catch (error) {
      const offset = error instanceof DocumentFault ? error.offset : from;
      const message = error instanceof DocumentFault ? error.message : 'the document cannot be read as YAML';
      faults.push({ line: lines.at(Math.min(Math.max(offset, from), to)).line, message });
    }
    const { line } = lines.at(from);
    for (const { value } of documents) for (const content of opened(value, 0)) objects.push({ content, line, from });
  }
  return { objects, faults };
}

function opened(value: unknown, depth: number): readonly Readonly<Record<string, unknown>>[] {
  if (!isRecord(value)) return [];
  const { kind, items } = value;
  if (typeof kind === 'string' && isListKind(kind) && Array.isArray(items))
    return depth >= MAX_LIST_DEPTH ? [] : items.flatMap((item) => opened(item, depth + 1));
  return [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
