const BEHIND_KEY = /\s*:[ \t]+(?:[!&]\S*[ \t]+)*([^\s,}\]"'|>*!&]+)/y;

/**
 * The text of an unquoted scalar as it is written behind its key: `1.10`, `0755` and `yes` stay what they are, where the
 * values are 1.1, 493 and true.
 *
 * @param keyEnd offset at which the key ends
 * @param value the parsed value, whose text is the answer when the scalar is written elsewhere (an alias) or otherwise
 */
export function writtenScalar(text: string, keyEnd: number | undefined, value: unknown): string {
  if (keyEnd !== undefined) {
    BEHIND_KEY.lastIndex = keyEnd;
    const written = BEHIND_KEY.exec(text)?.[1];
    if (written !== undefined) return written;
  }
  return String(value);
}
