import type { FieldPath, SourcePosition } from '../kubernetes/object.js';
import { composeYaml } from '../manifests/compose-yaml.js';
import { DocumentFault } from '../manifests/document-fault.js';
import { LineTable } from '../manifests/line-table.js';
import { type Outline, OutlineBuilder } from '../manifests/outline.js';

/** Something wrong in a file that a user wrote, and where. */
export interface FileProblem {
  readonly source: SourcePosition;
  readonly message: string;
}

/** A YAML file with the way back to its text. */
export interface LocatedYaml {
  readonly content: unknown;
  /** Where the key of a field stands (for a list item: the item). What is not in the text answers its nearest ancestor. */
  readonly locate: (path: FieldPath) => SourcePosition;
  readonly problems: readonly FileProblem[];
}

/** Reads a file of one YAML document; whatever it holds, it does not throw. An empty one is an empty mapping. */
export function readLocatedYaml(file: string, text: string): LocatedYaml {
  const lines = new LineTable(file, text);
  const problems: FileProblem[] = [];
  const onDuplicateKey = (offset: number): void => {
    problems.push({ source: lines.at(offset), message: 'this key stands here twice' });
  };
  try {
    const builder = new OutlineBuilder();
    const documents = composeYaml(text, 0, text.length, { outline: builder, onDuplicateKey });
    if (documents.length > 1) {
      problems.push({ source: lines.at(0), message: 'the file holds several documents instead of one' });
    }
    const [first] = documents;
    if (first === undefined) return { content: {}, locate: () => lines.at(0), problems };
    const locate = (path: FieldPath): SourcePosition => lines.at(offsetOf(first.outline, path));
    return { content: first.value ?? {}, locate, problems };
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error;
    problems.push({ source: lines.at(error.offset), message: `this is no YAML: ${error.message}` });
    return { content: undefined, locate: () => lines.at(0), problems };
  }
}

function offsetOf(outline: Outline, path: FieldPath): number {
  let node = 0;
  let offset = Math.max(0, outline.startOf(0));
  for (const step of path) {
    const next = typeof step === 'number' ? outline.itemOf(node, step) : outline.valueOf(node, step);
    if (next === undefined) break;
    node = next;
    const start = outline.startOf(next);
    if (start >= 0) offset = start;
  }
  return offset;
}

/** The steps of a place such as `overrides[1].param.A.B` in the content that it is a place of; keys may hold dots. */
export function stepsTo(content: unknown, at: string): FieldPath {
  const steps: (string | number)[] = [];
  let rest = at;
  let value = content;
  while (rest !== '') {
    const index = /^\[(\d+)\]\.?/.exec(rest);
    if (index !== null) {
      steps.push(Number(index[1]));
      value = Array.isArray(value) ? value[Number(index[1])] : undefined;
      rest = rest.slice(index[0].length);
      continue;
    }
    const key = longestKey(value, rest) ?? (/^[^.[]+/.exec(rest)?.[0] || rest);
    steps.push(key);
    value = fieldOf(value, key);
    rest = rest.slice(key.length).replace(/^\./, '');
  }
  return steps;
}

function longestKey(value: unknown, rest: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.keys(value)
    .filter((key) => key !== '' && rest.startsWith(key) && /^(?:$|[.[])/.test(rest.slice(key.length)))
    .sort((a, b) => b.length - a.length)[0];
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
