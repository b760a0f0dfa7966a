/** What a workflow expression can name: `inputs`, `github`, `steps`. */
export type Context = Readonly<Record<string, unknown>>;

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(always\(\))|([A-Za-z_][\w-]*(?:\.[\w-]+)*)|(\|\||&&|==|!=|[()]))/gy;

type Token = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'sign'; readonly text: string };

function tokens(text: string, context: Context): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`no expression: ${text}`);
    const [, literal, always, name, sign] = match;
    if (sign !== undefined) found.push({ kind: 'sign', text: sign });
    else if (literal !== undefined) found.push({ kind: 'value', value: literal.replaceAll("''", "'") });
    else found.push({ kind: 'value', value: always === undefined ? look(name ?? '', context) : true });
  }
  return found;
}

function look(name: string, context: Context): unknown {
  let value: unknown = context;
  for (const part of name.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
  return value ?? '';
}

/** The value of an expression, as far as action.yml uses the language: ||, &&, ==, !=, parentheses, names and strings. */
export function evaluate(text: string, context: Context): unknown {
  const rest = tokens(text, context);
  const isNext = (sign: string): boolean => {
    const [first] = rest;
    if (first?.kind !== 'sign' || first.text !== sign) return false;
    rest.shift();
    return true;
  };
  const primary = (): unknown => {
    if (isNext('(')) {
      const inner = either();
      if (!isNext(')')) throw new Error(`a parenthesis is open: ${text}`);
      return inner;
    }
    const token = rest.shift();
    if (token?.kind !== 'value') throw new Error(`a value is missing: ${text}`);
    return token.value;
  };
  const comparison = (): unknown => {
    const left = primary();
    if (isNext('==')) return String(left) === String(primary());
    if (isNext('!=')) return String(left) !== String(primary());
    return left;
  };
  const both = (): unknown => {
    let left = comparison();
    while (isNext('&&')) {
      const right = comparison();
      left = left ? right : left;
    }
    return left;
  };
  const either = (): unknown => {
    let left = both();
    while (isNext('||')) {
      const right = both();
      left = left ? left : right;
    }
    return left;
  };
  const value = either();
  if (rest.length > 0) throw new Error(`too much: ${text}`);
  return value;
}

/** A text with its `${{ … }}` filled in. */
export function filled(text: string, context: Context): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) => String(evaluate(expression, context)));
}
