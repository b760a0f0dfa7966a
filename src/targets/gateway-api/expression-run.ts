import { topLevelAlternatives } from '../../model/regex-shape.js';

/** One state: it reads a character, or asks about the place where it stands, or only leads on. */
interface State {
  readonly reads?: (char: string) => boolean;
  readonly asks?: (text: string, at: number) => boolean;
  to: readonly number[];
}

/** The states of an expression, from the one given to the one where it has matched. */
type Build = (next: number) => number;

/** Expressions of more states, or of groups more deeply nested, are beyond what is tried. */
const MOST_STATES = 5000;
const DEEPEST_GROUP = 100;

/** Thrown and caught in this file only: the expression holds something that is not understood here. */
class Declined extends Error {}

/**
 * Whether an expression of the source takes a path: compared from the start, open at its end, without regard to case unless it is cased. All
 * states are followed at once, so that the time grows with the product of both lengths whatever the expression, where the
 * engine of JavaScript may backtrack for ever (Thompson, Regular Expression Search Algorithm, 1968).
 *
 * @returns undefined for expressions that are not understood
 */
export function takesPath(pattern: string, path: string, cased?: true): boolean | undefined {
  const states: State[] = [{ to: [] }];
  try {
    const skip = repeat(
      reading(states, () => true),
      0,
      undefined,
      states,
    );
    const parts = topLevelAlternatives(pattern).map((part, index) => {
      const own = new Parser(part, states, cased === true).whole();
      // The source writes ^ before the text, where it binds to the first alternative only.
      return index === 0 ? own : sequence([skip, own]);
    });
    return run(states, either(states, parts)(0), path);
  } catch (error) {
    if (error instanceof Declined) return undefined;
    throw error;
  }
}

function run(states: readonly State[], entry: number, text: string): boolean {
  let current = new Set<number>();
  const enter = (into: Set<number>, from: number, at: number): void => {
    const open = [from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const state = states[id];
      if (state === undefined || into.has(id) || state.asks?.(text, at) === false) continue;
      into.add(id);
      if (state.reads === undefined) open.push(...state.to);
    }
  };
  enter(current, entry, 0);
  for (let at = 0; at < text.length && !current.has(0); at += 1) {
    const next = new Set<number>();
    for (const id of current) {
      const state = states[id];
      if (state?.reads?.(text.charAt(at)) === true) for (const to of state.to) enter(next, to, at + 1);
    }
    current = next;
  }
  return current.has(0);
}

function add(states: State[], state: State): number {
  if (states.length >= MOST_STATES) throw new Declined();
  return states.push(state) - 1;
}

function reading(states: State[], reads: (char: string) => boolean): Build {
  return (next) => add(states, { reads, to: [next] });
}

function asking(states: State[], asks: (text: string, at: number) => boolean): Build {
  return (next) => add(states, { asks, to: [next] });
}

function sequence(parts: readonly Build[]): Build {
  return (next) => parts.reduceRight((after, part) => part(after), next);
}

function either(states: State[], parts: readonly Build[]): Build {
  return (next) => add(states, { to: parts.map((part) => part(next)) });
}

/** @param max undefined: any number of times */
function repeat(part: Build, min: number, max: number | undefined, states: State[]): Build {
  const optional: Build = (next) => {
    if (max === undefined) {
      const loop: State = { to: [] };
      const id = add(states, loop);
      loop.to = [part(id), next];
      return id;
    }
    let after = next;
    for (let i = min; i < max; i += 1) after = add(states, { to: [part(after), next] });
    return after;
  };
  return sequence([...Array.from({ length: min }, () => part), optional]);
}

const isWord = (char: string): boolean => /\w/.test(char);
const isBoundary = (text: string, at: number): boolean => isWord(text.charAt(at - 1)) !== isWord(text.charAt(at));

/** Reads the expressions that RE2 and PCRE share, in the spelling of both. */
class Parser {
  #at = 0;
  #depth = 0;
  readonly #text: string;
  readonly #states: State[];
  readonly #cased: boolean;

  constructor(text: string, states: State[], cased: boolean) {
    this.#text = text;
    this.#states = states;
    this.#cased = cased;
  }

  whole(): Build {
    const all = this.#alternatives();
    if (this.#at !== this.#text.length) throw new Declined();
    return all;
  }

  #alternatives(): Build {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return either(this.#states, parts);
  }

  #sequence(): Build {
    const parts: Build[] = [];
    while (this.#at < this.#text.length && !/[|)]/.test(this.#text.charAt(this.#at))) parts.push(this.#repeated());
    return sequence(parts);
  }

  #repeated(): Build {
    const atom = this.#atom();
    const [all = '', sign = '', low = '', comma = '', high = ''] =
      /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += all.length;
    // A possessive quantifier gives nothing back, and two of them in a row are an error.
    if (all !== '' && /^[*+?]/.test(this.#text.slice(this.#at))) throw new Declined();
    if (all === '') return atom;
    if (sign !== '') return repeat(atom, sign === '+' ? 1 : 0, sign === '?' ? 1 : undefined, this.#states);
    const min = Number(low);
    const max = comma === '' ? min : high === '' ? undefined : Number(high);
    if (Math.max(min, max ?? 0) > MOST_STATES) throw new Declined();
    return repeat(atom, min, max, this.#states);
  }

  #atom(): Build {
    const char = this.#text.charAt(this.#at);
    if (char === '(') return this.#group();
    if (char === '[') return this.#class();
    if (char === '\\') return this.#escape();
    if (/[*+?]/.test(char)) throw new Declined();
    this.#at += 1;
    if (char === '^') return asking(this.#states, (_text, at) => at === 0);
    if (char === '$') return asking(this.#states, (text, at) => at === text.length);
    if (char === '.') return reading(this.#states, (read) => read !== '\n');
    const folded = (text: string): string => (this.#cased ? text : text.toLowerCase());
    return reading(this.#states, (read) => folded(read) === folded(char));
  }

  #group(): Build {
    const [start = ''] = /^\((?:\?(?::|P?<[A-Za-z]\w*>))?/.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += start.length;
    if (this.#text.charAt(this.#at) === '?') throw new Declined();
    this.#depth += 1;
    if (this.#depth > DEEPEST_GROUP) throw new Declined();
    const inner = this.#alternatives();
    this.#depth -= 1;
    if (!this.#take(')')) throw new Declined();
    return inner;
  }

  #class(): Build {
    const [source] = /^\[\^?(?:\\[dDwWsStnrfv.\-/\\[\]^$*+?(){}|]|[^\]\\[])+\]/.exec(this.#text.slice(this.#at)) ?? [];
    if (source === undefined) throw new Declined();
    this.#at += source.length;
    return this.#readingOne(source);
  }

  #escape(): Build {
    const source = this.#text.slice(this.#at, this.#at + 2);
    this.#at += 2;
    if (source === '\\b') return asking(this.#states, isBoundary);
    if (source === '\\B') return asking(this.#states, (text, at) => !isBoundary(text, at));
    if (!/^\\(?:[dDwWsStnrfv]|[^A-Za-z0-9])$/.test(source)) throw new Declined();
    return this.#readingOne(source);
  }

  /** A class or an escape of JavaScript, which is tried on one character at a time. */
  #readingOne(source: string): Build {
    try {
      const one = new RegExp(`^${source}$`, this.#cased ? '' : 'i');
      return reading(this.#states, (char) => one.test(char));
    } catch {
      throw new Declined();
    }
  }

  #take(char: string): boolean {
    if (this.#text.charAt(this.#at) !== char) return false;
    this.#at += 1;
    return true;
  }
}
