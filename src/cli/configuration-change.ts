import type { Differences } from '../differences/differences.js';
import { sameValue } from '../differences/plain-values.js';
import type { ConvertFlags } from './options.js';

type Change = Extract<Differences, { mode: 'revision' }>['configuration'];

/** What became of the configuration, its mappings included, between two runs; comments and order do not count. */
export function configurationChange(before: ConvertFlags, after: ConvertFlags): Change {
  const [old, now] = [before.setup?.config, after.setup?.config];
  if (old === undefined) return now === undefined ? undefined : { file: now.file, change: 'added' };
  if (now === undefined) return { file: old.file, change: 'removed' };
  const isSame =
    old.file === now.file &&
    sameValue(old.content, now.content) &&
    sameValue(before.ownMappings ?? null, after.ownMappings ?? null);
  return isSame ? undefined : { file: now.file, change: 'changed' };
}
