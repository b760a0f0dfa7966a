/** A directive of NGINX, as it stands in a snippet. */
export interface Directive {
  readonly name: string;
  readonly words: readonly string[];
  /** Of a directive with braces. */
  readonly block?: readonly Directive[] | undefined;
}

/** Reads a snippet, or says why NGINX would not. Quotes are taken off; the model needs no more of the grammar. */
export function parseDirectives(text: string): readonly Directive[] | { readonly problem: string } {
  const tokens = [
    ...text.matchAll(
      /#[^\n]*|"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'|[{};]|(?:\\[\s\S]|\$\{\w+\}|[^\s{};"'\\])+/g,
    ),
  ]
    .filter(([token]) => !token.startsWith('#'))
    .map(([token, double, single]) => ({
      token,
      word: withoutEscapes(double ?? single) ?? token,
      quoted: double !== undefined || single !== undefined,
    }));
  const open: Directive[][] = [[]];
  const heads: string[][] = [];
  let words: string[] = [];
  for (const { token, word, quoted } of tokens) {
    const list = open[open.length - 1];
    if (list === undefined) break;
    if (quoted || !['{', '}', ';'].includes(token)) {
      words.push(word);
      continue;
    }
    if (token === ';') {
      const [name, ...rest] = words;
      if (name === undefined) return { problem: 'unexpected ";"' };
      list.push({ name, words: rest });
    } else if (token === '{') {
      if (words.length === 0) return { problem: 'unexpected "{"' };
      heads.push(words);
      open.push([]);
    } else {
      const [head, block] = [heads.pop(), open.pop()];
      if (head === undefined || block === undefined || words.length > 0) return { problem: 'unexpected "}"' };
      const [name = '', ...rest] = head;
      open[open.length - 1]?.push({ name, words: rest, block });
    }
    words = [];
  }
  if (words.length > 0) return { problem: `directive ${words[0]} is not ended` };
  return heads.length > 0 ? { problem: 'a block is not closed' } : (open[0] ?? []);
}

function withoutEscapes(quoted: string | undefined): string | undefined {
  return quoted?.replace(/\\(["'\\])/g, '$1');
}

/** Directives of modules that NGINX Gateway Fabric does not have: one of them, and the whole configuration is refused. */
export function foreignDirective(directives: readonly Directive[]): string | undefined {
  for (const { name, block } of directives) {
    if (/^more_|_by_lua|^lua_|^modsecurity|^set_escape_uri$|^opentelemetry/.test(name)) return name;
    const inner = block === undefined ? undefined : foreignDirective(block);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The directives of a name. */
export function named(directives: readonly Directive[], name: string): readonly Directive[] {
  return directives.filter((directive) => directive.name === name);
}

/** Those of the location, or of the server where the location has none of them: how NGINX inherits lists. */
export function inherited(
  server: readonly Directive[],
  location: readonly Directive[],
  ...names: readonly string[]
): readonly Directive[] {
  const own = location.filter(({ name }) => names.includes(name));
  return own.length > 0 ? own : server.filter(({ name }) => names.includes(name));
}
