import type { EmittedObject } from '../conversion.js';

/** The documents of a file that is ours as a whole. */
export interface OwnFile {
  readonly emitted: EmittedObject[];
  /** The files that they come from. */
  readonly sources: Set<string>;
  /** The text of a file whose line ends are taken. */
  readonly model: string;
}
