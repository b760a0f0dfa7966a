import { RE2JS } from 're2js';

/** Which part of the text a pattern has to cover: all of it, a beginning of it, or any part. */
export type RegexAnchoring = 'full' | 'prefix' | 'search';

/** A pattern in the dialect of RE2 (https://github.com/google/re2/wiki/Syntax), ready to be tried on many texts. */
export interface Re2Pattern {
  readonly source: string;
  matches(text: string, anchoring: RegexAnchoring): boolean;
  /**
   * The text with every match replaced.
   *
   * @param write given the whole match and its groups; a group that did not take part is empty
   */
  replaceAll(text: string, write: (groups: readonly string[]) => string): string;
}

/** Why RE2 does not take a pattern: a lookaround, a backreference, a possessive quantifier, a syntax error. */
export interface Re2Refusal {
  readonly source: string;
  readonly refusal: string;
}

/**
 * Compiles a pattern as RE2 does. Patterns that use what RE2 lacks come back as a refusal, never as an exception.
 *
 * Compiled patterns match in linear time, whatever the pattern and the text.
 */
export function compileRe2(source: string): Re2Pattern | Re2Refusal {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  // Converted rules repeat a handful of patterns; the bound only keeps odd inputs from holding memory.
  if (compiled.size >= 10_000) compiled.clear();
  const created = compile(source);
  compiled.set(source, created);
  return created;
}

const compiled = new Map<string, Re2Pattern | Re2Refusal>();

function compile(source: string): Re2Pattern | Re2Refusal {
  let whole: RE2JS;
  try {
    whole = RE2JS.compile(source);
  } catch (error) {
    return { source, refusal: error instanceof Error ? error.message : String(error) };
  }
  const literal = literalStart(source);
  return {
    source,
    matches(text, anchoring) {
      // Most patterns of a route begin with a literal path: comparing that first saves the automaton.
      if (anchoring !== 'search' && !text.startsWith(literal)) return false;
      if (anchoring === 'full') return whole.testExact(text);
      if (anchoring === 'search') return whole.test(text);
      return whole.matcher(text).lookingAt();
    },
    replaceAll(text, write) {
      const matcher = whole.matcher(text);
      let written = '';
      let from = 0;
      while (matcher.find()) {
        const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '');
        written += text.slice(from, matcher.start()) + write(groups);
        from = matcher.end();
      }
      return written + text.slice(from);
    },
  };
}

/** Why RE2 would refuse the pattern, or undefined when it takes it. */
export function re2Refusal(source: string): string | undefined {
  const pattern = compileRe2(source);
  return 'refusal' in pattern ? pattern.refusal : undefined;
}

/** Characters that every match must begin with; '' when none can be told without parsing the pattern. */
function literalStart(source: string): string {
  // An alternative may lie outside every group, so no beginning is common to all of them.
  if (source.includes('|') && hasTopLevelAlternative(source)) return '';
  const found = /^\^?((?:[A-Za-z0-9/_~%@:;,=&'!<> -]|\\[./-])*)/.exec(source)?.[1] ?? '';
  const rest = source.slice((source.startsWith('^') ? 1 : 0) + found.length);
  const text = found.replaceAll('\\', '');
  // A quantifier belongs to the last character before it, even past a flag group: "-(?i)?" makes the "-" optional.
  return /^(?:[*?{+]|\(\?)/.test(rest) ? text.slice(0, -1) : text;
}

function hasTopLevelAlternative(source: string): boolean {
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    const c = source.charAt(i);
    // Character classes and \Q…\E make counting brackets unreliable: assume the worst.
    if (c === '[' || c === ']') return true;
    if (c === '\\') {
      if (source.charAt(i + 1) === 'Q') return true;
      i++;
    } else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === '|' && depth === 0) return true;
  }
  return false;
}
