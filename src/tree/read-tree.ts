import { closeSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ConvertInput } from '../convert.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import type { ParseOptions } from '../manifests/documents.js';
import { inputTexts, type ReadOptions } from '../manifests/files.js';
import { TreeGatherer } from './gather-tree.js';
import { KUSTOMIZATION_NAMES } from './kustomize/kustomization.js';
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

/** Not a directory. */
export class NoTree extends Error {}

/**
 * Reads a directory that is to be written into.
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
  const folder = folderAt(root);
  const gatherer = new TreeGatherer(reading);
  const problems: InputProblem[] = [];
  const folders = new Set<string>();
  for await (const { text, problem } of inputTexts([directory], options)) {
    if (text === undefined) {
      problems.push(problem);
      continue;
    }
    const file = path.relative(typed, path.resolve(cwd, text.file)).split(path.sep).join('/');
    folders.add(path.posix.dirname(file));
    gatherer.take(file, text);
  }
  for (const [file, text] of kustomizationsIn(folders, folder)) gatherer.takeKustomization(file, text);
  const prefix = path.normalize(directory).split(path.sep).join('/');
  const around = {
    folder,
    nameOf: (file: string) => path.posix.join(prefix, file),
    shapeOf: (file: string) => shapeOf(root, file),
  };
  return { ...gatherer.finish(problems, around), root, parameters: gatherer.parameters };
}

/** The kustomization of each folder that holds any manifests. */
function* kustomizationsIn(folders: ReadonlySet<string>, folder: Folder): Generator<[string, string]> {
  for (const at of [...folders].sort()) {
    for (const name of KUSTOMIZATION_NAMES) {
      const file = at === '.' ? name : `${at}/${name}`;
      const found = folder.look(file);
      if (found.kind !== 'text') continue;
      yield [file, found.text];
      break;
    }
  }
}

function shapeOf(root: string, file: string): Pick<SourceFile, 'hasMark' | 'untouchable'> {
  try {
    const at = path.join(root, file);
    if (lstatSync(at).isSymbolicLink()) return { hasMark: false, untouchable: 'link' };
    const [first, second, third] = firstBytes(at);
    if (first === 0xff || first === 0xfe) return { hasMark: false, untouchable: 'utf-16' };
    const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
    return file.endsWith('.json') ? { hasMark, untouchable: 'json' } : { hasMark };
  } catch {
    // It went since it was read: whoever wants to write it finds out.
    return { hasMark: false };
  }
}

function firstBytes(at: string): Uint8Array {
  const bytes = new Uint8Array(3);
  const descriptor = openSync(at, 'r');
  try {
    readSync(descriptor, bytes, 0, 3, 0);
  } finally {
    closeSync(descriptor);
  }
  return bytes;
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
