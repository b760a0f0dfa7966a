import type { EmittedObject, WithheldRule } from '../conversion.js';

/** What a target makes of a traffic model. */
export interface Compiled {
  readonly emitted: readonly EmittedObject[];
  /** Comment lines for the end of the output. */
  readonly closingComments: readonly string[];
  readonly withheld: readonly WithheldRule[];
}
