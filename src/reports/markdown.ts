import type { Conversion } from '../conversion.js';
import { formatPlace, isInCluster } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import { type Item, type Note, VERDICTS, type Verdict } from '../ledger/verdict.js';
import { countSuppressed, groupItems, type ItemGroup, isDefault, shortName } from './grouping.js';
import { cell, code } from './markdown-text.js';
import { isWithheldRule, notesWorthReading } from './remarks.js';
import type { Tool } from './tool.js';
import { WAY_OUT_TITLE, WITHHELD_TITLE, type WithheldReasons, withheldReasons } from './withheld-rules.js';
import { acceptFlags, count, summaryLine, suppressionText, targetName } from './wording.js';

/** The report as a Markdown page for a pull request or a wiki, in pieces: summary first, then every item of every object, worst first. */
export function* markdownReport(conversion: Conversion, tool: Tool): Generator<string> {
  yield summaryText(conversion, tool);
  yield withheldText(conversion);
  const { groups, defaults } = groupItems(conversion);
  const reasons = withheldReasons(conversion);
  for (const group of groups) yield groupText(group, reasons);
  if (defaults.length > 0) yield `## Controller defaults and options\n\n${tableText(defaults, reasons)}\n`;
}

function summaryText({ summary, target, items, verification }: Conversion, tool: Tool): string {
  const apart = items.filter(isDefault);
  const inManifests = (verdict: Verdict) =>
    summary.verdicts[verdict] - apart.filter((item) => item.verdict === verdict).length;
  const { error, warning, info } = summary.findings;
  const suppressed = countSuppressed(items);
  const besides = suppressed === 0 ? '' : `, ${suppressed} suppressed`;
  return (
    `# Conversion to ${targetName(target)}\n\n` +
    `${count(summary.inputs, 'input')} read, ${count(summary.objects, 'object')} written, ` +
    `${count(summary.withheld, 'rule')} withheld: ${count(error, 'error')}, ${count(warning, 'warning')}, ${info} info${besides} ` +
    `(${tool.name} ${tool.version}).\n\n` +
    (verification === undefined ? '' : `${summaryLine(verification)}.\n\n`) +
    `| verdict | items |\n|---|---:|\n` +
    `${VERDICTS.map((verdict) => `| ${verdict} | ${inManifests(verdict)} |\n`).join('')}` +
    `${apart.length === 0 ? '' : `| controller defaults and options | ${apart.length} |\n`}\n`
  );
}

function withheldText(conversion: Conversion): string {
  const { withheld, waysOut } = conversion;
  if (withheld.length === 0) return '';
  const reasons = withheldReasons(conversion);
  let text = `## Withheld rules\n\nThese rules are ${WITHHELD_TITLE}.\n\n`;
  text += '| host and path | object | blocked by |\n|---|---|---|\n';
  for (const rule of withheld) {
    const place = `${cell(formatRef(rule.object))} (${code(`${formatPlace(rule.source)}`)})`;
    text += `| ${code(rule.hostname + rule.path)} | ${place} | ${cell(reasons.ofRule(rule))} |\n`;
  }
  if (waysOut.length > 0) {
    text += `\nThe shortest way out (${WAY_OUT_TITLE}):\n\n`;
    for (const way of waysOut) {
      text += `- ${code(acceptFlags(way))} publishes ${way.publishes} of ${count(withheld.length, 'rule')}\n`;
    }
  }
  if (reasons.hopeless > 0) {
    text += `\nNo flag publishes ${reasons.hopeless} of ${count(withheld.length, 'rule')}.\n`;
  }
  return `${text}\n`;
}

function groupText(group: ItemGroup, reasons: WithheldReasons): string {
  const title = group.object === undefined ? '' : `## ${cell(formatRef(group.object))}\n\n`;
  const place = code(group.place);
  return `${title === '' ? `## ${place}` : `${title}${place}`}\n\n${tableText(group.items, reasons)}\n`;
}

function tableText(items: readonly Item[], reasons: WithheldReasons): string {
  let text = '| | item | verdict | what happens | next step |\n|---|---|---|---|---|\n';
  for (const item of items) text += itemRows(item, reasons);
  return text;
}

function itemRows(item: Item, reasons: WithheldReasons): string {
  const name = shortName(item);
  const value = item.value === undefined ? '' : `: ${code(shorten(item.value))}`;
  const subject = name === '' ? 'the object' : `${code(name)}${value}`;
  // Defaults stand in no file.
  const place = isDefault(item) || isInCluster(item.source.file) ? '' : ` (line ${item.source.line})`;
  const cause = isWithheldRule(item) ? /^because of (.*)$/.exec(reasons.ofItem(item))?.[1] : undefined;
  const said = cause === undefined ? item : { ...item, next: `See ${cause}.` };
  let text = row(`${subject}${place}`, item.verdict, said);
  for (const note of notesWorthReading(item)) text += row('', '', note);
  return text;
}

function row(subject: string, verdict: string, said: Note): string {
  const { suppressed } = said;
  const grade = suppressed === undefined ? said.severity : 'suppressed';
  const next = suppressed === undefined ? (said.next ?? '') : suppressionText(suppressed);
  return `| ${grade} | ${subject} | ${verdict} | ${cell(said.message)} (${said.code}) | ${cell(next)} |\n`;
}

function shorten(value: string): string {
  return value.length > 120 ? `${value.slice(0, 119)}…` : value;
}
