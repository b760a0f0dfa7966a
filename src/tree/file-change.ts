import type { Item } from '../ledger/verdict.js';

/** Where converted objects are written: next to their files, in their place, or in the same layout elsewhere. */
export const WRITE_MODES = ['beside', 'replace', 'mirror'] as const;
export type WriteMode = (typeof WRITE_MODES)[number];

/** What becomes of one file. Texts are those of the file, byte order mark included; undefined where there is no file. */
export interface FileChange {
  /** Below the folder that is written to, with forward slashes. */
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** All that writing a conversion into a tree would do. */
export interface WritePlan {
  /** Sorted by file; nothing that stays as it is. */
  readonly changes: readonly FileChange[];
  /** What the report has to say about it. */
  readonly items: readonly Item[];
  /** Files in the way that routeshift did not write; while there are any, nothing is to be written. */
  readonly foreign: readonly string[];
}
