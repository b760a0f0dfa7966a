/** A key and at most one plain word, in characters that YAML gives no meaning to. */
const ENTRY =
  /^( *)[A-Za-z_][A-Za-z0-9_.-]*:(?: +([A-Za-z0-9_./][A-Za-z0-9_./@+-]*(?::[A-Za-z0-9_./@+-]+)*))? *(?: #[ -~]*)?\r?$/;
const NOTHING = /^ *(?:#[ -~]*)?\r?$/;
/** Keys end within 1024 characters, and nesting within a hundred levels; nobody's values come near. */
const LONGEST_LINE = 1000;
const DEEPEST = 50;

/**
 * Whether a text is YAML for certain, because it is nothing but mappings of plain words, as values of charts mostly are.
 * Many times faster than parsing; false says nothing.
 */
export function isPlainMapping(text: string): boolean {
  const indents: number[] = [];
  let isOpen = true;
  for (let from = 0; from < text.length; ) {
    const lineFeed = text.indexOf('\n', from);
    const to = lineFeed === -1 ? text.length : lineFeed;
    if (to - from > LONGEST_LINE) return false;
    const line = text.slice(from, to);
    const isMarker = from === 0 && /^---\r?$/.test(line);
    from = to + 1;
    if (isMarker || NOTHING.test(line)) continue;
    const [, spaces, word] = ENTRY.exec(line) ?? [];
    if (spaces === undefined) return false;
    const indent = spaces.length;
    while (indents.length > 0 && (indents.at(-1) ?? 0) > indent) {
      indents.pop();
      isOpen = false;
      if (indents.length === 0) return false;
    }
    if (indents.at(-1) !== indent) {
      if (!isOpen || indents.length > DEEPEST) return false;
      indents.push(indent);
    }
    isOpen = word === undefined;
  }
  return true;
}
