import type { FindingCode } from '../../ledger/catalogue.js';
import type { Remark } from '../../ledger/verdict.js';
import type { Blocker } from '../blocker.js';
import type { PathReader } from './path-reader.js';

export type Note = Remark & { readonly code: FindingCode };

/** What is known of one rule of a host while its paths are planned. */
export interface Standing {
  /** Its place in the order of the source. */
  readonly index: number;
  readonly reader: PathReader;
  /** What holds the rule back. It grows while paths are planned: a rule may have to make way for the guard of another one. */
  readonly holding: Blocker[];
  /** What it is published without, because that was accepted by name. */
  readonly accepted: Blocker[];
  /** Whether the source stops requests here that it lets pass elsewhere: the paths may not be opened by another rule. */
  readonly guard: string;
  /** The source answers "not found" itself: as good as no rule. */
  readonly isNothing: boolean;
  /** Plain HTTP of it is redirected, by the Route of the passthrough that its host is: see there. */
  readonly isPassed: boolean;
  /** The source answers with an error of its own, and closed it stays. */
  readonly isAnswer: boolean;
  /** The source answers with a redirect, which no Route can say. */
  readonly isRedirect: boolean;
  /** About its paths, for the items of the rule. */
  readonly notes: Note[];
  /** Rules with the same content share the Routes of the first of them. */
  readonly same: Standing | undefined;
}

export function isOpen({ holding, isNothing, isAnswer, isRedirect }: Standing): boolean {
  return holding.length === 0 && !isNothing && !isAnswer && !isRedirect;
}

/** The word that hands the paths of an expression without a Route to the rules behind it. */
export const HAND_OVER = 'RS2164';

export function patternOf({ reader }: Standing): string {
  const { path } = reader.rule;
  return path.kind === 'regex' ? path.pattern : path.path;
}
