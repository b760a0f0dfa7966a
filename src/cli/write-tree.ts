import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Conversion } from '../conversion.js';
import type { ConvertInput } from '../convert.js';
import { displayName } from '../manifests/find-files.js';
import type { NamespacedName } from '../options.js';
import { count } from '../reports/wording.js';
import type { WriteMode, WritePlan } from '../tree/file-change.js';
import { readingOf, unknownParameters } from './inputs.js';
import type { ConvertFlags } from './options.js';
import type { Progress } from './progress.js';
import { UsageError } from './usage-error.js';

/** The flags of `convert` that are about writing into a tree. */
export interface WriteFlags extends ConvertFlags {
  readonly write: WriteMode;
  readonly output?: string;
  readonly force?: boolean;
  readonly allowDirty?: boolean;
  readonly comments: boolean;
}

/** A conversion with its findings about the tree, and what to do to write it. */
export interface TreeConversion {
  readonly conversion: Conversion;
  readonly plan: WritePlan;
  /** The folder that is written to. */
  readonly folder: string;
}

/**
 * Converts a tree and plans what is written; nothing is written yet.
 *
 * @throws UsageError when the flags do not fit together, or files are in the way
 */
export async function planTree(
  paths: readonly string[],
  flags: WriteFlags,
  convertInput: (input: ConvertInput, earlierGateways: readonly NamespacedName[]) => Promise<Conversion>,
  onProgress?: Progress['onProgress'],
): Promise<TreeConversion> {
  const [repository, ...others] = paths;
  if (repository === undefined || others.length > 0 || repository === '-')
    throw new UsageError('--write works on one directory at a time');
  if (flags.write === 'mirror' && flags.output === undefined)
    throw new UsageError('--write mirror needs a directory to write to: add -o DIR');
  if (flags.write !== 'mirror' && flags.output !== undefined)
    throw new UsageError(`--write ${flags.write} writes into the directory itself: -o goes with --write mirror`);
  const [{ folderAt, NoTree, readTree }, { earlierFiles }, { planWrite }, { earlierGateways }, { withRemarks }] =
    await Promise.all([
      import('../tree/read-tree.js'),
      import('../tree/earlier-files.js'),
      import('../tree/plan-write.js'),
      import('../tree/replaced-objects.js'),
      import('../tree/with-remarks.js'),
    ]);
  const { include, exclude } = flags;
  const read = await readTree(repository, readingOf(flags), { include, exclude, onProgress }).catch(
    (error: unknown) => {
      throw error instanceof NoTree ? new UsageError(`--write works on a directory, and ${repository} is none`) : error;
    },
  );
  const problems = [...read.input.problems, ...unknownParameters(flags, read.parameters)];
  // Only what is replaced is gone for later runs; the other modes make their Gateways of all sources each time.
  const gateways = flags.write === 'replace' ? earlierGateways(read.tree) : [];
  const converted = await convertInput({ ...read.input, problems }, gateways);
  const folder = flags.output === undefined ? read.root : path.resolve(flags.output);
  if (flags.output !== undefined && (await realpath(folder).catch(() => folder)) === read.root)
    throw new UsageError('a mirror cannot be the directory itself: --write beside or replace writes there');
  const { output } = flags;
  const nameOf = (file: string) => path.posix.join(displayName(output ?? ''), file);
  const plan = planWrite(converted, read.tree, {
    mode: flags.write,
    force: flags.force === true,
    noComments: !flags.comments,
    output: output === undefined ? undefined : { folder: folderAt(folder), earlier: earlierFiles(folder), nameOf },
  });
  return { conversion: withRemarks(converted, plan.items), plan, folder };
}

/**
 * Writes what was planned.
 *
 * @throws UsageError when it must not be written: files in the way, changes that are not committed, files that changed
 */
export async function writeTree({ plan, folder }: TreeConversion, flags: WriteFlags): Promise<string> {
  refuseForeign(plan.foreign);
  if (plan.changes.length === 0) return 'nothing to change';
  const [{ applyPlan, ChangedFiles }, { uncommittedFiles }] = await Promise.all([
    import('../tree/apply-plan.js'),
    import('../tree/git-state.js'),
  ]);
  if (flags.allowDirty !== true) {
    const [first, ...others] = await uncommittedFiles(folder);
    if (first !== undefined)
      throw new UsageError(
        `${first}${andOthers(others.length)} is not committed; nothing was written (--allow-dirty writes all the same)`,
      );
  }
  try {
    await applyPlan(plan, folder);
  } catch (error) {
    if (!(error instanceof ChangedFiles)) throw error;
    const [first = '', ...others] = error.files;
    throw new UsageError(
      `${first}${andOthers(others.length)} changed since it was read, or is no plain file; run again`,
    );
  }
  return wordsOf(plan);
}

/** @throws UsageError when files are in the way that routeshift did not write */
export function refuseForeign([first, ...others]: readonly string[]): void {
  if (first === undefined) return;
  throw new UsageError(
    `routeshift did not write ${first}${andOthers(others.length)}; nothing was written (--force replaces files)`,
  );
}

function andOthers(more: number): string {
  return more === 0 ? '' : ` (and ${count(more, 'other file')})`;
}

function wordsOf({ changes }: WritePlan): string {
  const created = changes.filter(({ before }) => before === undefined).length;
  const removed = changes.filter(({ after }) => after === undefined).length;
  const edited = changes.length - created - removed;
  const words = [
    ...(created > 0 ? [`${count(created, 'file')} created`] : []),
    ...(edited > 0 ? [`${count(edited, 'file')} changed`] : []),
    ...(removed > 0 ? [`${count(removed, 'file')} removed`] : []),
  ];
  return words.join(', ');
}
