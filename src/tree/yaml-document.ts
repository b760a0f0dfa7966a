import {
  type Document,
  type DocumentOptions,
  type ParseOptions,
  parseAllDocuments,
  parseDocument,
  type SchemaOptions,
} from 'yaml';
import { MAX_DEPTH } from '../manifests/document-fault.js';
import { parseEvents } from '../manifests/yaml-events.js';

type Options = ParseOptions & DocumentOptions & SchemaOptions;

/** The document of a text; an empty one where it cannot be read. */
export function oneDocument(text: string, options: Options = {}): Document {
  return parseDocument(isReadable(text) ? text : '', { uniqueKeys: false, logLevel: 'silent', ...options });
}

/** The documents of a text; none where it cannot be read. */
export function allDocuments(text: string): Document[] {
  return isReadable(text) ? [...parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })] : [];
}

/**
 * Whether the parser that knows bounds reads a text. The one that keeps comments calls itself for each level, and where the
 * stack ends inside of a regular expression, V8 ends the process instead of throwing.
 */
function isReadable(text: string): boolean {
  try {
    parseEvents(text, { maxDepth: MAX_DEPTH });
    return true;
  } catch {
    return false;
  }
}
