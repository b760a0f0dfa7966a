import type { WithheldRule } from '../conversion.js';
import type { BehaviourChanges } from '../differences/behaviour-changes.js';
import type { BehaviourGroup } from '../differences/behaviour-groups.js';
import type { Differences } from '../differences/differences.js';
import type { LoneFinding } from '../differences/finding-changes.js';
import type { ChangedObject, LoneObject, ObjectChanges } from '../differences/object-changes.js';
import { lineCounts, type TextChange, unifiedDiff } from '../differences/unified-diff.js';
import type { WithheldChanges } from '../differences/withheld-changes.js';
import { formatPlace } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import { fieldLines, objectLines, type SignedLine } from './diff-fields.js';
import {
  changeWord,
  configurationWords,
  controllerWords,
  type DiffContext,
  findingPlace,
  headline,
  holdsSecret,
  revisionName,
  traceCommandOf,
  unreadWords,
} from './diff-wording.js';
import { foldedSections, type Section } from './folded-sections.js';
import { codeBlock, codeSpan, prose } from './markdown-words.js';
import { requestText, valueText } from './request-text.js';
import { count, overriddenFiles, targetName } from './wording.js';

/** Lines of one file's patch that are shown. */
const MOST_LINES = 200;

/**
 * Differences as Markdown for a comment on a pull request: the counts in one line, everything else folded, and never longer
 * than `maxSize` characters. The first line is a comment by which the comment of an earlier run can be found.
 */
