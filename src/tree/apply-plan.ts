import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FileChange, WritePlan } from './file-change.js';

/** Files that are not what the plan was made from. */
export class ChangedFiles extends Error {
  readonly files: readonly string[];

  constructor(files: readonly string[]) {
    super(`changed since they were read: ${files.join(', ')}`);
    this.name = 'ChangedFiles';
    this.files = files;
  }
}

/**
 * Carries out a plan below `root`. Every file is compared with what the plan was made from, before anything is written and
 * once more before its own turn; each appears whole or not at all, with the permissions of the one it replaces. Nothing is
 * written through symbolic links, or outside of the root.
 *
 * @throws ChangedFiles before anything is written, as a rule; errors of the file system as they come
 */
export async function applyPlan(plan: WritePlan, root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const base = await realpath(root);
  const changed: string[] = [];
  for (const change of plan.changes) if (!(await isAsPlanned(base, change))) changed.push(change.file);
  if (changed.length > 0) throw new ChangedFiles(changed);
  for (const change of plan.changes) await apply(base, change);
}

async function isAsPlanned(base: string, { file, before }: FileChange): Promise<boolean> {
  if (!(await isInside(base, file))) return false;
  const at = path.join(base, file);
  const stats = await lstat(at).catch(absentIsUndefined);
  if (stats === undefined || before === undefined) return stats === undefined && before === undefined;
  return stats.isFile() && (await readFile(at)).equals(Buffer.from(before, 'utf8'));
}

/** Whether every folder on the way to a file is one of the root's own, as far as it is there. */
async function isInside(base: string, file: string): Promise<boolean> {
  const steps = file.split('/');
  if (path.isAbsolute(file) || steps.some((step) => step === '' || step === '.' || step === '..')) return false;
  for (let depth = 1; depth < steps.length; depth++) {
    const stats = await lstat(path.join(base, ...steps.slice(0, depth))).catch(absentIsUndefined);
    if (stats === undefined) return true;
    if (!stats.isDirectory()) return false;
  }
  return true;
}

async function apply(base: string, change: FileChange): Promise<void> {
  const { file, before, after } = change;
  const at = path.join(base, file);
  const folder = path.dirname(at);
  if (before === undefined) await mkdir(folder, { recursive: true });
  if (after === undefined) {
    if (!(await isAsPlanned(base, change))) throw new ChangedFiles([file]);
    await rm(at);
    return;
  }
  const mode = before === undefined ? 0o666 : (await lstat(at)).mode & 0o7777;
  const temporary = path.join(folder, `.routeshift-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeWhole(temporary, after, mode, before !== undefined);
    if (!(await isAsPlanned(base, change))) throw new ChangedFiles([file]);
    if (before === undefined) await appear(temporary, at, file);
    else await rename(temporary, at);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeWhole(at: string, text: string, mode: number, isExact: boolean): Promise<void> {
  const handle = await open(at, 'wx', mode);
  try {
    await handle.writeFile(text, 'utf8');
    // What a new file is allowed is the process's to say; that of an old one is kept.
    if (isExact) await handle.chmod(mode);
  } finally {
    await handle.close();
  }
}

/** Gives a new file its name, unless somebody else was faster; a rename would replace theirs. */
async function appear(temporary: string, at: string, file: string): Promise<void> {
  try {
    await link(temporary, at);
  } catch (error) {
    if (isCode(error, 'EEXIST')) throw new ChangedFiles([file]);
    // Some file systems have no hard links.
    await rename(temporary, at);
  }
}

function absentIsUndefined(error: unknown): undefined {
  if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined;
  throw error;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
