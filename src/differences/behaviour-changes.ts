import { compareOutcomes, isAbsent, type OutcomeDifference } from '../behaviour/compare.js';
import type { Outcome, Request } from '../behaviour/outcome.js';
import { deriveProbes } from '../behaviour/probes.js';
import { DEFAULT_OPTIONS } from '../options.js';
import { isNobody } from '../verification/admitted.js';
import { type BehaviourGroup, type ChangedAnswer, groupAnswers, inReadingOrder } from './behaviour-groups.js';
import type { ComparedPart, ConvertedSide } from './converted-side.js';
import { planesOf, type SidePlanes } from './data-planes.js';
import { pairParts } from './pair-parts.js';
import { canonicalText, sameValue } from './plain-values.js';
import { targetDifferences } from './target-differences.js';

/** How two converted results answer the same requests. */
export interface BehaviourChanges {
  /** Requests that were sent to both. */
  readonly probes: number;
  /** Requests that the converted results answer differently. */
  readonly differing: number;
  /** Requests of which only the controller's answer changed: the converted result does not follow. */
  readonly unfollowed: number;
  readonly groups: readonly BehaviourGroup[];
  /** Hosts for which not all requests were sent. */
  readonly leftOut: readonly { readonly host: string; readonly count: number }[];
  /** What the models of either side cannot evaluate. */
  readonly unmodelled: readonly string[];
}

const NOTHING: BehaviourChanges = { probes: 0, differing: 0, unfollowed: 0, groups: [], leftOut: [], unmodelled: [] };

/** How the conversions of two runs answer, each compared with its own: whatever one serves, another has no say in it. */
export function behaviourOfParts(before: readonly ComparedPart[], after: readonly ComparedPart[]): BehaviourChanges {
  const isOne = before.length < 2 && after.length < 2;
  const all = pairParts(before, after).map((pair) => {
    const changes = behaviourChanges(pair.before, pair.after);
    if (isOne) return changes;
    const overrides = [...new Set([...pair.before, ...pair.after].flatMap((part) => part.overrides))];
    return { ...changes, groups: changes.groups.map((group) => ({ ...group, overrides })) };
  });
  const sum = (field: 'probes' | 'differing' | 'unfollowed') => all.reduce((total, one) => total + one[field], 0);
  return {
    probes: sum('probes'),
    differing: sum('differing'),
    unfollowed: sum('unfollowed'),
    groups: inReadingOrder(all.flatMap(({ groups }) => groups)),
    leftOut: all.flatMap(({ leftOut }) => leftOut),
    unmodelled: [...new Set(all.flatMap(({ unmodelled }) => unmodelled))],
  };
}

/**
 * Asks the models of both runs, before and after a conversion, every request that can tell any of them apart. Pure, and
 * never throws. Runs whose inputs and results are the same are not asked.
 */
function behaviourChanges(before: readonly ConvertedSide[], after: readonly ConvertedSide[]): BehaviourChanges {
  if (before.map(inputText).join('\n\n') === after.map(inputText).join('\n\n')) return NOTHING;
  const planes = planesOf(before, after);
  const { before: old, after: now } = planes;
  const { probes, leftOut } = deriveProbes([...old.sources, ...now.sources], [...old.emitted, ...now.emitted], {
    annotationPrefix: [...after, ...before][0]?.options.annotationPrefix ?? DEFAULT_OPTIONS.annotationPrefix,
  });
  const requests = probes.map(({ request }) => request).filter(({ host }) => !isNobody(host));
  const answers: ChangedAnswer[] = [];
  let differing = 0;
  let unfollowed = 0;
  for (const request of requests) {
    const found = changedAnswers(request, old, now);
    if (found.some(({ controller }) => controller !== 'alone')) differing++;
    else if (found.length > 0) unfollowed++;
    for (const answer of found) answers.push(answer);
  }
  return planes.restored({
    probes: requests.length,
    differing,
    unfollowed,
    groups: groupAnswers(answers),
    leftOut,
    unmodelled: [...new Set([...old.unmodelled, ...now.unmodelled])],
  });
}

function changedAnswers(request: Request, old: SidePlanes, now: SidePlanes): ChangedAnswer[] {
  const [a, b] = [old.source(request), now.source(request)];
  const meant = compareOutcomes(request, a, b);
  const [before, after] = [old.target(request), now.target(request)];
  const [usualBefore, usualAfter] = [before[0], after[0]];
  if (usualBefore === undefined || usualAfter === undefined) return [];
  const sides = { before: [a, usualBefore], after: [b, usualAfter] } as const;
  const rules = { before: usualBefore.rule, after: usualAfter.rule };
  const found = targetDifferences(request, before, after).map(
    (difference): ChangedAnswer => ({
      request,
      field: difference.field,
      before: difference.source,
      after: difference.target,
      always: difference.always,
      rules,
      controller: controllerDid(request, difference, meant, sides),
    }),
  );
  // Where nothing is published, nothing can follow; a withheld rule and its finding say why.
  if (isAbsent(usualBefore) && isAbsent(usualAfter)) return found;
  const told = new Set(found.map(({ field }) => field));
  // With the kind of an answer, everything about it changes.
  if (told.has('status')) return found;
  const alone = meant
    .filter(({ field }) => !told.has(field))
    .map(
      ({ field, source, target }): ChangedAnswer => ({
        request,
        field,
        before: source,
        after: target,
        always: true,
        rules: { before: a.rule, after: b.rule },
        controller: 'alone',
      }),
    );
  return [...found, ...alone];
}

/** What the controller answered and what the converted result does. */
type AnswerPair = readonly [Outcome, Outcome];

/** What the controller's own answer did in a field in which the converted results differ. */
function controllerDid(
  request: Request,
  { field, source, target }: OutcomeDifference,
  meant: readonly OutcomeDifference[],
  sides: { readonly before: AnswerPair; readonly after: AnswerPair },
): ChangedAnswer['controller'] {
  const same = meant.find((difference) => difference.field === field);
  // "Not found" and "no connection" are one answer: nothing is there.
  const agrees = (value: unknown, other: unknown, pair: AnswerPair) => sameValue(value, other) || pair.every(isAbsent);
  if (same !== undefined && agrees(same.source, source, sides.before) && agrees(same.target, target, sides.after))
    return 'alike';
  const differedIn = (pair: AnswerPair) =>
    compareOutcomes(request, ...pair).some((difference) => difference.field === field);
  if (differedIn(sides.before) && !differedIn(sides.after)) return 'closer';
  return meant.length === 0 ? 'unchanged' : 'otherwise';
}

/** Everything that decides how both planes of a run answer. */
function inputText({ manifests, options, conversion }: ConvertedSide): string {
  const read = manifests.map(({ ref, content, certificate }) => canonicalText([ref, content, certificate ?? null]));
  const emitted = conversion.emitted.map(({ object }) => canonicalText(object));
  return [canonicalText(options), ...read.sort(), ...emitted].join('\n');
}