export function diffMarkdown(differences: Differences, context: DiffContext, maxSize: number): string {
  const { tool } = context;
  const configuration = configurationWords(differences);
  const head =
    `<!-- routeshift diff -->\n` +
    `### ${targetName(differences.result.target)}: what changes\n\n` +
    `**${sentence(headline(differences))}**${comparedWith(differences)}.\n\n` +
    (configuration === undefined ? '' : `${prose(configuration)}.\n\n`);
  const notes = notesOf(differences);
  const foot = `<sub>${tool.name} ${tool.version}</sub>\n`;
  return (
    head + foldedSections([...sectionsOf(differences, context), notes], maxSize - head.length - foot.length) + foot
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function comparedWith(differences: Differences): string {
  switch (differences.mode) {
    case 'revision':
      return `, compared with ${codeSpan(revisionName(differences.revision))}`;
    case 'against':
      return `, compared with ${codeSpan(differences.against)}`;
    case 'write':
      return ` by ${codeSpan(`--write ${differences.write}`)}`;
  }
}

function sectionsOf(differences: Differences, context: DiffContext): Section[] {
  switch (differences.mode) {
    case 'revision': {
      const { objects, findings, withheld, behaviour } = differences.result;
      return [
        ...behaviourSections(behaviour, context),
        withheldSection(withheld),
        findingSection('New findings', findings.appeared),
        objectSection(objects, revisionName(differences.revision)),
        findingSection('Findings that are gone', findings.vanished),
      ];
    }
    case 'against':
      return [objectSection(differences.result.objects, '')];
    case 'write': {
      const { changes } = differences.result;
      return [{ title: `Files (${changes.length})`, noun: 'file', entries: changes.map(fileEntry) }];
    }
  }
}

function fileEntry(change: TextChange): string {
  const patch = unifiedDiff(change);
  const { added, removed } = lineCounts(patch);
  const head = `**${changeWord(change)}** ${codeSpan(change.file)} (+${added} −${removed})\n\n`;
  if (holdsSecret(change)) return `${head}Its lines may hold a secret and are not shown here.\n\n`;
  const lines = patch.slice(patch.indexOf('@@')).replace(/\n$/, '').split('\n');
  const shown = lines.slice(0, MOST_LINES);
  const more = lines.length - shown.length;
  return `${head}${codeBlock('diff', more === 0 ? shown : [...shown, `… ${more} more lines`])}\n`;
}

function behaviourSections({ groups }: BehaviourChanges, context: DiffContext): Section[] {
  const kinds = [...new Set(groups.map(({ controller }) => controller))];
  return kinds.map((kind) => {
    const own = groups.filter(({ controller }) => controller === kind);
    return {
      title: `Answers: ${controllerWords(kind)} (${own.length})`,
      noun: 'change',
      entries: own.map((group) => groupEntry(group, context)),
    };
  });
}

function groupEntry(group: BehaviourGroup, context: DiffContext): string {
  const { example, overrides, requests, field, before, after, always, rules } = group;
  const more = requests === 1 ? '' : ` and ${count(requests - 1, 'request')} more`;
  const files = overrides === undefined ? '' : ` (${codeSpan(overriddenFiles(overrides))})`;
  const scope = always ? '' : ' (at some implementations)';
  const now = rules.before === rules.after ? '' : `, now by ${codeSpan(rules.after)}`;
  const command = traceCommandOf(group, context);
  return (
    `- ${codeSpan(requestText(example))}${more}${files}  \n` +
    `  ${codeSpan(field)}: ${codeSpan(valueText(before))} → ${codeSpan(valueText(after))}${scope}  \n` +
    `  by ${codeSpan(rules.before)}${now}${command === undefined ? '' : `  \n  ${codeSpan(command)}`}\n`
  );
}

function withheldSection({ appeared, vanished, changed }: WithheldChanges): Section {
  return {
    title: `Withheld rules (${appeared.length + vanished.length + changed.length})`,
    noun: 'rule',
    entries: [
      ...appeared.map((rule) => `- **newly withheld** ${ruleWords(rule)}${because(rule)}\n`),
      ...changed.map(
        ({ before, after }) => `- **still withheld** ${ruleWords(after)}: ${causes(before)} → ${causes(after)}\n`,
      ),
      ...vanished.map((rule) => `- **no longer withheld** ${ruleWords(rule)}\n`),
    ],
  };
}

function ruleWords({ hostname, path, object }: WithheldRule): string {
  return `${codeSpan(hostname + path)} of ${codeSpan(formatRef(object))}`;
}

function because(rule: WithheldRule): string {
  return rule.blockedBy.length === 0 ? '' : ` because of ${causes(rule)}`;
}

function causes({ blockedBy }: WithheldRule): string {
  return blockedBy.length === 0 ? 'a reason that no flag accepts' : codeSpan(blockedBy.join(', '));
}

/** What is for information only is counted in one entry at the end. */
function findingSection(title: string, findings: readonly LoneFinding[]): Section {
  const grave = findings.filter(({ finding }) => finding.severity !== 'info');
  const others = findings.length - grave.length;
  const entries = grave.map(findingEntry);
  if (others > 0) entries.push(`- ${count(others, 'finding')} for information\n`);
  return { title: `${title} (${findings.length})`, noun: 'finding', entries };
}

function findingEntry(one: LoneFinding): string {
  const { finding } = one;
  const { about, at } = findingPlace(one);
  const suppressed = finding.suppressed === undefined ? '' : ', suppressed';
  const next = finding.next === undefined ? '' : `  \n  → ${prose(finding.next)}`;
  return `- **${finding.severity}** ${finding.code}${suppressed} ${codeSpan(about)} (${codeSpan(at)})  \n  ${prose(finding.message)}${next}\n`;
}

function objectSection({ added, removed, changed }: ObjectChanges, revision: string): Section {
  return {
    title: `Objects (${added.length + removed.length + changed.length})`,
    noun: 'object',
    entries: [
      ...changed.map(changedEntry),
      ...removed.map((one) => loneEntry('removed', '-', one, revision)),
      ...added.map((one) => loneEntry('added', '+', one, revision)),
    ],
  };
}

function changedEntry({ ref, sources, fields }: ChangedObject): string {
  return `**changed** ${codeSpan(formatRef(ref))}${sourceWords(sources)}\n\n${diffBlock(fields.flatMap(fieldLines))}\n`;
}

function loneEntry(word: 'added' | 'removed', sign: '+' | '-', one: LoneObject, revision: string): string {
  const { ref, sources, object, unread } = one;
  const side = word === 'added' ? 'before' : 'after';
  const note = unread === undefined ? '' : `${prose(unreadWords(unread, side, revision))}\n\n`;
  return `**${word}** ${codeSpan(formatRef(ref))}${sourceWords(sources)}\n\n${note}${diffBlock(objectLines(sign, object))}\n`;
}

function sourceWords(sources: readonly string[]): string {
  const [first, ...others] = sources;
  if (first === undefined) return '';
  return ` from ${codeSpan(first)}${others.length === 0 ? '' : ` and ${count(others.length, 'other')}`}`;
}

function diffBlock(lines: readonly SignedLine[]): string {
  return codeBlock(
    'diff',
    lines.map(({ sign, text }) => (sign === '@' ? `@@ ${text} @@` : `${sign} ${text}`)),
  );
}

function notesOf(differences: Differences): Section {
  const entries = [...noteLines(differences)].map((line) => `- ${line}\n`);
  return { title: `Not compared (${entries.length})`, noun: 'note', entries };
}

function* noteLines(differences: Differences): Generator<string> {
  switch (differences.mode) {
    case 'revision': {
      const { behaviour, unread } = differences.result;
      for (const file of unread.before)
        yield `${codeSpan(file)} could not be read at ${codeSpan(revisionName(differences.revision))}`;
      for (const file of unread.after) yield `${codeSpan(file)} could not be read in the work tree`;
      for (const { host, count: left } of behaviour.leftOut) yield `${count(left, 'request')} to ${codeSpan(host)}`;
      for (const what of behaviour.unmodelled) yield codeSpan(what);
      return;
    }
    case 'against': {
      const { problems, leftOut } = differences.result;
      for (const { file, line, message } of problems)
        yield `${codeSpan(formatPlace({ file, line }))}: ${prose(message)}`;
      if (leftOut > 0) yield `${count(leftOut, 'object')} of others`;
      return;
    }
    case 'write':
      return;
  }
}
