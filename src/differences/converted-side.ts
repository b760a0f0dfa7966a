import type { Conversion } from '../conversion.js';
import type { ConvertedPart } from '../verification/converted-parts.js';

/** One of two runs that are compared: what was read, by which options, and what came of it. */
export type ConvertedSide = ConvertedPart;

/** A run of several conversions that have nothing to do with each other. */
export interface ConvertedParts {
  /** What came of all of them together. */
  readonly conversion: Conversion;
  readonly parts: readonly ComparedPart[];
}

/** One of the conversions of a run. */
export interface ComparedPart extends ConvertedPart {
  /** The names of the overrides that its files fall under. */
  readonly overrides: readonly string[];
}
