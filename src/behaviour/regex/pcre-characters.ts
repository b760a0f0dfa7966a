/** Characters, escapes and bracket expressions of PCRE in JavaScript's notation. */

/** Why a pattern has no translation. */
export class Rejection extends Error {
  readonly kind: 'invalid' | 'unsupported';
  constructor(kind: 'invalid' | 'unsupported', message: string) {
    super(message);
    this.kind = kind;
  }
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t\\n\\v\\f\\r',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};
const spaces = ' \\t\\n\\v\\f\\r';
export const hex = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`;

/** One escape: its length, its form outside a class, and its form inside one (null where it is not a set). */
export function singleEscape(
  rest: string,
  next: string,
): {
  length: number;
  text: string;
  inClass: string | null;
  repeatable: boolean;
} {
  const code = /^\\x(?:\{([0-9A-Fa-f]{1,2})\}|([0-9A-Fa-f]{0,2}))/.exec(rest);
  if (code !== null) {
    return {
      length: code[0].length,
      text: hex(Number.parseInt(code[1] ?? (code[2] || '0'), 16)),
      inClass: null,
      repeatable: true,
    };
  }
  const octal = /^\\([0-7]{1,3})/.exec(rest);
  if (octal !== null) {
    const value = Number.parseInt(octal[1] ?? '', 8);
    if (value > 0xff) throw new Rejection('invalid', 'octal value is greater than \\377 in 8-bit mode');
    return { length: octal[0].length, text: hex(value), inClass: null, repeatable: true };
  }
  const literal = (text: string) => ({ length: 2, text, inClass: null, repeatable: true });
  const set = (inClass: string) => ({ length: 2, text: '', inClass, repeatable: true });
  const assertion = (text: string) => ({ length: 2, text, inClass: null, repeatable: false });
  switch (next) {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
    case 'n':
    case 'r':
    case 't':
    case 'f':
      return literal(`\\${next}`);
    case 'v':
      return set('\\n\\v\\f\\r\\x85');
    case 's':
      return set(spaces);
    case 'S':
      return set(`^${spaces}`);
    case 'h':
      return set(' \\t\\xa0');
    case 'a':
      return literal('\\x07');
    case 'e':
      return literal('\\x1b');
    case 'b':
    case 'B':
      return assertion(`\\${next}`);
    case 'A':
      return assertion('^');
    case 'z':
      return assertion('$');
    case 'Z':
      return assertion('(?=\\n?$)');
    case 'E':
      return assertion('');
    default:
      if (/[lLuU]/.test(next)) throw new Rejection('invalid', 'PCRE does not support \\L, \\l, \\U, or \\u');
      // Letters without a meaning: PCRE 8, which the controller's image has, takes the letter, PCRE2 refuses it.
      if (/[A-Za-z]/.test(next)) throw new Rejection('unsupported', `escape \\${next}`);
      return literal(hex(next.charCodeAt(0)));
  }
}

/** The bracket expression that starts at `start`: its JavaScript form and where it ends. */
export function translateClass(text: string, start: number): { readonly source: string; readonly end: number } {
  let at = start + 1;
  let out = '[';
  if (text.charAt(at) === '^') {
    out += '^';
    at++;
  }
  // A closing bracket in first place is a member, in JavaScript it would end an empty class.
  if (text.charAt(at) === ']') {
    out += '\\]';
    at++;
  }
  /** Whether the last member can begin a range, or has begun one. */
  let range: 'none' | 'possible' | 'open' = 'none';
  const afterSet = (): void => {
    // JavaScript takes such a hyphen for itself.
    if (range === 'open' || /^-[^\]]/.test(text.slice(at, at + 2))) {
      throw new Rejection('invalid', 'invalid range in character class');
    }
    range = 'none';
  };
  const afterSingle = (isHyphen: boolean): void => {
    if (range === 'open') range = 'none';
    else if (isHyphen && range === 'possible' && text.charAt(at) !== ']') range = 'open';
    else range = 'possible';
  };
  for (;;) {
    const char = text.charAt(at);
    if (char === '') throw new Rejection('invalid', 'missing terminating ] for character class');
    if (char === ']') break;
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(text.slice(at, at + 16));
    if (posix !== null) {
      const members = posixClasses[posix[2] ?? ''];
      if (members === undefined) throw new Rejection('invalid', 'unknown POSIX class name');
      if (posix[1] === '^') throw new Rejection('unsupported', 'negated POSIX class');
      out += members;
      at += posix[0].length;
      afterSet();
    } else if (char === '\\') {
      const next = text.charAt(at + 1);
      if (next === '') throw new Rejection('invalid', '\\ at end of pattern');
      if (next === 'S') {
        out += '\\x00-\\x08\\x0e-\\x1f\\x21-\\xff';
        at += 2;
        afterSet();
      } else if (next === 'b') {
        out += '\\x08';
        at += 2;
        afterSingle(false);
      } else {
        const single = singleEscape(text.slice(at, at + 8), next);
        out += single.inClass ?? single.text;
        at += single.length;
        if (single.inClass !== null || /[dDwW]/.test(next)) afterSet();
        else afterSingle(false);
      }
    } else {
      out += char === '[' ? '\\[' : char;
      at++;
      afterSingle(char === '-');
    }
  }
  return { source: `${out}]`, end: at + 1 };
}
