/** A stretch of a text that becomes another. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with the edits made; they must not overlap. Those at one place come in their order. */
export function splice(text: string, edits: readonly Edit[]): string {
  const sorted = edits.map((edit, index) => ({ ...edit, index })).sort((a, b) => a.from - b.from || a.index - b.index);
  let spliced = '';
  let at = 0;
  for (const { from, to, text: added } of sorted) {
    if (from < at) throw new RangeError(`edits overlap at ${from}`);
    spliced += text.slice(at, from) + added;
    at = to;
  }
  return spliced + text.slice(at);
}
