/**
 * Rewrites PCRE source into JavaScript source of the same meaning over byte strings, construct by construct, and refuses
 * by name what has no equivalent.
 */

import { hex, Rejection, singleEscape, translateClass } from './pcre-characters.js';
import { checkLookbehind, verbRejection } from './pcre-limits.js';

/** A translated construct, and whether a quantifier may follow it. */
interface Piece {
  readonly text: string;
  readonly repeatable: boolean;
}

const piece = (text: string, repeatable: boolean): Piece => ({ text, repeatable });

export class Translation {
  private readonly text: string;
  private at = 0;
  private out = '';
  private depth = 0;
  private dotAll = false;
  /** Whether the last thing written can take a quantifier; and whether it is itself one. */
  private repeatable = false;
  groups = 0;
  readonly names = new Set<string>();
  caseless: boolean;
  private highestBackReference = 0;

  constructor(text: string, caseless: boolean) {
    this.text = text;
    this.caseless = caseless;
  }

  run(): string {
    while (this.at < this.text.length) {
      const next = this.item();
      this.out += next.text;
      this.repeatable = next.repeatable;
    }
    if (this.depth > 0) throw new Rejection('invalid', 'missing closing parenthesis');
    if (this.highestBackReference > this.groups) {
      throw new Rejection('invalid', 'reference to non-existent subpattern');
    }
    return this.out;
  }

