import type { Conversion } from '../conversion.js';
import { type Item, type Severity, VERDICTS } from '../ledger/verdict.js';
import { groupItems, type ItemGroup, objectTitle, shortName } from './grouping.js';
import type { Tool } from './tool.js';
import { acceptFlags, count, printable, targetName } from './wording.js';

/** The report as a Markdown page for a pull request or a wiki, in pieces: summary first, then every item of every object. */
export function* markdownReport(conversion: Conversion, tool: Tool): Generator<string> {
  yield summaryText(conversion, tool);
  yield withheldText(conversion);
  for (const group of groupItems(conversion.items)) yield groupText(group);
}

function summaryText({ summary, target }: Conversion, tool: Tool): string {
  const { error, warning, info } = summary.findings;
  return (
    `# Conversion to ${targetName(target)}\n\n` +
    `${count(summary.inputs, 'input')} read, ${count(summary.objects, 'object')} written, ` +
    `${count(summary.withheld, 'rule')} withheld: ${count(error, 'error')}, ${count(warning, 'warning')}, ${info} info ` +
    `(${tool.name} ${tool.version}).\n\n` +
    `| verdict | items |\n|---|---:|\n` +
    `${VERDICTS.map((verdict) => `| ${verdict} | ${summary.verdicts[verdict]} |\n`).join('')}\n`
  );
}

function withheldText({ withheld, waysOut }: Conversion): string {
  if (withheld.length === 0) return '';
  let text = '## Withheld rules\n\nNot published, because the target would leave them without their protection.\n\n';
  text += '| host and path | object | blocked by |\n|---|---|---|\n';
  for (const rule of withheld) {
    const place = `${cell(objectTitle(rule.object))} (${code(`${rule.source.file}:${rule.source.line}`)})`;
    text += `| ${code(rule.hostname + rule.path)} | ${place} | ${rule.blockedBy.map(code).join(', ')} |\n`;
  }
  if (waysOut.length > 0) {
    text += '\nThe shortest way out (each flag publishes rules without that protection):\n\n';
    for (const way of waysOut) {
      text += `- ${code(acceptFlags(way))} publishes ${way.publishes} of ${count(withheld.length, 'rule')}\n`;
    }
  }
  return `${text}\n`;
}

function groupText(group: ItemGroup): string {
  const title = group.object === undefined ? code(group.file) : cell(objectTitle(group.object));
  let text = `## ${title}\n\n${code(`${group.file}:${group.line}`)}\n\n`;
  text += '| | item | verdict | what happens | next step |\n|---|---|---|---|---|\n';
  for (const item of group.items) text += itemRows(item);
  return `${text}\n`;
}

function itemRows(item: Item): string {
  const name = shortName(item);
  const value = item.annotation === undefined || item.value === undefined ? '' : `: ${code(shorten(item.value))}`;
  const subject = name === '' ? 'the object' : `${code(name)}${value}`;
  let text = row(item.severity, `${subject} (line ${item.source.line})`, item.verdict, item);
  for (const note of item.also) text += row(note.severity, '', '', note);
  return text;
}

function row(
  severity: Severity,
  subject: string,
  verdict: string,
  said: { readonly code: string; readonly message: string; readonly next?: string | undefined },
): string {
  return `| ${severity} | ${subject} | ${verdict} | ${cell(said.message)} (${said.code}) | ${cell(said.next ?? '')} |\n`;
}

function shorten(value: string): string {
  return value.length > 120 ? `${value.slice(0, 119)}…` : value;
}

/** Text inside a table cell or a heading: one line, and nothing in it is taken for Markdown or HTML. */
function cell(text: string): string {
  return printable(text)
    .replace(/[\\|`*_[\]~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

/** A code span; its fence is longer than any run of backticks in the text (CommonMark, section 6.1). */
function code(text: string): string {
  const line = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  if (longest === 0) return line.trim() === '' ? '` `' : `\`${line}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${line} ${fence}`;
}
