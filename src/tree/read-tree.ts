import { lstatSync, readFileSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ConvertInput } from '../convert.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import type { Manifest } from '../kubernetes/object.js';
import { type ParseOptions, parseText } from '../manifests/documents.js';
import { inputTexts, type ReadOptions } from '../manifests/files.js';
import { MARKER } from '../writing/write-files.js';
import { isKustomization, KUSTOMIZATION_NAMES } from './kustomize/kustomization.js';
import { patchFilesOf } from './kustomize/patches.js';
import { sourceDocuments } from './source-documents.js';
import { isConverted } from './source-objects.js';
import type { Folder, Found, SourceFile, Tree } from './tree.js';

/** A tree as it is converted and written into. */
export interface ReadTree {
  readonly input: ConvertInput;
  readonly tree: Tree;
  /** The folder itself, without links. */
  readonly root: string;
  /** The names of the parameters of all Templates that were opened. */
  readonly parameters: ReadonlySet<string>;
}

/** Not a directory, or none that can be entered. */
export class NoTree extends Error {}

/**
 * Reads a directory that is to be written into. What routeshift wrote there before is no input: files that begin with its
 * line, and documents that carry its mark, are passed over, and so are patches of kustomizations.
 *
 * @throws NoTree when there is no such directory
 */
export async function readTree(
  directory: string,
  reading: ParseOptions,
  options: Omit<ReadOptions, 'stdin'> = {},
): Promise<ReadTree> {
  const cwd = options.cwd ?? process.cwd();
  const typed = path.resolve(cwd, directory);
  const isDirectory = await stat(typed).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isDirectory) throw new NoTree(directory);
  const root = await realpath(typed);
  const relative = (name: string) => path.relative(typed, path.resolve(cwd, name)).split(path.sep).join('/');
  const own = new Map<string, string>();
  const kustomizations = new Map<string, string>();
  const parsed: { file: string; name: string; text: string; manifests: Manifest[]; problems: InputProblem[] }[] = [];
  const problems: InputProblem[] = [];
  const parameters = new Set<string>();
  const folders = new Set<string>();
  let inputs = 0;
  for await (const { text, problem } of inputTexts([directory], options)) {
    if (text === undefined) {
      problems.push(problem);
      continue;
    }
    const file = relative(text.file);
    folders.add(path.posix.dirname(file));
    if (text.text.startsWith(MARKER)) {
      own.set(file, text.text);
      continue;
    }
    inputs++;
    if (isKustomization(file)) kustomizations.set(file, withMark(text.text, file, root));
    const found = parseText({ ...text, text: withoutOurs(text.text) }, reading);
    for (const name of found.parameters) parameters.add(name);
    if (found.manifests.length > 0 || found.problems.length > 0)
      parsed.push({ file, name: text.file, text: text.text, ...found });
  }
  const folder = folderAt(root);
  for (const [file, text] of kustomizationsIn(folders, kustomizations, folder)) kustomizations.set(file, text);
  const patches = patchFilesOf(kustomizations);
  const kept = parsed.filter(({ file }) => !patches.has(file));
  return {
    input: {
      manifests: kept.flatMap(({ manifests }) => manifests),
      problems: [...problems, ...kept.flatMap((one) => one.problems)],
      inputs,
    },
    tree: {
      sources: kept.filter(({ manifests }) => manifests.some(isConverted)).map((one) => sourceFile(one, root)),
      own,
      kustomizations,
      patchFiles: parsed
        .filter((one) => patches.has(one.file) && one.manifests.some(isConverted))
        .map(({ file }) => file),
      folder,
      nameOf: (file) => path.posix.join(path.normalize(directory).split(path.sep).join('/'), file),
    },
    root,
    parameters,
  };
}

/** The text of a file with its byte order mark, which reading drops and writing has to keep. */
function withMark(text: string, file: string, root: string): string {
  const bytes = firstBytes(path.join(root, file));
  return bytes[0] === 0xef && bytes[1] === 0xbb ? `\ufeff${text}` : text;
}

/** The text with white space for the documents that routeshift wrote, so that places stay what they are. */
function withoutOurs(text: string): string {
  if (!text.includes('# routeshift: ')) return text;
  let rest = text;
  for (const { from, to, mark } of sourceDocuments(text)) {
    if (mark === undefined) continue;
    // The marker line stays: what is before it must not grow.
    const begin = /^---/.test(text.slice(from, from + 3)) ? from + 3 : from;
    rest = rest.slice(0, begin) + rest.slice(begin, to).replace(/[^\r\n]/g, ' ') + rest.slice(to);
  }
  return rest;
}

/** Kustomizations under the one name that is none of a manifest. */
function* kustomizationsIn(
  folders: ReadonlySet<string>,
  known: ReadonlyMap<string, string>,
  folder: Folder,
): Generator<[string, string]> {
  for (const at of folders) {
    const names = KUSTOMIZATION_NAMES.map((name) => (at === '.' ? name : `${at}/${name}`));
    if (names.some((name) => known.has(name))) continue;
    const name = names.at(-1) ?? '';
    const found = folder.look(name);
    if (found.kind === 'text') yield [name, found.text];
  }
}

function sourceFile(
  { file, name, text, manifests }: { file: string; name: string; text: string; manifests: readonly Manifest[] },
  root: string,
): SourceFile {
  const converted = manifests.filter(isConverted);
  const at = path.join(root, file);
  const source = { file, name, text, manifests: converted };
  if (isLinked(root, file)) return { ...source, hasMark: false, untouchable: 'link' };
  const bytes = firstBytes(at);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (bytes[0] === 0xff || bytes[0] === 0xfe) return { ...source, hasMark: false, untouchable: 'utf-16' };
  return file.endsWith('.json') ? { ...source, hasMark, untouchable: 'json' } : { ...source, hasMark };
}

function firstBytes(at: string): Uint8Array {
  try {
    return readFileSync(at).subarray(0, 3);
  } catch {
    // It went since it was read: whoever wants to write it finds out.
    return new Uint8Array();
  }
}

function isLinked(root: string, file: string): boolean {
  try {
    return lstatSync(path.join(root, file)).isSymbolicLink();
  } catch {
    return false;
  }
}

/** A folder of the file system, looked at without following links. */
export function folderAt(root: string): Folder {
  return { look: (file) => lookAt(root, file) };
}

function lookAt(root: string, file: string): Found {
  const steps = file.split('/');
  try {
    for (let depth = 1; depth < steps.length; depth++)
      if (!lstatSync(path.join(root, ...steps.slice(0, depth))).isDirectory()) return { kind: 'other' };
    const at = path.join(root, file);
    if (!lstatSync(at).isFile()) return { kind: 'other' };
    // The mark is part of the text here: what is written back is all that was there.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(at));
    return { kind: 'text', text };
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { kind: isAbsent ? 'absent' : 'other' };
  }
}
