import { UNREADABLE } from '../ledger/unreadable.js';

/** An item was lost; a difference that no finding explains: nobody can know what hiding them hides. */
const DEFECTS = ['RS0001', 'RS9001'];
/** Faults of suppressions themselves. */
const OWN = ['RS2331', 'RS2332', 'RS2334', 'RS2335'];

const NEVER: ReadonlySet<string> = new Set([...DEFECTS, ...OWN]);
/** What an input that could not be read would have told is unknown. */
const NOT_BY_RULE: ReadonlySet<string> = new Set([...NEVER, ...UNREADABLE]);

/** Whether somebody may say of a finding that it does not count. */
export function isSuppressible(code: string): boolean {
  return !NOT_BY_RULE.has(code);
}

/** Whether a finding may be known from a baseline: unreadable files that were there before are nothing new. */
export function mayBeKnown(code: string): boolean {
  return !NEVER.has(code);
}
