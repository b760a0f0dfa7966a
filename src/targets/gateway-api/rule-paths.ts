/** The paths of fields of rules, such as `spec.rules[0].matches`: few, and named for every route of a run. */
export class RulePaths {
  /** By index of the rule and field in it. */
  readonly #known: Map<string, string>[] = [];

  /** @param at the field in the rule; '' for the rule as a whole */
  of(index: number, at: string): string {
    this.#known[index] ??= new Map();
    const ofRule = this.#known[index];
    const known = ofRule.get(at);
    if (known !== undefined) return known;
    const path = at === '' ? `spec.rules[${index}]` : `spec.rules[${index}].${at}`;
    ofRule.set(at, path);
    return path;
  }
}
