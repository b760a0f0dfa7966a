import { GitFailure } from '../git/git.js';
import { RevisionFiles } from '../git/revision-files.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import { inputTexts, type ReadResult } from '../manifests/files.js';
import type { PathGlobs } from '../manifests/path-filter.js';
import { controllerConfigIn, readControllerConfig } from './inputs.js';
import type { ConvertFlags } from './options.js';
import { gatherParts, type Part } from './parts.js';
import type { EarlierText } from './read-own-files.js';
import { UsageError } from './usage-error.js';

/** One side of a comparison: what the flags and its configuration say, and what was read by that. */
export interface ReadSide {
  readonly flags: ConvertFlags;
  readonly parts: readonly Part[];
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
 * Reads what paths stand for at a revision and in the work tree. The files of `--controller-config` are those of each side,
 * where the revision has them.
 *
 * @param flagsAt the flags, with the configuration of the revision
 * @throws UsageError when there is no Git, no repository, no such revision, or a path leads out of the repository
 */
export async function readBothSides(
  base: Base,
  paths: readonly string[],
  flags: ConvertFlags,
  flagsAt: (earlier: EarlierText) => Promise<ConvertFlags>,
): Promise<BothSides> {
  if (paths.includes('-'))
    throw new UsageError('standard input has no earlier revision: --base needs files or directories');
  return await read(base, paths, flags, flagsAt).catch((error: unknown) => {
    throw error instanceof GitFailure ? new UsageError(`--base ${base.name}: ${error.message}`) : error;
  });
}

async function read(
  base: Base,
  paths: readonly string[],
  flags: ConvertFlags,
  flagsAt: (earlier: EarlierText) => Promise<ConvertFlags>,
): Promise<BothSides> {
  const files = await RevisionFiles.open(process.cwd(), base.name, base.isBranch);
  const earlier = await flagsAt((file) => files.text(file)).catch((error: unknown) => {
    throw error instanceof UsageError ? new UsageError(`--base ${base.name}: ${error.message}`) : error;
  });
  const { texts, missing } = await files.texts(paths, globsOf(earlier));
  const nowhere: InputProblem[] = [];
  const present = inputTexts(paths, globsOf(flags));
  const now = await gatherParts(workTreeTexts(present, files, new Set(missing), nowhere), flags);
  const old = await gatherParts(withProblems(texts, nowhere), earlier, {
    controllerConfig: async (file) => {
      const text = await files.text(file);
      return text === undefined ? await readControllerConfig(file) : controllerConfigIn(`${base.name}:${file}`, text);
    },
  });
  return {
    revision: { name: base.name, commit: files.revision.commit },
    before: { flags: earlier, parts: old },
    after: { flags, parts: now },
  };
}

function globsOf({ include, exclude }: ConvertFlags): PathGlobs {
  return { include, exclude };
}

async function* withProblems(
  texts: AsyncIterable<ReadResult>,
  problems: readonly InputProblem[],
): AsyncGenerator<ReadResult> {
  yield* texts;
  for (const problem of problems) yield { problem };
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
