/** Number of a ledger item; values of the traffic model remember the items they came from by it. */
export type ItemId = number;

/** A value and the input items that caused it. Empty `from`: nobody wrote it, it is the controller's own default. */
export interface Traced<T> {
  readonly value: T;
  readonly from: readonly ItemId[];
}

/** A value with its origin. */
export function traced<T>(value: T, from: readonly ItemId[]): Traced<T> {
  return { value, from };
}
