import type { Item, Severity } from '../ledger/verdict.js';

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
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const FAIL_ON = ['error', 'warning', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Findings that say that an input, or a part of one, could not be read. */
const UNREADABLE: ReadonlySet<string> = new Set([
  ...['RS0101', 'RS0102', 'RS0103', 'RS0104', 'RS0105', 'RS0106', 'RS0109'],
  // A path that does not exist, and a chart that is not rendered.
  ...['RS0111', 'RS2310'],
]);

/**
 * The exit status of a conversion. Unreadable inputs are error findings themselves; they answer 4 so that a pipeline can
 * tell "fix the files" from "look at the conversion", and other findings that reach the level win over them.
 */
export function exitCodeOf(items: readonly Item[], failOn: FailOn): ExitCode {
  let unreadable = false;
  for (const item of items) {
    const isUnreadable = UNREADABLE.has(item.code);
    unreadable ||= isUnreadable;
    if (!isUnreadable && reaches(item.severity, failOn)) return EXIT.findings;
    if (item.also.some((note) => reaches(note.severity, failOn))) return EXIT.findings;
  }
  return unreadable ? EXIT.unreadable : EXIT.done;
}

function reaches(severity: Severity, failOn: FailOn): boolean {
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
  return items.some(({ code }) => UNREADABLE.has(code)) ? EXIT.unreadable : undefined;
}
