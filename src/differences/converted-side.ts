import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { RunOptions } from '../options.js';

/** One of two runs that are compared: what was read, by which options, and what came of it. */
export interface ConvertedSide {
  readonly manifests: readonly Manifest[];
  readonly options: RunOptions;
  readonly conversion: Conversion;
}
