import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { type InputProblem, MAX_INPUT_LENGTH } from '../kubernetes/input-problem.js';
import { ChartTemplates } from './chart-templates.js';
import { type InputText, notText, tooLarge } from './documents.js';
import { codeOf, FileFinder, type FoundFile, unreadable } from './find-files.js';
import type { PathGlobs } from './path-filter.js';
import { readSmallFile } from './read-small-file.js';

export interface ReadOptions extends PathGlobs {
  /** Where relative paths begin; the working directory by default. */
  readonly cwd?: string | undefined;
  /** What `-` stands for; the standard input by default. */
  readonly stdin?: AsyncIterable<Uint8Array | string> | undefined;
  /** Told of every problem at once. */
  readonly onProblem?: ((problem: InputProblem) => void) | undefined;
  /** Told how many files there are before the first is read, which waits for the answer, and then of each. */
  readonly onProgress?: ((read: number, files: number) => Promise<void> | undefined) | undefined;
}

/** What became of one file: its text, or why there is none. */
export type ReadResult =
  | { readonly text: InputText; readonly problem?: undefined }
  | { readonly problem: InputProblem; readonly text?: undefined };

/** The name of the standard input in reports. */
export const STDIN_NAME = '<stdin>';

/** Files that are being read while another is parsed. */
const READ_AHEAD = 16;

/** A data file without any `kind` is parsed for its syntax alone only up to this size (bytes). */
const LARGEST_SUSPECT = 256 * 1024;

/** Reads everything that paths stand for. See `inputTexts` for what they may be. */
export async function readInputs(
  paths: readonly string[],
  options: ReadOptions = {},
): Promise<{ texts: InputText[]; problems: InputProblem[] }> {
  const texts: InputText[] = [];
  const problems: InputProblem[] = [];
  for await (const { text, problem } of inputTexts(paths, options)) {
    if (text !== undefined) texts.push(text);
    else problems.push(problem);
  }
  return { texts, problems };
}

/**
 * Reads, one after another, the files that paths stand for: files of whatever name; directories with all `.yaml`, `.yml`
 * and `.json` files in them (`.gitignore` and `.routeshiftignore` honoured, `.git` and `node_modules` left out, links followed only to files
 * inside); globs; `-` for the standard input. Each file comes once, in the order of their names. Files of a directory
 * that evidently hold nothing of Kubernetes do not come at all.
 */
export async function* inputTexts(paths: readonly string[], options: ReadOptions = {}): AsyncGenerator<ReadResult> {
  const finder = new FileFinder(options.cwd ?? process.cwd(), options);
  for (const argument of new Set(paths)) if (argument !== '-') await finder.add(argument);
  const tell = (result: ReadResult): ReadResult => {
    if (result.problem !== undefined) options.onProblem?.(result.problem);
    return result;
  };
  for (const problem of finder.problems) yield tell({ problem });
  if (paths.includes('-')) yield tell(await readStream(STDIN_NAME, options.stdin ?? process.stdin));
  const files = finder.files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  await options.onProgress?.(0, files.length);
  const charts = new ChartTemplates();
  const reading: ReturnType<typeof readOne>[] = [];
  for (let at = 0; at < files.length; at++) {
    for (let next = at + reading.length; next < files.length && reading.length < READ_AHEAD; next++) {
      const file = files[next];
      if (file !== undefined) reading.push(readOne(file, charts));
    }
    const next = reading.shift();
    const result = next instanceof Promise ? await next : next;
    options.onProgress?.(at + 1, files.length);
    if (result !== undefined) yield tell(result);
  }
  for (const problem of charts.problems()) yield tell({ problem });
}

/** The result where the file is small and plain, else a promise of it. */
function readOne(file: FoundFile, charts: ChartTemplates): ReadResult | undefined | Promise<ReadResult | undefined> {
  try {
    const bytes = file.isPlain === true ? readSmallFile(file.path) : undefined;
    return bytes === undefined ? readAnyFile(file, charts) : understood(file, bytes, charts);
  } catch (error) {
    return { problem: unreadable(file.name, codeOf(error)) };
  }
}

async function readAnyFile(file: FoundFile, charts: ChartTemplates): Promise<ReadResult | undefined> {
  try {
    const stats = await stat(file.path);
    // Pipes and devices tell no size, and need not end.
    if (!stats.isFile()) return await readStream(file.name, createReadStream(file.path));
    if (stats.size > MAX_INPUT_LENGTH) return { problem: tooLarge(file.name) };
    return understood(file, await readFile(file.path), charts);
  } catch (error) {
    return { problem: unreadable(file.name, codeOf(error)) };
  }
}

/**
 * What a file is whose bytes are at hand; undefined for one of a directory that evidently holds nothing of Kubernetes, and
 * for a template of a chart.
 */
export function understood(
  file: Pick<FoundFile, 'name' | 'incidental' | 'chart'>,
  bytes: Buffer,
  charts: ChartTemplates,
): ReadResult | undefined {
  if (bytes.length > MAX_INPUT_LENGTH) return { problem: tooLarge(file.name) };
  if (file.incidental && isEvidentlyForeign(bytes, file.name)) return undefined;
  return charts.take(file, bytes) ? undefined : decoded(file.name, bytes, file.incidental);
}

async function readStream(name: string, stream: AsyncIterable<Uint8Array | string>): Promise<ReadResult> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      length += bytes.length;
      if (length > MAX_INPUT_LENGTH) return { problem: tooLarge(name) };
      chunks.push(bytes);
    }
  } catch (error) {
    return { problem: unreadable(name, codeOf(error)) };
  }
  return decoded(name, Buffer.concat(chunks), false);
}

/** Whether a file found in a directory can be left alone without being decoded: it never says `kind`. */
function isEvidentlyForeign(bytes: Buffer, name: string): boolean {
  // Broken YAML is reported even so; it may have been meant as a manifest. Other people's JSON is not our business.
  if (!name.endsWith('.json') && bytes.length <= LARGEST_SUSPECT) return false;
  // UTF-16 and escapes can hide the word; both show themselves in the bytes.
  return !bytes.includes('kind') && !bytes.includes('\\') && !bytes.includes(0);
}

function decoded(file: string, bytes: Buffer, incidental: boolean): ReadResult {
  // Most manifests are plain ASCII, which needs no decoding.
  if (isAscii(bytes)) {
    const text = bytes.toString('latin1');
    return text.includes('\0') ? { problem: notText(file) } : { text: textOf(file, text, incidental) };
  }
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8' && bytes.includes(0)) return { problem: notText(file) };
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text: textOf(file, text, incidental) };
  } catch {
    return { problem: notText(file) };
  }
}

function textOf(file: string, text: string, incidental: boolean): InputText {
  return incidental ? { file, text, incidental } : { file, text };
}

/** YAML may be UTF-16 when it says so with a byte order mark (YAML 1.2.2, section 5.2). */
function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}
