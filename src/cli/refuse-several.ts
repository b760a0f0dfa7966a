import type { Part } from './parts.js';
import { UsageError } from './usage-error.js';

/**
 * The only part of a run, for what can be asked of one conversion alone.
 * @throws UsageError when the configuration makes several of the inputs
 */
export function refuseSeveral(parts: readonly Part[], why: string): Part {
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0) {
    throw new UsageError(
      `the configuration makes ${parts.length} conversions of these inputs (overrides), and ${why}; name the paths of one`,
    );
  }
  return only;
}
