/**
 * One argument of a HAProxy configuration line, as its parser reads it: quotes and backslashes are taken away. Undefined where
 * the text is not exactly one argument, which makes HAProxy refuse the whole configuration.
 */
export function oneWord(text: string): string | undefined {
  let word = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (quote === "'") {
      if (char === "'") quote = '';
      else word += char;
    } else if (char === '\\') {
      i++;
      if (i >= text.length) return undefined;
      word += escaped(text[i] ?? '');
    } else if (quote === '"') {
      if (char === '"') quote = '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (/\s/.test(char) || char === '#') {
      return undefined;
    } else {
      word += char;
    }
  }
  return quote === '' && text !== '' ? word : undefined;
}

function escaped(char: string): string {
  switch (char) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return char;
  }
}

/** A log-format text that asks for nothing of the request; undefined if it does. */
export function constantFormat(text: string): string | undefined {
  const rest = text.replaceAll('%%', '');
  return rest.includes('%') ? undefined : text.replaceAll('%%', '%');
}
