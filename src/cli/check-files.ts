import { parseBaseline } from '../suppressions/baseline.js';
import { readControllerConfig } from './inputs.js';
import type { JudgingFlags } from './judged.js';
import type { ConvertFlags } from './options.js';
import { textOf } from './read-own-files.js';
import { UsageError } from './usage-error.js';

/**
 * Reads the files that a configuration names, besides mappings, which are read with it.
 * @throws UsageError for the first that cannot be used
 */
export async function checkFiles(flags: ConvertFlags & JudgingFlags): Promise<void> {
  const parts = [flags, ...(flags.setup?.overrides ?? []).map(({ settings }) => settings)];
  for (const { controllerConfig } of parts)
    if (controllerConfig !== undefined) await readControllerConfig(controllerConfig);
  const { baseline } = flags;
  if (baseline === undefined) return;
  const read = parseBaseline(baseline, await textOf(baseline, baseline));
  if ('problem' in read) throw new UsageError(`${baseline}: ${read.problem}`);
}
