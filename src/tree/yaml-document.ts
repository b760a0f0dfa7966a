import {
  type Document,
  type DocumentOptions,
  type ParseOptions,
  parseAllDocuments,
  parseDocument,
  type SchemaOptions,
} from 'yaml';

type Options = ParseOptions & DocumentOptions & SchemaOptions;

/** The document of a text; an empty one where it is nested beyond what can be parsed. */
export function oneDocument(text: string, options: Options = {}): Document {
  const all: Options = { uniqueKeys: false, logLevel: 'silent', ...options };
  try {
    return parseDocument(text, all);
  } catch {
    return parseDocument('', all);
  }
}

/** The documents of a text; none where one is nested beyond what can be parsed. */
export function allDocuments(text: string): Document[] {
  try {
    return [...parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })];
  } catch {
    return [];
  }
}
