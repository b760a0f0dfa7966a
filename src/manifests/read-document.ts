import type { InputProblem } from '../kubernetes/input-problem.js';
import { type ComposeContext, type ComposedDocument, composeYaml } from './compose-yaml.js';
import { eventsOf } from './document-events.js';
import { DocumentFault } from './document-fault.js';
import type { LineTable } from './line-table.js';
import { OutlineBuilder } from './outline.js';
import { isPlainMapping } from './plain-mapping.js';
import type { ProblemList } from './problem-list.js';
import { looksLikeKubernetes, type Relevance, relevanceOf } from './relevance.js';
import type { Chunk } from './split-documents.js';

/** Documents without any kind that are parsed, for the sake of their syntax errors, per text. */
const MOST_STRANGERS = 1000;

/** Documents that are parsed at all, per text; nobody keeps that many in one file, and each costs its time. */
const MOST_DOCUMENTS = 200_000;

const BLANK = /^(?:---)?\s*$/;
const TEMPLATE_MARK = /\{\{|\{%/;
const JSON_START = /^\s*[{[]/;
/** What YAML flow collections seldom begin with, and JSON must. */
const MEANT_AS_JSON = /^\s*[{[]\s*["{}[\]]/;

/** Documents are composed one after another, and what one leaves behind is gone with the next. */
const outline = new OutlineBuilder();

/** Reads the documents of one text and reports those that cannot be read. */
export class DocumentReader {
  readonly #text: string;
  readonly #lines: LineTable;
  readonly #problems: ProblemList;
  readonly #isIncidental: boolean;
  readonly #withRouter: boolean;
  #context: ComposeContext | undefined;
  #isTemplate = false;
  /** Documents without a sign of a kind, so far. */
  #strangers = 0;
  /** Documents that were parsed, so far. */
  #parsed = 0;

  /**
   * @param isIncidental whether the text was found in a directory, and not named by anybody
   * @param withRouter whether what configures OpenShift's router is read
   */
  constructor(text: string, lines: LineTable, problems: ProblemList, isIncidental: boolean, withRouter: boolean) {
    this.#text = text;
    this.#lines = lines;
    this.#problems = problems;
    this.#isIncidental = isIncidental;
    this.#withRouter = withRouter;
  }

  /**
   * The documents of a chunk (one, or none), unless they are evidently none of ours.
   *
   * @param known what is known of its relevance already
   */
  read(chunk: Chunk, known?: Relevance): readonly ComposedDocument[] {
    if (this.#parsed > MOST_DOCUMENTS) return [];
    const raw = this.#text.slice(chunk.from, chunk.to);
    const relevance = known ?? relevanceOf(raw, this.#withRouter);
    if (relevance === 'other') return [];
    if (relevance === 'unknown' && (BLANK.test(raw) || ++this.#strangers > MOST_STRANGERS)) return [];
    const isSuspect = relevance === 'unknown' && this.#isIncidental && !looksLikeKubernetes(raw);
    if (isSuspect && (JSON_START.test(raw) || this.#isJsonFile())) return [];
    if (++this.#parsed > MOST_DOCUMENTS) {
      this.#tooMany(chunk);
      return [];
    }
    const before = this.#problems.listed.length;
    try {
      // Nothing is expected of it but its syntax errors.
      if (isSuspect) {
        if (!isPlainMapping(raw)) eventsOf(raw, chunk.from);
        return [];
      }
      // Most texts of a tree are passed over, and need nothing to compose with.
      this.#context ??= { outline, onDuplicateKey: (offset) => this.#duplicateKey(offset) };
      return composeYaml(this.#text, chunk.from, chunk.to, this.#context);
    } catch (error) {
      this.#problems.keepFirst(before);
      this.#unreadable(error, chunk, raw, isSuspect ? 'warning' : 'error');
      return [];
    }
  }

  #isJsonFile(): boolean {
    return this.#lines.file.endsWith('.json');
  }

  #unreadable(error: unknown, chunk: Chunk, raw: string, severity: InputProblem['severity']): void {
    const fault =
      error instanceof DocumentFault
        ? error
        : new DocumentFault('RS0104', chunk.from, 'the document cannot be read as YAML');
    const template = fault.code === 'RS0104' ? raw.search(TEMPLATE_MARK) : -1;
    if (template !== -1) {
      this.#template(chunk.from + template, severity);
      return;
    }
    const isJson = JSON_START.test(raw) && (this.#isJsonFile() || MEANT_AS_JSON.test(raw));
    const source = this.#lines.at(Math.min(Math.max(fault.offset, chunk.from), chunk.to));
    this.#problems.add({ ...wordsOf(fault, isJson), severity, source });
  }

  /** A file is a template as a whole, so that one finding does. */
  #template(offset: number, severity: InputProblem['severity']): void {
    if (this.#isTemplate) return;
    this.#isTemplate = true;
    this.#problems.add({
      code: 'RS0105',
      severity,
      source: this.#lines.at(offset),
      message: 'the file is a template, not YAML: its placeholders have to be filled in first',
      next: 'Render it and pass the result: `helm template … | routeshift convert -`.',
    });
  }

  #tooMany(chunk: Chunk): void {
    this.#problems.add({
      code: 'RS0103',
      severity: 'error',
      source: this.#lines.at(chunk.from),
      message: `the file holds more than ${MOST_DOCUMENTS} documents; what begins here was not read`,
      next: 'Split the file.',
    });
  }

  #duplicateKey(offset: number): void {
    this.#problems.add({
      code: 'RS0110',
      severity: 'warning',
      source: this.#lines.at(offset),
      message: 'a key stands twice in one mapping; the last one counts, as it does for kubectl',
      next: 'Remove one of the two; Kustomize and strict validation reject the document.',
    });
  }
}

function wordsOf({ code, message }: DocumentFault, isJson: boolean): Pick<InputProblem, 'code' | 'message' | 'next'> {
  switch (code) {
    case 'RS0106':
      return { code, message, next: 'Write the document out without such nesting.' };
    case 'RS0103':
      return { code, message, next: 'Split it into several documents.' };
    case 'RS0104':
      return {
        code: isJson ? 'RS0109' : 'RS0104',
        message: `the document is not ${isJson ? 'JSON' : 'YAML'}: ${message}`,
        next: 'Correct the syntax at this place; nothing of the document was read.',
      };
  }
}
