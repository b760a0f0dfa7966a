/*
 * A parameter of a Template that has no value stands in the objects as a word of lower-case letters and digits: one that
 * is valid wherever a name, a host or a path is, survives whatever is done to those, and says by itself which parameter it
 * stands for. So everything between reading and writing works on valid objects; `${NAME}` comes back where results leave
 * the program (template-references.ts). The same name gives the same word in every run.
 */
const START = 'rsparam';
const END = 'z0';

/** Longer names are nobody's honest input, and looking for their stand-ins would take its time. */
export const LONGEST_PARAMETER = 100;

/** The stand-in of the parameter `name`: at most that many letters, digits and `_`. */
export function standInOf(name: string): string {
  return `${START}${name.replace(/[A-Z_a-z]/g, lettersOf)}${END}`;
}

/** Names of parameters are nearly always upper case: these take one letter, and no two names take the same. */
function lettersOf(character: string): string {
  switch (character) {
    case '_':
      return 'x';
    case 'X':
      return 'z1';
    case 'Z':
      return 'z2';
    default:
      return character >= 'a' ? `z${character}` : character.toLowerCase();
  }
}

/** What looks like a stand-in. */
export const STAND_IN = /rsparam(?:[0-9a-y]|z[12a-z]){1,200}z0/g;

/** Whether a text holds a stand-in: what it will be is not known yet. */
export function holdsStandIn(text: string): boolean {
  return text.includes(START) && text.search(STAND_IN) >= 0;
}

/** The least length that a text can have once its parameters have values. */
export function leastLength(text: string): number {
  return text.includes(START) ? text.replace(STAND_IN, '?').length : text.length;
}

/** The text as far as `length` characters, none of its stand-ins cut in two. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  if (text.includes(START))
    for (const { 0: word, index } of text.matchAll(STAND_IN))
      if (index < length && index + word.length > length) return text.slice(0, index);
  return text.slice(0, length);
}
