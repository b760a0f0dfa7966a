import type { SourcePosition } from '../kubernetes/object.js';

/**
 * Says of findings that they are known and do not count. At least one of code, annotation, object and path is given, and all
 * that are given have to match.
 */
export interface SuppressionRule {
  /** The code of the finding. Without it, warnings and errors are meant. */
  readonly code?: string | undefined;
  /** The annotation key, with or without its prefix. */
  readonly annotation?: string | undefined;
  /** `Kind namespace/name`, `namespace/name` or `name`; `*` stands for any characters but a slash. */
  readonly object?: string | undefined;
  /** Whether a file is meant, by its name as reports have it; absent: every file. */
  readonly isInPath?: ((file: string) => boolean) | undefined;
  readonly reason: string;
  /** The last day on which it holds, as YYYY-MM-DD. */
  readonly until?: string | undefined;
  /** Where it is written, for what is said of it. */
  readonly source: SourcePosition;
  /** Such as `suppressions[0]`. */
  readonly field: string;
}

/** Whether a text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** The day of a moment, in UTC: the same on every machine. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
