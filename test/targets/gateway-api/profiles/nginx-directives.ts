/** A directive as nginx would read it: its name, and those in its braces. */
export interface ReadDirective {
  readonly name: string;
  readonly words: readonly string[];
  readonly inner: readonly ReadDirective[];
}

/**
 * Reads a configuration as ngx_conf_read_token does, word for word: quotes only open a word, a backslash escapes inside and
 * outside of them, and only `;`, `{` and `}` outside of quotes end something.
 *
 * @throws Error for what nginx would refuse
 */
export function readDirectives(text: string): ReadDirective[] {
  let at = 0;
  const fail = (why: string): Error => new Error(`${why} at ${at} of ${text}`);
  const blank = (char: string | undefined): boolean => char !== undefined && /\s/.test(char);
  const word = (): string => {
    const quote = text[at] === '"' || text[at] === "'" ? text[at] : undefined;
    if (quote !== undefined) at += 1;
    let found = '';
    for (; at < text.length; at += 1) {
      const char = text[at] ?? '';
      if (char === '\\') {
        found += text[at + 1] ?? '';
        at += 1;
      } else if (quote !== undefined) {
        if (char === quote) {
          at += 1;
          if (text[at] !== undefined && !/[\s;{)]/.test(text[at] ?? '')) throw fail('text behind a quote');
          return found;
        }
        found += char;
      } else if (blank(char) || char === ';' || (char === '{' && text[at - 1] !== '$')) return found;
      else found += char;
    }
    throw fail('an end within a word');
  };
  const block = (depth: number): ReadDirective[] => {
    const found: ReadDirective[] = [];
    let words: string[] = [];
    while (at < text.length) {
      const char = text[at];
      if (blank(char)) at += 1;
      else if (char === '#') at = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
      else if (char === ';' || char === '{') {
        at += 1;
        const [name, ...rest] = words;
        if (name === undefined) throw fail(`an unexpected ${char}`);
        found.push({ name, words: rest, inner: char === '{' ? block(depth + 1) : [] });
        words = [];
      } else if (char === '}') {
        if (depth === 0 || words.length > 0) throw fail('an unexpected }');
        at += 1;
        return found;
      } else words.push(word());
    }
    if (depth > 0 || words.length > 0) throw fail('an unexpected end');
    return found;
  };
  return block(0);
}

/** The names of all directives, whatever they stand in. */
export function namesOf(directives: readonly ReadDirective[]): string[] {
  return directives.flatMap(({ name, inner }) => [name, ...namesOf(inner)]);
}