  private item(): Piece {
    const char = this.text.charAt(this.at);
    switch (char) {
      case '\\':
        return this.escape();
      case '[':
        return this.bracket();
      case '(':
        return this.open();
      case ')':
        if (this.depth === 0) throw new Rejection('invalid', 'unmatched closing parenthesis');
        this.depth--;
        this.at++;
        return piece(')', true);
      case '.':
        this.at++;
        // PCRE's dot excludes only the newline; JavaScript's excludes more.
        return piece(this.dotAll ? '[^]' : '[^\\n]', true);
      case '$':
        this.at++;
        // Without PCRE_DOLLAR_ENDONLY a final newline may follow.
        return piece('(?=\\n?$)', false);
      case '|':
        this.at++;
        return piece('|', false);
      case '*':
      case '+':
      case '?':
        this.at++;
        return this.quantifier(char);
      case '{': {
        const counted = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.text.slice(this.at, this.at + 16));
        this.at += counted?.[0].length ?? 1;
        if (counted === null) return piece('\\{', true);
        if (counted[3] !== undefined && counted[3] !== '' && Number(counted[3]) < Number(counted[1])) {
          throw new Rejection('invalid', 'numbers out of order in {} quantifier');
        }
        return this.quantifier(counted[0]);
      }
      case '}':
      case ']':
        this.at++;
        return piece(`\\${char}`, true);
      default:
        this.at++;
        return piece(char === '/' ? '\\/' : char, char !== '^');
    }
  }

  private quantifier(text: string): Piece {
    if (!this.repeatable) throw new Rejection('invalid', 'quantifier does not follow a repeatable item');
    const next = this.text.charAt(this.at);
    if (next === '+') throw new Rejection('unsupported', `possessive quantifier ${text}+`);
    if (next === '?') {
      this.at++;
      return piece(`${text}?`, false);
    }
    return piece(text, false);
  }

  private open(): Piece {
    const rest = this.text.slice(this.at, this.at + 80);
    const take = (length: number, out: string): Piece => {
      this.at += length;
      this.depth++;
      return piece(out, false);
    };
    if (rest.startsWith('(*')) throw verbRejection(rest, this.at === 0);
    if (!rest.startsWith('(?')) {
      this.groups++;
      return take(1, '(');
    }
    if (/^\(\?<[=!]/.test(rest)) checkLookbehind(this.text.slice(this.at + 4));
    const plain = /^\(\?(?::|=|!|<=|<!)/.exec(rest);
    if (plain !== null) return take(plain[0].length, plain[0]);
    const named = /^\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (named !== null) {
      const name = named[1] ?? named[2] ?? '';
      if (this.names.has(name)) throw new Rejection('invalid', 'two named subpatterns have the same name');
      this.names.add(name);
      this.groups++;
      return take(named[0].length, `(?<${name}>`);
    }
    if (rest.startsWith('(?#')) {
      const end = this.text.indexOf(')', this.at);
      if (end < 0) throw new Rejection('invalid', 'missing ) after (?# comment');
      this.at = end + 1;
      return piece('', this.repeatable);
    }
    const flags = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?\)/.exec(rest);
    if (flags !== null) return this.setFlags(flags[0], flags[1] ?? '', flags[2] ?? '');
    if (/^\(\?(?:$|[^#:|>=!<P'R&+\-0-9C(*^a-zA-Z]|P?<(?![A-Za-z_]))/.test(rest)) {
      throw new Rejection('invalid', 'unrecognized character after (? or (?-');
    }
    throw new Rejection('unsupported', `group ${rest.slice(0, 4)}…)`);
  }

  private setFlags(whole: string, on: string, off: string): Piece {
    // An option setting holds until the end of its group; JavaScript's flags hold for the whole expression. They are the
    // same only if nothing was matched before, or slashes, which have no case.
    if (this.depth > 0 || !/^\^*(?:\\\/)*$/.test(this.out))
      throw new Rejection('unsupported', `option ${whole} inside the pattern`);
    for (const flag of on) {
      if (flag === 'i') this.caseless = true;
      else if (flag === 's') this.dotAll = true;
      else throw new Rejection('unsupported', `option (?${flag})`);
    }
    for (const flag of off) {
      if (flag === 'i') this.caseless = false;
      else if (flag === 's') this.dotAll = false;
      else if (flag !== 'm' && flag !== 'x') throw new Rejection('unsupported', `option (?-${flag})`);
    }
    this.at += whole.length;
    return piece('', false);
  }

  private escape(): Piece {
    const next = this.text.charAt(this.at + 1);
    if (next === '') throw new Rejection('invalid', '\\ at end of pattern');
    const rest = this.text.slice(this.at, this.at + 40);
    if (next === 'Q') {
      const end = this.text.indexOf('\\E', this.at + 2);
      const literal = this.text.slice(this.at + 2, end < 0 ? undefined : end);
      this.at = end < 0 ? this.text.length : end + 2;
      return piece([...literal].map((char) => hex(char.charCodeAt(0))).join(''), literal !== '');
    }
    const named = /^\\(?:k\{(\w+)\}|k<(\w+)>|k'(\w+)')/.exec(rest);
    if (named !== null) {
      this.at += named[0].length;
      return piece(`\\k<${named[1] ?? named[2] ?? named[3] ?? ''}>`, true);
    }
    const numbered = /^\\(?:g\{?(\d+)\}?|([1-9]\d*))/.exec(rest);
    const group = Number(numbered?.[1] ?? numbered?.[2]);
    // A number that no group can have yet is an octal code (pcre2pattern, "Octal and hexadecimal escapes").
    const isCode = numbered?.[1] === undefined && group > 9 && group > this.groups;
    // PCRE 8 takes 8 and 9 for themselves there, PCRE2 for a reference.
    if (isCode && /^\\[89]/.test(rest)) throw new Rejection('unsupported', `escape ${numbered?.[0]}`);
    if (numbered !== null && !isCode) {
      this.at += numbered[0].length;
      this.highestBackReference = Math.max(this.highestBackReference, group);
      return piece(`(?:\\${group})`, true);
    }
    const single = singleEscape(rest, next);
    this.at += single.length;
    return piece(single.inClass === null ? single.text : `[${single.inClass}]`, single.repeatable);
  }

  private bracket(): Piece {
    const { source, end } = translateClass(this.text, this.at);
    this.at = end;
    return piece(source, true);
  }
}
