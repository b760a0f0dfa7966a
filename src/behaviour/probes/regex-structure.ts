import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { compilePcre } from '../regex/pcre.js';

/** A pattern taken apart. */
export interface RegexStructure {
  readonly tree: AST.Pattern;
  /** `i` or nothing. */
  readonly flags: string;
  /** The compiled pattern; undefined when the tree only resembles it, so that no sample can be judged. */
  readonly regex: RegExp | undefined;
}

/**
 * Takes apart a PCRE or RE2 pattern. What the PCRE translation refuses is tried again without options inside the pattern,
 * atomic groups and possessive quantifiers: they decide what matches, hardly what a sample looks like.
 *
 * @returns undefined for a pattern without meaning
 */
export function regexStructure(pattern: string, caseless: boolean): RegexStructure | undefined {
  const exact = compilePcre(pattern, caseless);
  if (exact.kind === 'compiled') return parsed(exact.regex, exact.regex);
  if (exact.kind === 'invalid') return undefined;
  const simpler = pattern
    .replace(/\(\?[a-zA-Z-]+\)/g, '')
    .replace(/\(\?(?:>|[a-zA-Z-]+:)/g, '(?:')
    .replace(/([*+?}])\+/g, '$1')
    .replaceAll('\\K', '');
  const similar = compilePcre(simpler, caseless || /\(\?[a-zA-Z]*i/.test(pattern));
  return similar.kind === 'compiled' ? parsed(similar.regex, undefined) : undefined;
}

function parsed(regex: RegExp, judge: RegExp | undefined): RegexStructure | undefined {
  try {
    // Annex B syntax, as the translation writes it: no `u` flag.
    const tree = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(regex.source, 0, regex.source.length, false);
    return { tree, flags: regex.flags, regex: judge };
  } catch {
    return undefined;
  }
}
