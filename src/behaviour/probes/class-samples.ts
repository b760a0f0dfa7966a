/** Characters that show where a character class begins and ends. */
export interface ClassSamples {
  /** A member that reads well in a path. */
  readonly member: string;
  /** Other members, at the edges of the class. */
  readonly edges: readonly string[];
  /** Characters that just do not belong. */
  readonly outside: readonly string[];
}

const preferred = 'x0aA-_./~';
const first = 0x21;
const last = 0x7e;

/**
 * Samples a class, a set (`\d`, `.`) or a single character by asking the engine about every byte, so that nothing about
 * ranges, negation and case has to be known here.
 *
 * @param source the class in JavaScript's notation
 * @param flags `i` or nothing
 */
export function classSamples(source: string, flags: string): ClassSamples {
  const regex = new RegExp(`^${source}$`, flags);
  const has = (code: number) => regex.test(String.fromCharCode(code));
  const printable: number[] = [];
  for (let code = first; code <= last; code++) if (has(code)) printable.push(code);
  const member = [...preferred].find((char) => printable.includes(char.charCodeAt(0)));
  if (printable.length === last - first + 1) return { member: 'x', edges: ['/', '.'], outside: [] };
  const [lowest, highest] = [printable[0], printable.at(-1)];
  if (lowest === undefined || highest === undefined) {
    const rare = Array.from({ length: 256 }, (_, code) => code).find(has);
    return { member: rare === undefined ? '' : String.fromCharCode(rare), edges: [], outside: ['x'] };
  }
  const inside = new Set(printable);
  const borders = [highest + 1, lowest - 1, ...printable.flatMap((code) => [code + 1, code - 1])];
  const strangers = [...new Set(borders)].filter((code) => code >= first && code <= last && !inside.has(code));
  const readable = [...preferred].find((char) => !inside.has(char.charCodeAt(0)));
  const chosen = member ?? String.fromCharCode(lowest);
  return {
    member: chosen,
    edges: unique([lowest, highest].map((code) => String.fromCharCode(code))).filter((char) => char !== chosen),
    outside: unique([
      ...strangers.slice(0, 2).map((code) => String.fromCharCode(code)),
      ...(readable === undefined ? [] : [readable]),
    ]),
  };
}

function unique(chars: readonly string[]): readonly string[] {
  return [...new Set(chars)];
}
