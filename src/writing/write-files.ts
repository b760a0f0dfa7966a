import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileNames } from './file-names.js';
import { closingText, documentText, type Output, type YamlStyle } from './write-yaml.js';

/** The first line of every file that routeshift writes; what begins otherwise belongs to somebody else. */
export const MARKER = '# Written by routeshift';
export const MARKER_LINE = `${MARKER} (the next run may replace this file)\n`;

/** Takes the comments about rules that stand in no object. Kinds come first in other names: none is the same. */
const CLOSING_FILE = 'withheld-rules.yaml';

/** Files in the way that routeshift did not write. Nothing was written. */
export class ForeignFiles extends Error {
  readonly files: readonly string[];

  constructor(files: readonly string[]) {
    super(`not written by routeshift: ${files.join(', ')}`);
    this.name = 'ForeignFiles';
    this.files = files;
  }
}

/**
 * Writes each object to a file of its own in `directory`, which is created if need be, and the closing comments to one
 * more. Each file appears whole or not at all. Files of earlier runs are replaced (those that are no longer written stay);
 * foreign files only with `force`. Symbolic links in the directory are never followed: without `force` they are foreign,
 * with `force` the link itself is replaced.
 * @returns the paths written, in the order of the objects
 * @throws ForeignFiles before anything is written; errors of the file system as they come
 */
export async function writeFiles(
  output: Output,
  directory: string,
  options: YamlStyle & { readonly force: boolean },
): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  // Resolved once: a link that is exchanged half way does not lead the later files elsewhere.
  const base = await realpath(directory);
  const files = fileTexts(output, options);
  if (!options.force) {
    const foreign: string[] = [];
    for (const { name } of files) if (await isForeign(join(base, name))) foreign.push(join(directory, name));
    if (foreign.length > 0) throw new ForeignFiles(foreign);
  }
  for (const { name, text } of files) await writeWhole(base, name, MARKER_LINE + text());
  return files.map(({ name }) => join(directory, name));
}

/** Names and texts; a text is made when it is written, so that only one stands in memory. */
function fileTexts(output: Output, style: YamlStyle): { name: string; text: () => string }[] {
  const names = fileNames(output.emitted.map(({ object }) => object));
  const files = output.emitted.map((emitted, i) => ({
    name: names[i] ?? '',
    text: () => documentText(emitted, style),
  }));
  const closing = closingText(output, style);
  return closing === '' ? files : [...files, { name: CLOSING_FILE, text: () => closing }];
}

async function isForeign(file: string): Promise<boolean> {
  const stats = await lstat(file).catch(absentIsUndefined);
  if (stats === undefined) return false;
  if (!stats.isFile()) return true;
  // O_NOFOLLOW (absent on Windows): the file may have become a link since it was looked at.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return !(await beginsWithMarker(handle));
  } finally {
    await handle.close();
  }
}

async function beginsWithMarker(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MARKER.length), 0, MARKER.length, 0);
  return buffer.toString('latin1', 0, bytesRead) === MARKER;
}

/** A temporary file in the same directory, then a rename: readers see the old file or the new one, never half of one. */
async function writeWhole(base: string, name: string, text: string): Promise<void> {
  const temporary = join(base, `.${name}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, join(base, name));
  } catch (error) {
    if (!isCode(error, 'EEXIST')) await rm(temporary, { force: true });
    throw error;
  }
}

function absentIsUndefined(error: unknown): undefined {
  if (isCode(error, 'ENOENT')) return undefined;
  throw error;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
