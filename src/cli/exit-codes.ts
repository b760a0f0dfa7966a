import { UNREADABLE } from '../ledger/unreadable.js';
import type { Item, Note } from '../ledger/verdict.js';

/** What the exit status says. Documented in the README and in `routeshift convert --help`. */
export const EXIT = {
  done: 0,
  /** Wrong usage, output that could not be written, or a defect of routeshift. */
  failed: 1,
  /** Everything was done, and findings reach the `--fail-on` level. */
  findings: 2,
  /** `diff` only: there are differences. */
  differences: 3,
  /** Everything readable was done, some inputs could not be read, and no other finding reaches the level. */
  unreadable: 4,
  /** `verify --live` only: Ctrl-C ended it before anything was found that has to be looked into. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const FAIL_ON = ['error', 'warning', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/**
 * The exit status of a conversion. Unreadable inputs are error findings themselves; they answer 4 so that a pipeline can
 * tell "fix the files" from "look at the conversion", and other findings that reach the level win over them. Suppressed
 * findings do not count.
 */
export function exitCodeOf(items: readonly Item[], failOn: FailOn): ExitCode {
  let unreadable = false;
  for (const item of items) {
    const isUnreadable = isUnreadableFile(item);
    unreadable ||= isUnreadable;
    if (!isUnreadable && reaches(item, failOn)) return EXIT.findings;
    if (item.also.some((note) => reaches(note, failOn))) return EXIT.findings;
  }
  return unreadable ? EXIT.unreadable : EXIT.done;
}

function isUnreadableFile({ code, suppressed }: Item): boolean {
  return suppressed === undefined && UNREADABLE.has(code);
}

function reaches({ severity, suppressed }: Item | Note, failOn: FailOn): boolean {
  if (suppressed !== undefined) return false;
  switch (failOn) {
    case 'error':
      return severity === 'error';
    case 'warning':
      return severity !== 'info';
    case 'never':
      return false;
  }
}

/** The exit status of a command that only looks: whether inputs could not be read. */
export function unreadableCode(items: readonly Item[]): ExitCode | undefined {
  return items.some(isUnreadableFile) ? EXIT.unreadable : undefined;
}
