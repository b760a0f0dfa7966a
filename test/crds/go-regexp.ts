import { RE2JS } from 're2js';

/** A Go regular expression: true when it matches anywhere in the text, as `regexp.MatchString` does. */
export type GoRegexp = (text: string) => boolean;

/** Answers kept per pattern. Tests ask for the same few names again and again; an answer costs microseconds. */
const MEMO_LIMIT = 20_000;

const compiled = new Map<string, GoRegexp>();

/**
 * A tester for a pattern in RE2 syntax. The API server evaluates `pattern` and CEL `matches()` with Go's regexp
 * package; JavaScript's own dialect differs in escapes and flags and, on patterns such as that of HeaderValue, takes
 * exponential time to say no. Compiled once per pattern.
 *
 * @throws Error when the pattern is not valid RE2.
 */
export function goRegexp(pattern: string): GoRegexp {
  let tester = compiled.get(pattern);
  if (tester === undefined) {
    tester = remembering(RE2JS.compile(pattern));
    compiled.set(pattern, tester);
  }
  return tester;
}

function remembering(regexp: RE2JS): GoRegexp {
  const answers = new Map<string, boolean>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) {
      answer = regexp.matcher(text).find();
      if (answers.size >= MEMO_LIMIT) answers.clear();
      answers.set(text, answer);
    }
    return answer;
  };
}
