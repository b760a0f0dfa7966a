import type { ConvertInput } from '../convert.js';
import type { ParseOptions } from '../manifests/documents.js';
import { inputTexts } from '../manifests/files.js';
import type { RunOptions } from '../options.js';
import { overridden } from './config-flags.js';
import { InputGathering, readControllerConfig, readingOf } from './inputs.js';
import { type ConvertFlags, convertOptions, FLAGS_OF, OF_CONTROLLER, refuseOneController } from './options.js';

/** Inputs that are converted together, and how. */
export interface Part {
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
): Promise<Part[]> {
  const overrides = flags.setup?.overrides ?? [];
  const gathered = new Map<string, InputGathering>();
  const gatheringOf = (file: string): InputGathering => {
    const meant = overrides.filter(({ isMeant }) => isMeant(file));
    const key = meant.map((override) => overrides.indexOf(override)).join(' ');
    const known = gathered.get(key);
    if (known !== undefined) return known;
    const own = meant.reduce((before, { settings }) => overridden(before, settings, FLAGS_OF, OF_CONTROLLER), flags);
    refuseOneController(own);
    const gathering = new InputGathering(own, reading(own));
    gathered.set(key, gathering);
    return gathering;
  };
  for await (const read of inputTexts(paths)) gatheringOf((read.text ?? read.problem.source).file).take(read);
  if (gathered.size === 0) gathered.set('', new InputGathering(flags, reading(flags)));
  const parts = [...gathered].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gathering]) => gathering);
  return await Promise.all(parts.map(partOf));
}

async function partOf(gathering: InputGathering): Promise<Part> {
  const { flags } = gathering;
  const config = flags.controllerConfig === undefined ? undefined : await readControllerConfig(flags.controllerConfig);
  return { flags, input: gathering.input(), options: convertOptions(flags, config) };
}
