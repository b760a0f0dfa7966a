import picocolors from 'picocolors';
import type { WithheldRule } from '../conversion.js';
import type { BehaviourChanges } from '../differences/behaviour-changes.js';
import type { BehaviourGroup } from '../differences/behaviour-groups.js';
import type { ConversionDifferences } from '../differences/compare-conversions.js';
import type { Differences } from '../differences/differences.js';
import type { Drift } from '../differences/drift.js';
import type { FindingChanges, LoneFinding } from '../differences/finding-changes.js';
import type { ChangedObject, LoneObject, ObjectChanges } from '../differences/object-changes.js';
import { unifiedDiff } from '../differences/unified-diff.js';
import type { WithheldChanges } from '../differences/withheld-changes.js';
import { formatPlace } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import { fieldLines, type SignedLine } from './diff-fields.js';
import {
  configurationWords,
  controllerWords,
  type DiffContext,
  findingPlace,
  headline,
  revisionName,
  traceCommandOf,
  unreadWords,
} from './diff-wording.js';
import { type Colours, label } from './findings-text.js';
import { requestText, valueText } from './request-text.js';
import { count, fillLines, overriddenFiles, printable, WIDTH } from './wording.js';

export interface DiffStyle {
  readonly colour: boolean;
  /** A terminal obeys control characters, which a file may hold; git apply wants them as they are. */
  readonly isTerminal: boolean;
}

/** Groups of changed answers that are printed; JSON has them all. */
const MOST_GROUPS = 30;

const MARGIN = ' '.repeat(11);

/** Differences for people, in pieces: objects, withheld rules, findings, behaviour, and everything in one line at the end. */
export function* diffText(differences: Differences, context: DiffContext, style: DiffStyle): Generator<string> {
  const c = picocolors.createColors(style.colour);
  switch (differences.mode) {
    case 'revision': {
      const name = revisionName(differences.revision);
      yield* revisionText(differences.result, name, context, c);
      const configuration = configurationWords(differences);
      if (configuration !== undefined) yield `${c.yellow('configuration')} ${printable(configuration)}\n`;
      yield `${c.bold(printable(`Compared with ${name}`))}: ${headline(differences)}\n`;
      return;
    }
    case 'against':
      yield* driftText(differences.result, c);
      yield `${c.bold(printable(`Compared with ${differences.against}`))}: ${headline(differences)}\n`;
      return;
    case 'write':
      // Nothing but the patch, so that git apply can be given it.
      for (const change of differences.result.changes) yield patchText(unifiedDiff(change), style.isTerminal, c);
      return;
  }
}

/** A patch as it is; for a terminal without characters that it would obey. */
function patchText(patch: string, isForTerminal: boolean, c: Colours): string {
  if (!isForTerminal) return patch;
  return patch
    .split('\n')
    .map((line) => patchLine(printable(line.replace(/\r$/, '')), c))
    .join('\n');
}

function patchLine(line: string, c: Colours): string {
  if (/^(?:diff |---|\+\+\+|new file|deleted file)/.test(line)) return c.bold(line);
  if (line.startsWith('@@')) return c.cyan(line);
  return line.startsWith('+') ? c.green(line) : line.startsWith('-') ? c.red(line) : line;
}

function* revisionText(
  { objects, withheld, findings, behaviour, unread }: ConversionDifferences,
  revision: string,
  context: DiffContext,
  c: Colours,
): Generator<string> {
  yield* objectsText(objects, revision, c);
  yield* withheldText(withheld, c);
  yield* findingsText(findings, c);
  yield* behaviourText(behaviour, context, c);
  const broken = unread.before.filter((file) => unread.after.includes(file));
  for (const file of broken) yield `${c.yellow('not compared')} ${printable(file)}: it can be read on neither side\n`;
}

function* driftText({ objects, compared, leftOut, problems }: Drift, c: Colours): Generator<string> {
  yield* objectsText(objects, '', c);
  for (const { file, line, message } of problems)
    yield `${c.yellow('not read')} ${printable(`${formatPlace({ file, line })}: ${message}`)}\n`;
  const others = leftOut === 0 ? '' : `; ${count(leftOut, 'object')} of others left out`;
  yield c.dim(`${count(compared, 'object')} compared${others}\n`);
}

function* objectsText(objects: ObjectChanges, revision: string, c: Colours): Generator<string> {
  for (const one of objects.removed) yield loneText(c.red('removed'), one, 'after', revision, c);
  for (const one of objects.added) yield loneText(c.green('added  '), one, 'before', revision, c);
  for (const one of objects.changed) yield changedText(one, c);
}

function loneText(
  word: string,
  { ref, sources, unread }: LoneObject,
  side: 'before' | 'after',
  revision: string,
  c: Colours,
): string {
  const note = unread === undefined ? '' : fillLines(printable(unreadWords(unread, side, revision)), MARGIN, WIDTH);
  return `${word} ${c.bold(printable(formatRef(ref)))}${sourcesText(sources, c)}\n${note}`;
}

