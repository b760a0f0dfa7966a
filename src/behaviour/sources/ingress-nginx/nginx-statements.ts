/** A directive of nginx's configuration; `body` is null for one that ends with a semicolon. */
export interface Statement {
  readonly name: string;
  readonly args: readonly string[];
  readonly body: readonly Statement[] | null;
}

interface Open {
  readonly statements: Statement[];
  readonly owner: { readonly name: string; readonly args: readonly string[] } | undefined;
}

const lexeme =
  /(\s+|#[^\n]*)|([;{}])|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|((?:\\[\s\S]|\$\{|[^\s;{\\])+)|([\s\S])/y;
const controls: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (whole, next: string) => (/["'\\]/.test(next) ? next : (controls[next] ?? whole)));
}

/** The end of a block of Lua, whose braces are counted outside of its strings; the text's length if it is not closed. */
function endOfLua(text: string, from: number): number {
  let open = 1;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote || char === '\n') quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (text.startsWith('--', at)) at = (text.indexOf('\n', at) + text.length) % text.length;
    else if (char === '{') open += 1;
    else if (char === '}') {
      open -= 1;
      if (open === 0) return at + 1;
    }
  }
  return text.length;
}

/** The directives of a text, or undefined where nginx would refuse it (ngx_conf_parse). */
export function readStatements(text: string): readonly Statement[] | undefined {
  const stack: Open[] = [{ statements: [], owner: undefined }];
  let words: string[] = [];
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < text.length) {
    const found = lexeme.exec(text);
    if (found === null) return undefined;
    const [, blank, mark, double, single, bare, stray] = found;
    const top = stack.at(-1);
    if (top === undefined || stray !== undefined) return undefined;
    if (blank !== undefined) continue;
    if (mark === undefined) {
      words.push(unescaped(double ?? single ?? bare ?? ''));
      continue;
    }
    const [name, ...args] = words;
    words = [];
    if (mark === '}') {
      if (name !== undefined || top.owner === undefined) return undefined;
      stack.pop();
      stack.at(-1)?.statements.push({ ...top.owner, body: top.statements });
    } else if (name === undefined) return undefined;
    else if (mark === ';') top.statements.push({ name, args, body: null });
    else if (name.endsWith('_by_lua_block')) {
      lexeme.lastIndex = endOfLua(text, lexeme.lastIndex);
      top.statements.push({ name, args, body: [] });
    } else stack.push({ statements: [], owner: { name, args } });
  }
  const [root] = stack;
  return words.length === 0 && stack.length === 1 && root !== undefined ? root.statements : undefined;
}
