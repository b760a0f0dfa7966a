import { type InputProblem, MAX_INPUT_LENGTH } from '../kubernetes/input-problem.js';
import type { Manifest } from '../kubernetes/object.js';
import { ObjectGatherer, type ParseOptions } from './gather-objects.js';
import { LineTable } from './line-table.js';
import { ProblemList } from './problem-list.js';
import { DocumentReader } from './read-document.js';
import { type Relevance, relevanceOf } from './relevance.js';
import { splitDocuments } from './split-documents.js';

export type { ParseOptions } from './gather-objects.js';

/** One text of the input: a file, or what came on stdin. */
export interface InputText {
  /** The name under which its positions are reported. */
  readonly file: string;
  readonly text: string;
  /**
   * True for files that a directory happened to hold: nobody said that they are manifests, so that text without any sign
   * of Kubernetes is at most worth a warning.
   */
  readonly incidental?: boolean | undefined;
}

export interface ParsedText {
  /** In the order of the text. */
  readonly manifests: Manifest[];
  /** In the order in which they were found. */
  readonly problems: InputProblem[];
  /** The names of the parameters of all Templates that were opened. */
  readonly parameters: ReadonlySet<string>;
}

/**
 * Reads the manifests in a text: YAML with any number of documents, JSON, lists. A document that cannot be read becomes a
 * problem and costs nothing but itself. Documents that hold no kind which routeshift reads are passed over unparsed.
 * Secret values are dropped here, and no problem quotes the text. Never throws.
 */
export function parseText(input: InputText, options: ParseOptions = {}): ParsedText {
  const text = input.text.startsWith('\ufeff') ? input.text.slice(1) : input.text;
  const lines = new LineTable(input.file, text);
  const problems = new ProblemList();
  const refusal = refusalOf(text, lines);
  if (refusal !== undefined) return { manifests: [], problems: [refusal], parameters: new Set() };
  const whole = relevanceOfOne(text, options);
  // Evidently one document that is none of ours, as most files of a tree are.
  if (whole === 'other') return { manifests: [], problems: [], parameters: new Set() };
  const gatherer = new ObjectGatherer(text, lines, problems, options);
  const reader = new DocumentReader(text, lines, problems, input.incidental === true, options.router === true);
  const isOne = whole !== undefined && !MAY_BE_SEVERAL.test(text);
  for (const chunk of isOne ? [{ from: 0, to: text.length }] : splitDocuments(text)) {
    for (const document of reader.read(chunk, chunk.to - chunk.from === text.length ? whole : undefined))
      gatherer.gather(document, chunk.from);
  }
  return { manifests: gatherer.manifests, problems: problems.listed, parameters: gatherer.parameters };
}

/** Of texts without markers, JSON alone can hold several documents; and an empty one holds none. */
const MAY_BE_SEVERAL = /^(?:\s*\{|\.|$)/;

/** What can be told of a text without markers as a whole; undefined where it may hold several documents. */
function relevanceOfOne(text: string, { router = false }: ParseOptions): Relevance | undefined {
  return text.includes('\n---') || text.includes('\n...') ? undefined : relevanceOf(text, router);
}

function refusalOf(text: string, lines: LineTable): InputProblem | undefined {
  if (text.length > MAX_INPUT_LENGTH) return tooLarge(lines.file);
  const zero = text.indexOf('\0');
  if (zero === -1) return undefined;
  return notText(lines.file, lines.at(zero));
}

/** The problem of a file that is too large to be read. */
export function tooLarge(file: string): InputProblem {
  return {
    code: 'RS0103',
    severity: 'error',
    source: { file, line: 1, column: 1 },
    message: `the file is larger than ${MAX_INPUT_LENGTH / (1024 * 1024)} MiB`,
    next: 'Split it, or pass only the files that hold manifests.',
  };
}

/** The problem of a file that holds something else than text. */
export function notText(file: string, source = { file, line: 1, column: 1 }): InputProblem {
  return {
    code: 'RS0102',
    severity: 'error',
    source,
    message: 'the file is not text',
    next: 'Pass YAML or JSON in UTF-8.',
  };
}
