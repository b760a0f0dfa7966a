/** One line in which nothing is to be replaced or cut off, as most are. */
const ORDINARY = /^[ -~]*[!-~]$/;
const LINE_BREAKS = /\r\n|[\n\r\u0085\u2028\u2029]/;
/** What YAML forbids in a stream, comments included (YAML 1.2.2, section 5.1), and what a terminal would obey. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

/** Text as YAML comment lines, each beginning with `indent`, whatever the text holds. */
export function commentLines(texts: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    if (ORDINARY.test(text)) {
      lines.push(`${indent}# ${text}`);
      continue;
    }
    for (const line of text.split(LINE_BREAKS)) {
      lines.push(`${indent}# ${line.replace(FORBIDDEN, '\ufffd')}`.trimEnd());
    }
  }
  return lines;
}
