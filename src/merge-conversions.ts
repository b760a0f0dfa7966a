import type {
  Conversion,
  EmittedObject,
  KubernetesObject,
  Part,
  Target,
  VerificationSummary,
  WithheldRule,
} from './conversion.js';
import { compareText } from './kubernetes/compare-text.js';
import { joinItems } from './ledger/join-items.js';
import { DEFAULT_OPTIONS } from './options.js';
import { compareEmitted } from './targets/emitted-order.js';
import { summarize, waysOut } from './totals.js';

/**
 * Several conversions as one: of parts of one input, or of several inputs. The same parts in any order give the same result.
 * What two parts say of the same place of the input is one item; an object that both emit in the same words is one object.
 *
 * @param inputs how many files (or streams) were read; where it is not given, those of all parts together
 */
export function mergeConversions(conversions: readonly Conversion[], inputs = inputsOf(conversions)): Conversion {
  const [only, ...others] = conversions;
  if (only !== undefined && others.length === 0) return { ...only, summary: { ...only.summary, inputs } };
  const items = joinItems(conversions.map((one) => one.items));
  const emitted = mergeEmitted(conversions);
  const withheld = conversions.flatMap((one) => one.withheld).sort(compareWithheld);
  const verification = addVerifications(conversions);
  const parts = conversions.flatMap((one) => one.parts ?? []);
  return {
    target: targetOf(conversions),
    emitted,
    // Comments belong to the line before them: each part's stay together.
    closingComments: conversions
      .map((one) => one.closingComments)
      .sort((a, b) => compareText(a.join('\n'), b.join('\n')))
      .flat(),
    items,
    withheld,
    waysOut: waysOut(withheld),
    summary: summarize(items, inputs, emitted.length, withheld.length),
    ...(verification === undefined ? {} : { verification }),
    ...(parts.length === 0 ? {} : { parts: sortParts(parts) }),
  };
}

function sortParts(parts: readonly Part[]): Part[] {
  const keys = new Map(parts.map((part) => [part, textOf([part.controllers, part.options, part.leftOut])]));
  return [...parts].sort((a, b) => compareText(keys.get(a) ?? '', keys.get(b) ?? ''));
}

function inputsOf(conversions: readonly Conversion[]): number {
  return conversions.reduce((sum, { summary }) => sum + summary.inputs, 0);
}

function targetOf(conversions: readonly Conversion[]): Target {
  const [first] = conversions.map(({ target }) => target).sort((a, b) => compareText(textOf(a), textOf(b)));
  const { gatewayApiVersion: version, channel } = DEFAULT_OPTIONS;
  return first ?? { api: 'gateway-api', version, channel };
}

function mergeEmitted(conversions: readonly Conversion[]): EmittedObject[] {
  const known = new Map<string, EmittedObject>();
  for (const one of conversions.flatMap(({ emitted }) => emitted)) {
    const key = textOf([one.object, one.comments, [...one.ruleComments]]);
    const other = known.get(key);
    known.set(key, other === undefined ? one : { ...one, ...madeOf(other, one) });
  }
  const sorted = [...known].sort(([x, a], [y, b]) => compareEmitted(a, b) || compareText(x, y)).map(([, one]) => one);
  return uniteRoles(sorted);
}

interface Role extends KubernetesObject {
  readonly rules: readonly { readonly resourceNames?: readonly string[] }[];
}

/** Roles have the same name in every part; one that replaced the other would take away what that one allows. */
function uniteRoles(emitted: readonly EmittedObject[]): EmittedObject[] {
  const united: EmittedObject[] = [];
  for (const one of emitted) {
    const last = united.at(-1);
    if (
      last === undefined ||
      one.object.kind !== 'Role' ||
      last.object.kind !== 'Role' ||
      compareEmitted(last, one) !== 0
    ) {
      united.push(one);
      continue;
    }
    const [a, b] = [last.object as Role, one.object as Role];
    const names = [...new Set([...a.rules, ...b.rules].flatMap(({ resourceNames = [] }) => resourceNames))].sort();
    const role: Role = { ...a, rules: a.rules.map((rule) => ({ ...rule, resourceNames: names })) };
    united[united.length - 1] = { ...last, object: role, ...madeOf(last, one) };
  }
  return united;
}

/** What both were made of, in one order. */
function madeOf(a: EmittedObject, b: EmittedObject): Pick<EmittedObject, 'sources' | 'origins'> {
  const origins = new Map([...a.origins, ...b.origins].map((origin) => [textOf(origin), origin]));
  return {
    sources: [...new Set([...a.sources, ...b.sources])].sort(),
    origins: [...origins].sort(([x], [y]) => compareText(x, y)).map(([, origin]) => origin),
  };
}

function compareWithheld(a: WithheldRule, b: WithheldRule): number {
  return (
    compareText(a.source.file, b.source.file) ||
    a.source.line - b.source.line ||
    a.source.column - b.source.column ||
    compareText(textOf(a), textOf(b))
  );
}

function addVerifications(conversions: readonly Conversion[]): VerificationSummary | undefined {
  const all = conversions.flatMap(({ verification }) => verification ?? []);
  if (all.length === 0) return undefined;
  const sum = (field: keyof VerificationSummary): number => all.reduce((total, one) => total + one[field], 0);
  return {
    probes: sum('probes'),
    agree: sum('agree'),
    explained: sum('explained'),
    unexplained: sum('unexplained'),
  };
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}
