const escaped: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t' };

/**
 * The words of a line of HAProxy's configuration (parse_line in src/tools.c): quotes hold words together, a free `#` ends the
 * line, a backslash goes only before what it protects. Undefined where HAProxy refuses the line.
 */
export function configWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (quote === "'") {
      if (char === "'") quote = '';
      else word = (word ?? '') + char;
    } else if (char === quote && quote !== '') quote = '';
    else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (char === '\\') {
      const next = line.charAt(at + 1);
      const hex = /^x([0-9A-Fa-f]{2})/.exec(line.slice(at + 1));
      if (hex !== null) {
        word = (word ?? '') + String.fromCharCode(Number.parseInt(hex[1] ?? '', 16));
        at += 3;
      } else if (next !== '' && ' \\#"\'$'.includes(next)) {
        word = (word ?? '') + next;
        at++;
      } else if (escaped[next] !== undefined) {
        word = (word ?? '') + escaped[next];
        at++;
      } else word = `${word ?? ''}\\`;
    } else if (quote === '' && char === '#') break;
    else if (quote === '' && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/** The one word that a value must be; undefined where it is none or several. */
export function configWord(text: string): string | undefined {
  const words = configWords(text);
  return words?.length === 1 ? words[0] : undefined;
}

/** common.EnsureQuoted: a quote at either end, unless there is one. */
export function ensureQuoted(text: string): string {
  if (text === '' || text === '"') return '""';
  return `${text.startsWith('"') ? '' : '"'}${text}${text.endsWith('"') ? '' : '"'}`;
}
