import type { Manifest } from '../kubernetes/object.js';
import { type ComposeContext, type ComposedDocument, composeYaml } from './compose-yaml.js';
import { DocumentFault } from './document-fault.js';
import { ObjectGatherer } from './gather-objects.js';
import { LineTable } from './line-table.js';
import { OutlineBuilder } from './outline.js';
import { type InputProblem, MAX_INPUT_LENGTH } from './problem.js';
import { ProblemList } from './problem-list.js';
import { looksLikeKubernetes, relevanceOf } from './relevance.js';
import { scanBlockYaml } from './scan-block-yaml.js';
import { scanJson } from './scan-json.js';
import type { CertificateReader } from './secret-values.js';
import { type Chunk, splitDocuments } from './split-documents.js';

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

export interface ParseOptions {
  /** Asked for the certificate of every Secret that has one; without it, certificates stay unknown. */
  readonly readCertificate?: CertificateReader | undefined;
}

export interface ParsedText {
  /** In the order of the text. */
  readonly manifests: Manifest[];
  /** In the order in which they were found. */
  readonly problems: InputProblem[];
}

/**
 * Largest single document that is left to the complete parser, in UTF-16 code units. It needs a hundred bytes of memory and
 * more for every one of the document's, at worst.
 */
const MAX_COMPOSED_LENGTH = 16 * 1024 * 1024;

/** Documents without any kind that are parsed, for the sake of their syntax errors, per text. */
const MOST_STRANGERS = 1000;

const BLANK = /^(?:---)?\s*$/;
const TEMPLATE_MARK = /\{\{|\{%/;

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
  if (refusal !== undefined) return { manifests: [], problems: [refusal] };
  const gatherer = new ObjectGatherer(text, lines, problems, options.readCertificate);
  const reader = new DocumentReader(text, lines, problems, input);
  for (const chunk of splitDocuments(text)) {
    for (const document of reader.read(chunk)) gatherer.gather(document, chunk.from);
  }
  return { manifests: gatherer.manifests, problems: problems.listed };
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

/** Reads the documents of one text and reports those that cannot be read. */
class DocumentReader {
  readonly #text: string;
  readonly #lines: LineTable;
  readonly #problems: ProblemList;
  readonly #input: InputText;
  readonly #context: ComposeContext;
  #isTemplate = false;
  /** Documents without a sign of a kind, so far. */
  #strangers = 0;

  constructor(text: string, lines: LineTable, problems: ProblemList, input: InputText) {
    this.#text = text;
    this.#lines = lines;
    this.#problems = problems;
    this.#input = input;
    this.#context = { outline: new OutlineBuilder(), onDuplicateKey: (offset) => this.#duplicateKey(offset) };
  }

  read(chunk: Chunk): readonly ComposedDocument[] {
    const raw = this.#text.slice(chunk.from, chunk.to);
    const relevance = relevanceOf(raw);
    if (relevance === 'other') return [];
    if (relevance === 'unknown' && (BLANK.test(raw) || ++this.#strangers > MOST_STRANGERS)) return [];
    const isSuspect = relevance === 'unknown' && this.#input.incidental === true && !looksLikeKubernetes(raw);
    if (isSuspect && (isJson(raw) || this.#input.file.endsWith('.json'))) return [];
    const before = this.#problems.listed.length;
    try {
      return this.#parse(chunk, raw);
    } catch (error) {
      this.#problems.keepFirst(before);
      this.#unreadable(error, chunk, raw, isSuspect ? 'warning' : 'error');
      return [];
    }
  }

  #parse(chunk: Chunk, raw: string): readonly ComposedDocument[] {
    if (isJson(raw)) return this.#parseJson(chunk);
    const scanned = scanBlockYaml(this.#text, chunk.from, chunk.to, this.#context.outline);
    return scanned === undefined ? this.#compose(chunk) : [scanned];
  }

  /** What begins like JSON may also be a YAML flow collection, or a template. */
  #parseJson(chunk: Chunk): readonly ComposedDocument[] {
    const before = this.#problems.listed.length;
    try {
      return scanJson(this.#text, chunk.from, chunk.to, this.#context);
    } catch (jsonFault) {
      this.#problems.keepFirst(before);
      if (!(jsonFault instanceof DocumentFault) || jsonFault.code !== 'RS0109') throw jsonFault;
      try {
        return this.#compose(chunk);
      } catch (yamlFault) {
        const meantAsJson =
          this.#input.file.endsWith('.json') || /^\s*[{[]\s*["{}[\]]/.test(this.#text.slice(chunk.from));
        const isSyntax = yamlFault instanceof DocumentFault && yamlFault.code === 'RS0104';
        throw meantAsJson && isSyntax ? jsonFault : yamlFault;
      }
    }
  }

  #compose(chunk: Chunk): readonly ComposedDocument[] {
    if (chunk.to - chunk.from > MAX_COMPOSED_LENGTH) {
      const limit = MAX_COMPOSED_LENGTH / (1024 * 1024);
      throw new DocumentFault('RS0103', chunk.from, `a document of this form is larger than ${limit} MiB`);
    }
    return composeYaml(this.#text, chunk.from, chunk.to, this.#context);
  }

  #unreadable(error: unknown, chunk: Chunk, raw: string, severity: 'error' | 'warning'): void {
    const fault =
      error instanceof DocumentFault
        ? error
        : new DocumentFault('RS0104', chunk.from, 'the document cannot be read as YAML');
    const template = fault.code === 'RS0104' || fault.code === 'RS0109' ? raw.search(TEMPLATE_MARK) : -1;
    if (template !== -1) this.#template(chunk.from + template, severity);
    else this.#fault(fault, Math.min(Math.max(fault.offset, chunk.from), chunk.to), severity);
  }

  /** A file is a template as a whole, so that one finding does. */
  #template(offset: number, severity: 'error' | 'warning'): void {
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

  #fault(fault: DocumentFault, offset: number, severity: 'error' | 'warning'): void {
    const source = this.#lines.at(offset);
    const { code, message } = fault;
    switch (code) {
      case 'RS0106':
        this.#problems.add({ code, severity, source, message, next: 'Write the document out without such nesting.' });
        break;
      case 'RS0103':
        this.#problems.add({ code, severity, source, message, next: 'Split it into documents, or write it as JSON.' });
        break;
      case 'RS0109':
        this.#problems.add({
          code,
          severity,
          source,
          message: `the document is not JSON: ${message}`,
          next: 'Correct the syntax at this place; nothing of the document was read.',
        });
        break;
      default:
        this.#problems.add({
          code: 'RS0104',
          severity,
          source,
          message: `the document is not YAML: ${message}`,
          next: 'Correct the syntax at this place; nothing of the document was read.',
        });
    }
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

function isJson(document: string): boolean {
  return /^\s*[{[]/.test(document);
}
