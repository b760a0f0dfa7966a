import type { ConvertInput } from '../convert.js';
import { GitFailure } from '../git/git.js';
import { RevisionFiles } from '../git/revision-files.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import { inputTexts, type ReadResult } from '../manifests/files.js';
import { controllerConfigIn, parseInputs, readControllerConfig } from './inputs.js';
import type { ConvertFlags } from './options.js';
import { UsageError } from './usage-error.js';

type ControllerConfig = Readonly<Record<string, string>> | undefined;

/** One side of a comparison: what was read, and the settings of the controller if a file gives them. */
export interface ReadSide {
  readonly input: ConvertInput;
  readonly config: ControllerConfig;
}

/** What the work tree is compared with. */
export interface Base {
  /** A name of a revision. */
  readonly name: string;
  /** Whether the commit is meant where the work tree's branch left it. */
  readonly isBranch: boolean;
}

export interface BothSides {
  readonly revision: { readonly name: string; readonly commit: string };
  readonly before: ReadSide;
  readonly after: ReadSide;
}

/**
 * Reads what paths stand for at a revision and in the work tree. The file of `--controller-config` is that of each side,
 * where the revision has it.
 *
 * @throws UsageError when there is no Git, no repository, no such revision, or a path leads out of the repository
 */
export async function readBothSides(base: Base, paths: readonly string[], flags: ConvertFlags): Promise<BothSides> {
  if (paths.includes('-'))
    throw new UsageError('standard input has no earlier revision: --base needs files or directories');
  return await read(base, paths, flags).catch((error: unknown) => {
    throw error instanceof GitFailure ? new UsageError(`--base ${base.name}: ${error.message}`) : error;
  });
}

async function read(base: Base, paths: readonly string[], flags: ConvertFlags): Promise<BothSides> {
  const globs = { include: flags.include, exclude: flags.exclude };
  const files = await RevisionFiles.open(process.cwd(), base.name, base.isBranch);
  const { texts, missing } = await files.texts(paths, globs);
  const nowhere: InputProblem[] = [];
  const old = await parseInputs(texts, flags);
  const now = await parseInputs(workTreeTexts(inputTexts(paths, globs), files, new Set(missing), nowhere), flags);
  const { controllerConfig: file } = flags;
  const after = file === undefined ? undefined : await readControllerConfig(file);
  const text = file === undefined ? undefined : await files.text(file);
  const before = file === undefined || text === undefined ? after : controllerConfigIn(`${base.name}:${file}`, text);
  return {
    revision: { name: base.name, commit: files.revision.commit },
    before: { input: { ...old, problems: [...old.problems, ...nowhere] }, config: before },
    after: { input: now, config: after },
  };
}

/**
 * The texts of the work tree without those that no revision can hold. A path that only the revision has is no mistake; one
 * that neither has is one of both.
 */
async function* workTreeTexts(
  texts: AsyncIterable<ReadResult>,
  files: RevisionFiles,
  missing: ReadonlySet<string>,
  nowhere: InputProblem[],
): AsyncGenerator<ReadResult> {
  for await (const result of texts) {
    const { text, problem } = result;
    if (problem?.code === 'RS0111') {
      if (!missing.has(problem.source.file)) continue;
      nowhere.push(problem);
    }
    if (await files.couldHold(text?.file ?? problem?.source.file ?? '')) yield result;
  }
}