function changedText({ ref, sources, fields }: ChangedObject, c: Colours): string {
  const lines = fields.flatMap(fieldLines).map((line) => `  ${lineText(line, c)}\n`);
  return `${c.yellow('changed')} ${c.bold(printable(formatRef(ref)))}${sourcesText(sources, c)}\n${lines.join('')}`;
}

function sourcesText(sources: readonly string[], c: Colours): string {
  const [first, ...others] = sources;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${count(others.length, 'other')}`;
  return c.dim(`  ${printable(first)}${more}`);
}

function lineText({ sign, text }: SignedLine, c: Colours): string {
  const line = printable(text);
  switch (sign) {
    case '@':
      return c.cyan(line);
    case '+':
      return c.green(`  + ${line}`);
    case '-':
      return c.red(`  - ${line}`);
  }
}

function* withheldText({ appeared, vanished, changed }: WithheldChanges, c: Colours): Generator<string> {
  for (const rule of appeared) yield `${c.red('newly withheld')} ${ruleText(rule)}${causeText(rule)}\n`;
  for (const rule of vanished) yield `${c.green('no longer withheld')} ${ruleText(rule)}\n`;
  for (const { before, after } of changed)
    yield `${c.yellow('still withheld')} ${ruleText(after)}: ${causesOf(before)} -> ${causesOf(after)}\n`;
}

function ruleText({ hostname, path, object }: WithheldRule): string {
  return printable(`${hostname}${path} of ${formatRef(object)}`);
}

function causeText(rule: WithheldRule): string {
  return rule.blockedBy.length === 0 ? '' : ` because of ${causesOf(rule)}`;
}

function causesOf({ blockedBy }: WithheldRule): string {
  return blockedBy.length === 0 ? 'a reason that no flag accepts' : printable(blockedBy.join(', '));
}

function* findingsText({ appeared, vanished }: FindingChanges, c: Colours): Generator<string> {
  yield* someFindings('new', appeared, c);
  yield* someFindings('gone', vanished, c);
}

/** What is for information only is counted: JSON has it. */
function* someFindings(word: 'new' | 'gone', findings: readonly LoneFinding[], c: Colours): Generator<string> {
  const grave = findings.filter(({ finding }) => finding.severity !== 'info');
  for (const one of grave) {
    const { finding } = one;
    const { about, at } = findingPlace(one);
    const suppressed = finding.suppressed === undefined ? '' : ' (suppressed)';
    yield `${word.padEnd(4)} ${label(finding.severity, c)} ${finding.code} ${c.bold(printable(about))}${suppressed}  ${c.dim(printable(at))}\n`;
    yield fillLines(printable(finding.message), MARGIN, WIDTH);
    if (word === 'new' && finding.next !== undefined)
      yield c.cyan(fillLines(`-> ${printable(finding.next)}`, MARGIN, WIDTH));
  }
  const others = findings.length - grave.length;
  if (others > 0) yield c.dim(`${word.padEnd(4)} ${count(others, 'finding')} for information\n`);
}

function* behaviourText(behaviour: BehaviourChanges, context: DiffContext, c: Colours): Generator<string> {
  let last: BehaviourGroup['controller'] | undefined;
  for (const group of behaviour.groups.slice(0, MOST_GROUPS)) {
    if (group.controller !== last) yield `${c.bold(controllerWords(group.controller))}\n`;
    last = group.controller;
    yield groupText(group, context, c);
  }
  const more = behaviour.groups.slice(MOST_GROUPS);
  if (more.length > 0) yield `  and ${count(more.length, 'other change')} of answers (--report json has them all)\n`;
  for (const { host, count: left } of behaviour.leftOut)
    yield `${c.yellow('left out')} ${count(left, 'request')} to ${printable(host)}, which has too many paths to ask all of them\n`;
  for (const what of behaviour.unmodelled) yield `${c.yellow('not checked')} ${printable(what)}\n`;
}

function groupText(group: BehaviourGroup, context: DiffContext, c: Colours): string {
  const { example, overrides, requests, field, before, after, always, rules } = group;
  const more = requests === 1 ? '' : c.dim(` and ${count(requests - 1, 'request')} more`);
  const files = overrides === undefined ? '' : `  (${printable(overriddenFiles(overrides))})`;
  const scope = always ? '' : ' (at some implementations)';
  const decided = rules.before === rules.after ? `by ${rules.after}` : `by ${rules.before}, now by ${rules.after}`;
  const command = traceCommandOf(group, context);
  return (
    `  ${requestText(example)}${more}${files}\n` +
    `    ${field}: ${c.red(valueText(before))} -> ${c.green(valueText(after))}${scope}\n` +
    `    ${c.dim(printable(decided))}\n` +
    (command === undefined ? '' : `    ${c.cyan(`$ ${printable(command)}`)}\n`)
  );
}
