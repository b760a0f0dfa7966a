import type { FindingCode } from '../ledger/catalogue.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ItemId } from '../model/traced.js';
import type { ConvertOptions } from '../options.js';

/** A reason not to publish a rule. */
export interface Blocker {
  readonly code: FindingCode;
  /** The items whose loss it is: any of their keys accepts it. */
  readonly items: readonly ItemId[];
  /** Items that only tune the guard: they go with it and accept nothing. */
  readonly details: readonly ItemId[];
  /** `manual` where the target can do it by hand. */
  readonly verdict: 'unsupported' | 'manual';
  /** What the source does that the target would not: completes "withheld: …". */
  readonly what: string;
  /** What to do; the hint to accept is added. */
  readonly next: string;
  /** False where publishing without it is no choice: there is nothing to publish. */
  readonly acceptable: boolean;
}

const NO_BLOCKERS: readonly Blocker[] = [];

/** Splits blockers into those that the user accepts and those that hold the rule back. */
export function heldBack(
  blockers: readonly Blocker[],
  options: ConvertOptions,
  ledger: Ledger,
): { readonly accepted: readonly Blocker[]; readonly holding: readonly Blocker[] } {
  if (blockers.length === 0 || options.accept.length === 0) return { accepted: NO_BLOCKERS, holding: blockers };
  const accepted: Blocker[] = [];
  const holding: Blocker[] = [];
  for (const blocker of blockers) {
    const words = [blocker.code as string, ...acceptKeys(blocker, ledger)];
    const yes = blocker.acceptable && options.accept.some((a) => words.includes(shortKey(a)));
    (yes ? accepted : holding).push(blocker);
  }
  return { accepted, holding };
}

/** The words that accept a blocker: annotation keys, keys of the controller's configuration, else its code. */
export function acceptKeys(blocker: Blocker, ledger: Ledger): string[] {
  const keys: string[] = [];
  for (const item of blocker.items) {
    const annotation = ledger.annotationOf(item);
    if (annotation !== undefined) {
      keys.push(shortKey(annotation));
      continue;
    }
    const setting = /^(?:controller|data)\.(.+)$/.exec(ledger.fieldOf(item))?.[1];
    if (setting !== undefined) keys.push(setting);
  }
  return keys.length > 0 ? keys : [blocker.code];
}

function shortKey(key: string): string {
  const slash = key.lastIndexOf('/');
  return slash < 0 ? key : key.slice(slash + 1);
}
