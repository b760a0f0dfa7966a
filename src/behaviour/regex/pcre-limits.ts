import { Rejection } from './pcre-characters.js';

/** Settings such as `(*UCP)` stand at the very start (pcre2pattern, "Special start-of-pattern items"). */
const startItem = /^\(\*(?:UTF|UCP|CR|LF|CRLF|ANYCRLF|ANY|NUL|BSR_\w+|NO_\w+|NOTEMPTY\w*|LIMIT_\w+=\d+)\)/;
const verb = /^\(\*(?:ACCEPT|FAIL|F|COMMIT|PRUNE|SKIP|THEN|MARK|)(?::[^)]*)?\)|^\(\*[a-z_]+:/;

/** Why an item that begins with `(*` has no translation. */
export function verbRejection(rest: string, atStart: boolean): Rejection {
  const known = verb.test(rest) || (atStart && startItem.test(rest));
  return known
    ? new Rejection('unsupported', 'verb (*…)')
    : new Rejection('invalid', '(*VERB) not recognized or malformed');
}

/**
 * Refuses the lookbehind whose text begins here if PCRE2 does: before 10.43 every alternative needs a fixed length.
 * Groups inside are not measured.
 */
export function checkLookbehind(rest: string): void {
  const body = /^(?:\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[^\\()[])*/.exec(rest)?.[0] ?? '';
  const bare = body.replace(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/g, 'x');
  if (/[*+?]|\{\d+,\d*\}/.test(bare)) throw new Rejection('invalid', 'lookbehind assertion is not fixed length');
  if (rest.charAt(body.length) === '(') throw new Rejection('unsupported', 'group in a lookbehind');
}
