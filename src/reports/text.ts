import picocolors from 'picocolors';
import type { Conversion, WithheldRule } from '../conversion.js';
import { type Item, type Note, SEVERITIES, type Severity, VERDICTS, type Verdict } from '../ledger/verdict.js';
import { gravest, groupItems, type ItemGroup, isQuiet, objectTitle, shortName } from './grouping.js';
import { acceptFlags, count, fillLines, printable, targetName } from './wording.js';

export interface TextStyle {
  /** ANSI colours: for terminals only. */
  readonly colour: boolean;
}

type Colours = ReturnType<typeof picocolors.createColors>;

const WIDTH = 100;
/** More withheld rules than these are counted, not listed; the other formats list all. */
const WITHHELD_SHOWN = 20;
const LABELS: Readonly<Record<Severity, string>> = { error: 'error  ', warning: 'warning', info: 'info   ' };

/**
 * The report for people, in pieces: each object with its findings, then the summary, the withheld rules and the shortest
 * way out. Items that arrived without a remark worth reading share one line per verdict.
 */
export function* textReport(conversion: Conversion, style: TextStyle): Generator<string> {
  const c = picocolors.createColors(style.colour);
  for (const group of groupItems(conversion.items)) yield groupText(group, c);
  yield summaryText(conversion, c);
  if (conversion.withheld.length > 0) yield withheldText(conversion, c);
}

function groupText(group: ItemGroup, c: Colours): string {
  const place = c.dim(printable(`${group.file}:${group.line}`));
  const title = group.object === undefined ? '' : `${c.bold(printable(objectTitle(group.object)))}  `;
  let text = `${title}${place}\n`;
  const speaking = group.items.filter((item) => !isQuiet(item));
  for (const severity of SEVERITIES) {
    for (const item of speaking) if (gravest(item) === severity) text += findingText(item, c);
  }
  const quiet = group.items.filter(isQuiet);
  for (const verdict of VERDICTS) text += quietText(verdict, quiet, c);
  return `${text}\n`;
}

function findingText(item: Item, c: Colours): string {
  const name = printable(shortName(item));
  const value = item.annotation === undefined || item.value === undefined ? '' : `: ${shorten(printable(item.value))}`;
  const subject = name === '' ? '' : `${c.bold(name)}${value}  `;
  let text = `  ${label(item.severity, c)}  ${subject}${c.dim(`${item.verdict}, ${item.code}, line ${item.source.line}`)}\n`;
  text += sentenceText(item, c);
  for (const note of item.also) text += `    ${label(note.severity, c)}  ${c.dim(note.code)}\n${sentenceText(note, c)}`;
  return text;
}

function sentenceText(said: Item | Note, c: Colours): string {
  const message = fillLines(printable(said.message), '           ', WIDTH);
  return said.next === undefined
    ? message
    : message + c.cyan(fillLines(`-> ${printable(said.next)}`, '           ', WIDTH));
}

function quietText(verdict: Verdict, items: readonly Item[], c: Colours): string {
  const names = items
    .filter((item) => item.verdict === verdict)
    .map((item) => printable(shortName(item)) || 'the object');
  if (names.length === 0) return '';
  const lead = `  ${verdict}  `;
  const lines = fillLines(names.join(', '), ' '.repeat(lead.length), WIDTH).slice(lead.length);
  return `  ${c.green(verdict)}  ${lines}`;
}

function summaryText({ summary, target }: Conversion, c: Colours): string {
  const verdicts = VERDICTS.map((verdict) => `${summary.verdicts[verdict]} ${verdict}`).join(', ');
  const { error, warning, info } = summary.findings;
  const errors = error > 0 ? c.red(count(error, 'error')) : count(error, 'error');
  const warnings = warning > 0 ? c.yellow(count(warning, 'warning')) : count(warning, 'warning');
  return (
    `${c.bold('Summary')}\n` +
    `  ${count(summary.inputs, 'input')} read, ${count(summary.objects, 'object')} for ${targetName(target)}\n` +
    `  verdicts: ${verdicts}\n` +
    `  findings: ${errors}, ${warnings}, ${info} info\n` +
    `  withheld: ${count(summary.withheld, 'rule')}\n`
  );
}

function withheldText({ withheld, waysOut }: Conversion, c: Colours): string {
  let text = `\n${c.bold('Withheld')}: not published, because the target would leave them without their protection\n`;
  for (const rule of withheld.slice(0, WITHHELD_SHOWN)) text += `  ${withheldLine(rule, c)}\n`;
  const rest = withheld.length - WITHHELD_SHOWN;
  if (rest > 0) text += `  and ${rest} more (--report json lists all)\n`;
  if (waysOut.length === 0) return text;
  text += `\n${c.bold('The shortest way out')}: each flag publishes rules without that protection\n`;
  for (const way of waysOut) {
    text += `  ${printable(acceptFlags(way))}  ${c.dim(`publishes ${way.publishes} of ${count(withheld.length, 'rule')}`)}\n`;
  }
  return text;
}

function withheldLine(rule: WithheldRule, c: Colours): string {
  const place = `${objectTitle(rule.object)}, ${rule.source.file}:${rule.source.line}`;
  return printable(`${rule.hostname}${rule.path}`) + c.dim(printable(`  ${rule.blockedBy.join(', ')}  (${place})`));
}

function label(severity: Severity, c: Colours): string {
  switch (severity) {
    case 'error':
      return c.red(LABELS.error);
    case 'warning':
      return c.yellow(LABELS.warning);
    case 'info':
      return c.dim(LABELS.info);
  }
}

function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}
