import type { AST } from '@eslint-community/regexpp';
import { classSamples } from './class-samples.js';

/** A text made from a pattern, not yet tried on it. */
export interface Draft {
  readonly text: string;
  /** 0 for the shape of the pattern (alternatives, optional parts), higher for its details. */
  readonly rank: number;
}

/** Repetitions beyond this are not written out: a boundary at a thousand characters is no boundary of a route. */
const longestRepetition = 64;
/** The same where repetitions are nested: on long texts a backtracking engine tries every way of dividing them up. */
const longestNested = 8;
const longestText = 1024;

/**
 * Texts that follow the structure of a pattern, each differing from the first, the plainest one, in one place: every
 * alternative, optional parts present and absent, repetitions at and next to their bounds, characters on both sides of the
 * edge of a class, and what a lookaround asks for.
 *
 * @param flags flags of the expression that the tree was read from
 */
export function draftTexts(tree: AST.Pattern, flags: string): readonly Draft[] {
  const known = new Map<unknown, readonly Draft[]>();

  const once = (key: unknown, make: () => readonly Draft[]): readonly Draft[] => {
    const drafts = known.get(key) ?? make();
    known.set(key, drafts);
    return drafts;
  };

  // A group is asked again by each of its back references.
  const ofAlternatives = (alternatives: readonly AST.Alternative[]): readonly Draft[] =>
    once(alternatives, () => joinAlternatives(alternatives));

  const joinAlternatives = (alternatives: readonly AST.Alternative[]): readonly Draft[] => {
    const each = alternatives.map(ofSequence);
    // An empty alternative makes a poor start: what follows it would have nothing to follow.
    const start = Math.max(
      each.findIndex(([plainest]) => plainest !== undefined && plainest.text !== ''),
      0,
    );
    const ordered = [...each.slice(start, start + 1), ...each.slice(0, start), ...each.slice(start + 1)];
    return distinct([
      ...ordered.flatMap(([plainest]) => (plainest === undefined ? [] : [{ ...plainest, rank: 0 }])),
      ...ordered.flatMap((drafts) => drafts.slice(1)),
    ]);
  };

  const ofSequence = ({ elements }: AST.Alternative): readonly Draft[] => {
    const each = elements.map(ofElement);
    const plainest = each.map(([draft]) => draft?.text ?? '');
    const before: string[] = [''];
    for (const text of plainest) before.push((before.at(-1) ?? '') + text);
    const whole = before.at(-1) ?? '';
    const drafts: Draft[] = [{ text: whole, rank: 0 }];
    for (const [index, variants] of each.entries()) {
      const head = before[index] ?? '';
      const tail = whole.slice(head.length + (plainest[index] ?? '').length);
      for (const { text, rank } of variants.slice(1)) drafts.push({ text: head + text + tail, rank });
    }
    return distinct(drafts);
  };

  const ofElement = (element: AST.Element): readonly Draft[] => {
    switch (element.type) {
      case 'Character':
        return [{ text: String.fromCharCode(element.value), rank: 0 }];
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass':
        return once(element.raw, () => ofClass(element.raw));
      case 'Group':
      case 'CapturingGroup':
        return ofAlternatives(element.alternatives);
      case 'Quantifier':
        return ofQuantifier(element);
      case 'Assertion':
        return ofAssertion(element);
      case 'Backreference': {
        const group = Array.isArray(element.resolved) ? element.resolved[0] : element.resolved;
        // A reference to a group that has not ended yet matches nothing there is to repeat.
        if (group === undefined || group.end > element.start) return nothing;
        return ofAlternatives(group.alternatives).slice(0, 1);
      }
    }
  };

  const ofClass = (source: string): readonly Draft[] => {
    const { member, edges, outside } = classSamples(source, flags);
    return [
      { text: member, rank: 0 },
      ...edges.map((text) => ({ text, rank: 2 })),
      ...outside.map((text) => ({ text, rank: 1 })),
    ];
  };

  const ofQuantifier = (quantifier: AST.Quantifier): readonly Draft[] => {
    const { element, min, max } = quantifier;
    const longest = isNested(quantifier) ? longestNested : longestRepetition;
    const inner = ofElement(element);
    const one = inner[0]?.text ?? '';
    const least = Math.min(min, longest);
    const times = (count: number, rank: number): Draft[] =>
      count >= 0 && count <= longest ? [{ text: one.repeat(count), rank }] : [];
    const rest = one.repeat(Math.max(least - 1, 0));
    return distinct([
      { text: one.repeat(least), rank: 0 },
      ...(max > min ? times(min + 1, 0) : []),
      ...inner.slice(1).map(({ text, rank }) => ({ text: text + rest, rank })),
      ...times(min - 1, 1),
      // Many characters may or may not cross into the next element.
      ...(max >= 3 && one.length === 1 && one !== '/' ? [{ text: `${rest}${one}/${one}`, rank: 1 }] : []),
      ...(max > min && max !== Number.POSITIVE_INFINITY ? times(max, 1) : []),
      ...(max !== Number.POSITIVE_INFINITY ? times(max + 1, 1) : []),
    ]);
  };

  const ofAssertion = (assertion: AST.Assertion): readonly Draft[] => {
    // `(?=\n?$)` is how the translation writes PCRE's dollar.
    if (!('alternatives' in assertion) || assertion.raw === '(?=\\n?$)') return nothing;
    const wanted = ofAlternatives(assertion.alternatives);
    return distinct([
      { text: '', rank: 0 },
      ...wanted,
      ...wanted.slice(0, 1).flatMap(({ text }) => [
        { text: `${text}x`, rank: 0 },
        { text: text.slice(0, -1), rank: 1 },
      ]),
    ]);
  };

  return distinct([...ofAlternatives(tree.alternatives), { text: fullest(tree.alternatives), rank: 0 }]);

  /** The longest alternative of each group, with every optional part present. */
  function fullest(alternatives: readonly AST.Alternative[]): string {
    const texts = alternatives.map(({ elements }) => elements.map(fullestElement).join(''));
    return texts.reduce((a, b) => (b.length > a.length && b.length <= longestText ? b : a), '');
  }

  function fullestElement(element: AST.Element): string {
    if (element.type === 'Quantifier') {
      const count = element.max === 0 ? 0 : Math.min(Math.max(element.min, 1), longestRepetition);
      const one = fullestElement(element.element);
      return one.length * count > longestText ? one : one.repeat(count);
    }
    if (element.type === 'Group' || element.type === 'CapturingGroup') return fullest(element.alternatives);
    return ofElement(element)[0]?.text ?? '';
  }
}

const nothing: readonly Draft[] = [{ text: '', rank: 0 }];

/** Whether a repetition repeats a group or is itself repeated. */
function isNested({ element, parent }: AST.Quantifier): boolean {
  return element.type === 'Group' || element.type === 'CapturingGroup' || isRepeated(parent);
}

function isRepeated(node: AST.Node): boolean {
  return node.type === 'Quantifier' || (node.parent !== null && isRepeated(node.parent));
}

/** The first draft stays first; the others follow, the least detailed before the rest. */
function distinct(drafts: readonly Draft[]): readonly Draft[] {
  const seen = new Set<string>();
  const kept = drafts.filter(({ text }) => text.length <= longestText && !seen.has(text) && seen.add(text));
  const [plainest, ...others] = kept;
  if (plainest === undefined) return nothing;
  return [plainest, ...others.sort((a, b) => a.rank - b.rank)];
}
