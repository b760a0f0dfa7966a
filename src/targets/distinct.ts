/** Each value once, in the order of the first of each. Most lists that ask have one. */
export function distinct<T>(values: readonly T[]): readonly T[] {
  return values.length < 2 ? values : [...new Set(values)];
}
