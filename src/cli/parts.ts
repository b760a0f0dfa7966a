import type { ConvertInput } from '../convert.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ParseOptions } from '../manifests/documents.js';
import { inputTexts, type ReadResult } from '../manifests/files.js';
import type { RunOptions } from '../options.js';
import { overridden } from './config-flags.js';
import { InputGathering, readControllerConfig, readingOf } from './inputs.js';
import { type ConvertFlags, convertOptions, FLAGS_OF, OF_CONTROLLER, refuseOneController } from './options.js';
import type { Progress } from './progress.js';
import { UsageError } from './usage-error.js';

/** Inputs that are converted together, and how. */
export interface Part {
  /** The names of the overrides that its files fall under; none where the configuration has one word for all. */
  readonly overrides: readonly string[];
  readonly flags: ConvertFlags;
  readonly input: ConvertInput;
  readonly options: RunOptions;
}

/**
 * Reads the inputs, each file for the part that it belongs to: files of which the configuration says other things
 * (`overrides`) stand for another cluster and see nothing of the rest. There is at least one part.
 */
export async function readParts(
  paths: readonly string[],
  flags: ConvertFlags,
  reading: (flags: ConvertFlags) => ParseOptions = readingOf,
  onProgress?: Progress['onProgress'],
): Promise<Part[]> {
  if (flags.clusterFlags?.cluster === true)
    return [await (await import('./cluster-part.js')).clusterPart(flags, reading)];
  const { include, exclude } = flags;
  return await gatherParts(inputTexts(paths, { include, exclude, onProgress }), flags, { reading });
}

/** How the files of parts are read. */
interface Reading {
  readonly reading?: (flags: ConvertFlags) => ParseOptions;
  readonly controllerConfig?: typeof readControllerConfig;
}

/** Sorts texts by the parts that their files belong to, as `readParts` does. */
export async function gatherParts(
  texts: AsyncIterable<ReadResult>,
  flags: ConvertFlags,
  { reading = readingOf, controllerConfig = readControllerConfig }: Reading = {},
): Promise<Part[]> {
  const gathered = new ByPart(flags, (own, overrides) => ({
    overrides,
    gathering: new InputGathering(own, reading(own)),
  }));
  for await (const read of texts) gathered.of((read.text ?? read.problem.source).file).gathering.take(read);
  return await Promise.all(
    gathered
      .all()
      .map(({ overrides, gathering }) => partOf(gathering.flags, overrides, gathering.input(), controllerConfig)),
  );
}

/** Settings that decide how a file is read. */
const OF_READING = ['from', 'to', 'param', 'inlineCertificates', 'extractCertificates'] as const;

/**
 * Sorts an input that was read as a whole by the parts that its files belong to.
 * @throws UsageError when parts would have to be read in another way than the rest
 */
export async function partsOf(input: ConvertInput, flags: ConvertFlags): Promise<Part[]> {
  for (const { settings } of flags.setup?.overrides ?? []) {
    const odd = OF_READING.find((name) => settings[name] !== undefined && settings[name] !== flags[name]);
    if (odd !== undefined)
      throw new UsageError(
        `the files are read in one way here, and overrides change ${odd}; name their folders in runs of their own`,
      );
  }
  interface Gathering {
    readonly flags: ConvertFlags;
    readonly overrides: readonly string[];
    readonly manifests: Manifest[];
    readonly problems: InputProblem[];
    readonly files: Set<string>;
  }
  const gathered = new ByPart<Gathering>(flags, (own, overrides) => ({
    flags: own,
    overrides,
    manifests: [],
    problems: [],
    files: new Set(),
  }));
  const isIncluded = (file: string) => flags.setup?.isIncluded(file) !== false;
  for (const manifest of input.manifests) {
    const { file } = manifest.source;
    if (!isIncluded(file)) continue;
    const part = gathered.of(file);
    part.manifests.push(manifest);
    part.files.add(file);
  }
  for (const problem of input.problems)
    if (isIncluded(problem.source.file)) gathered.of(problem.source.file).problems.push(problem);
  const parts = gathered.all();
  const mappings = flags.ownMappings === undefined ? {} : { mappings: flags.ownMappings };
  return await Promise.all(
    parts.map(({ flags: own, overrides, manifests, problems, files }) =>
      partOf(own, overrides, {
        manifests,
        problems,
        inputs: parts.length === 1 ? input.inputs : files.size,
        ...mappings,
      }),
    ),
  );
}

async function partOf(
  flags: ConvertFlags,
  overrides: readonly string[],
  input: ConvertInput,
  controllerConfig = readControllerConfig,
): Promise<Part> {
  const config = flags.controllerConfig === undefined ? undefined : await controllerConfig(flags.controllerConfig);
  return { overrides, flags, input, options: convertOptions(flags, config) };
}

/** Something for each part, by the overrides that mean a file. */
class ByPart<T> {
  readonly #parts = new Map<string, T>();
  readonly #flags: ConvertFlags;
  readonly #make: (flags: ConvertFlags, overrides: readonly string[]) => T;

  constructor(flags: ConvertFlags, make: (flags: ConvertFlags, overrides: readonly string[]) => T) {
    this.#flags = flags;
    this.#make = make;
  }

  of(file: string): T {
    const overrides = this.#flags.setup?.overrides ?? [];
    const meant = overrides.filter(({ isMeant }) => isMeant(file));
    const key = meant.map((override) => overrides.indexOf(override)).join(' ');
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const own = meant.reduce(
      (before, { settings }) => overridden(before, settings, FLAGS_OF, OF_CONTROLLER),
      this.#flags,
    );
    refuseOneController(own);
    const made = this.#make(
      own,
      meant.map(({ name }) => name),
    );
    this.#parts.set(key, made);
    return made;
  }

  /** In an order that no file decides; never none. */
  all(): T[] {
    if (this.#parts.size === 0) return [this.#make(this.#flags, [])];
    return [...this.#parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  }
}
