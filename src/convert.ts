import type { Conversion } from './conversion.js';
import { type ConvertInput, convertWith } from './convert-with.js';
import { EVERYTHING } from './everything.js';
import type { RunOptions } from './options.js';

export type { ConvertInput } from './convert-with.js';

/**
 * Converts the Ingresses and Routes among the manifests to Gateway API objects or to Routes. A pure function: the same input, in whatever order,
 * gives the same result; nothing in it throws for any input.
 *
 * What Templates leave without value is in the result as it is written, `${NAME}`. Manifests from `parseText` hold a word
 * that stands for it; `verify` and `trace` take both as they are.
 */
export function convert(input: ConvertInput, options: RunOptions): Conversion {
  return convertWith(EVERYTHING, input, options);
}
