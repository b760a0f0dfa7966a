import type { ItemId } from '../../model/traced.js';
import type { Note } from './standing.js';

/** What a Route says to the ledger once its name is known. */
export interface RouteClaim {
  readonly items: readonly ItemId[];
  readonly remark: Note;
  /** Field of the Route, such as `spec.path`; undefined: nothing was written for it. */
  readonly at: string | undefined;
}

/** The commonest claim: the Route does the same. */
export function converted(items: readonly ItemId[], code: Note['code'], message: string, at: string): RouteClaim {
  return { items, at, remark: { verdict: 'converted', code, message } };
}

export function lost(items: readonly ItemId[], code: Note['code'], message: string, next: string): RouteClaim {
  return { items, at: undefined, remark: { verdict: 'unsupported', code, message, next } };
}
