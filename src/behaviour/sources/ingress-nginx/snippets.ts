/** The few directives of a snippet that an outcome can show; everything else is reported as not modelled. */
export interface SnippetEffects {
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly unmodelled: readonly string[];
}

/** Splits a directive into words; quotes group, a backslash escapes. */
function wordsOf(directive: string): string[] {
  const found: string[] = [];
  for (const match of directive.matchAll(/"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|([^\s"']+)/g)) {
    found.push((match[1] ?? match[2] ?? match[3] ?? '').replace(/\\(["'\\])/g, '$1'));
  }
  return found;
}

/** Reads header directives out of a configuration-snippet. */
export function readSnippetEffects(snippet: string): SnippetEffects {
  const responseHeaders: (readonly [string, string])[] = [];
  const requestHeaders: (readonly [string, string])[] = [];
  const unmodelled: string[] = [];
  const directives = snippet.match(/(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[^;"'])+/g) ?? [];
  for (const directive of directives) {
    const [name, first, second, ...rest] = wordsOf(directive.replace(/^\s*#.*$/gm, ''));
    if (name === undefined) continue;
    const colon = first?.indexOf(':') ?? -1;
    if (name === 'more_set_headers' && first !== undefined && colon > 0 && second === undefined) {
      responseHeaders.push([first.slice(0, colon).trim(), first.slice(colon + 1).trim()]);
    } else if (name === 'add_header' && first !== undefined && second !== undefined && rest.length <= 1) {
      responseHeaders.push([first, second]);
    } else if (name === 'proxy_set_header' && first !== undefined && second !== undefined && rest.length === 0) {
      requestHeaders.push([first, second]);
    } else {
      unmodelled.push(`snippet directive ${name}`);
    }
  }
  return { responseHeaders, requestHeaders, unmodelled };
}
