import picocolors from 'picocolors';
import type { Conversion } from '../conversion.js';
import { formatPlace } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import { type Item, SEVERITIES, VERDICTS, type Verdict } from '../ledger/verdict.js';
import { type Colours, findingText, label, type Saying, sayings } from './findings-text.js';
import {
  countSuppressed,
  gravest,
  groupItems,
  type ItemGroup,
  isDefault,
  isOption,
  isQuiet,
  shortName,
} from './grouping.js';
import { isAboutWithheldRule, isWithheldRule } from './remarks.js';
import { WAY_OUT_TITLE, WITHHELD_TITLE, type WithheldReasons, withheldReasons } from './withheld-rules.js';
import { acceptFlags, count, fillLines, printable, summaryLine, targetName, WIDTH } from './wording.js';

export interface TextStyle {
  /** ANSI colours: for terminals only. */
  readonly colour: boolean;
}

/** More withheld rules than these are counted, not listed; the other formats list all. */
const WITHHELD_SHOWN = 20;

/**
 * The report for people, in pieces: each object with its findings, worst first, then what the controller and the options
 * set for all of them, the summary, the withheld rules and the shortest way out. Items that arrived without a remark
 * worth reading share one line per verdict, and items of one object of which the same is to be said are said together.
 */
export function* textReport(conversion: Conversion, style: TextStyle): Generator<string> {
  const c = picocolors.createColors(style.colour);
  const { groups, defaults } = groupItems(conversion);
  const reasons = withheldReasons(conversion);
  for (const group of groups) yield groupText(group, reasons, c);
  if (defaults.length > 0) yield defaultsText(defaults, c);
  yield summaryText(conversion, c);
  if (conversion.withheld.length > 0) yield withheldText(conversion, reasons, c);
}

function groupText(group: ItemGroup, reasons: WithheldReasons, c: Colours): string {
  const title = group.object === undefined ? '' : `${c.bold(printable(formatRef(group.object)))}  `;
  let text = `${title}${c.dim(printable(group.place))}\n`;
  const said = sayings(
    group.items.filter((item) => !isQuiet(item)),
    reasons,
  );
  const causes = said.filter(({ item }) => !isWithheldRule(item));
  for (const severity of SEVERITIES) {
    for (const saying of causes) if (gravest(saying.item) === severity) text += findingText(saying, c);
    // What is withheld stands below the errors that withhold it.
    if (severity === 'error') text += withheldFields(said, c);
  }
  return `${text}${quietLines(group.items, c)}\n`;
}

function withheldFields(said: readonly Saying[], c: Colours): string {
  return said
    .filter(({ item }) => isWithheldRule(item))
    .map((saying) => findingText(saying, c))
    .join('');
}

/** One line for each key: the same in most runs, so it comes late and takes little room. */
function defaultsText(defaults: readonly Item[], c: Colours): string {
  let text = `${c.bold('Controller defaults and options')}\n`;
  for (const item of defaults) {
    if (isQuiet(item)) continue;
    const value = item.value === undefined ? '' : ` = ${item.value}`;
    const messages = [item.message, ...item.also.map(({ message }) => message)].join('; ');
    // What to do about a mere default is the same in every run and stands in the other formats.
    const next = item.next === undefined || gravest(item) === 'info' ? '' : ` -> ${item.next}`;
    const line = printable(`${shortName(item)}${value}: ${messages}${next}`);
    text += `  ${label(gravest(item), c)}  ${fillLines(line, ' '.repeat(11), WIDTH).slice(11)}`;
  }
  return `${text}${quietLines(defaults, c)}\n`;
}

function quietLines(items: readonly Item[], c: Colours): string {
  const quiet = items.filter(isQuiet);
  return VERDICTS.map((verdict) => quietText(verdict, quiet, c)).join('');
}

function quietText(verdict: Verdict, items: readonly Item[], c: Colours): string {
  const names = items
    .filter((item) => item.verdict === verdict)
    .map(
      (item) => printable(shortName(item) + (isDefault(item) && item.value ? ` = ${item.value}` : '')) || 'the object',
    );
  if (names.length === 0) return '';
  const lead = `  ${verdict}  `;
  const lines = fillLines(names.join(', '), ' '.repeat(lead.length), WIDTH).slice(lead.length);
  return `  ${c.green(verdict)}  ${lines}`;
}

function summaryText({ summary, target, items, verification }: Conversion, c: Colours): string {
  const apart = items.filter(isDefault);
  const inManifests = (verdict: Verdict) =>
    summary.verdicts[verdict] - apart.filter((item) => item.verdict === verdict).length;
  const options = apart.filter(isOption).length;
  const settings = apart.length - options;
  const others = [
    settings === 0 ? [] : [count(settings, 'controller default')],
    options === 0 ? [] : [count(options, 'option')],
  ].flat();
  const verdicts = VERDICTS.filter((verdict) => inManifests(verdict) > 0).map(
    (verdict) => `${inManifests(verdict)} ${verdict}`,
  );
  const { error, warning, info } = summary.findings;
  const suppressed = countSuppressed(items);
  const besides = suppressed === 0 ? '' : `, ${suppressed} suppressed`;
  const errors = error > 0 ? c.red(count(error, 'error')) : count(error, 'error');
  const warnings = warning > 0 ? c.yellow(count(warning, 'warning')) : count(warning, 'warning');
  return (
    `${c.bold('Summary')}\n` +
    `  ${count(summary.inputs, 'input')} read, ${count(summary.objects, 'object')} for ${targetName(target)}\n` +
    `  verdicts: ${verdicts.join(', ') || 'none'}\n` +
    (others.length === 0 ? '' : `            and ${others.join(', ')}\n`) +
    `  findings: ${errors}${consequences(items)}, ${warnings}, ${info} info${besides}\n` +
    `  withheld: ${count(summary.withheld, 'rule')}\n` +
    (verification === undefined ? '' : fillLines(`verified: ${summaryLine(verification)}`, '  ', WIDTH))
  );
}

/** Errors that the report does not call so: it shows them as `withheld` below the error that causes them. */
function consequences(items: readonly Item[]): string {
  let n = 0;
  for (const item of items) {
    for (const said of [item, ...item.also]) {
      if (isAboutWithheldRule(said) && said.severity === 'error' && said.suppressed === undefined) n += 1;
    }
  }
  return n === 0 ? '' : ` (${n} of them ${n === 1 ? 'a withheld path' : 'withheld paths'})`;
}

function withheldText({ withheld, waysOut }: Conversion, reasons: WithheldReasons, c: Colours): string {
  let text = `\n${c.bold('Withheld')}: ${WITHHELD_TITLE}\n`;
  for (const rule of withheld.slice(0, WITHHELD_SHOWN)) {
    const place = `(${formatRef(rule.object)}, ${formatPlace(rule.source)})`;
    const head = printable(`${rule.hostname}${rule.path}`);
    const why = printable(reasons.ofRule(rule));
    // A few keys fit beside the path; a reason is a sentence and gets its own lines.
    if (why.includes(': ')) text += `  ${head}  ${c.dim(printable(place))}\n${fillLines(why, '    ', WIDTH)}`;
    else text += `  ${head}  ${why}  ${c.dim(printable(place))}\n`;
  }
  const rest = withheld.length - WITHHELD_SHOWN;
  if (rest > 0) text += `  and ${rest} more (--report json lists all)\n`;
  if (waysOut.length > 0) {
    text += `\n${c.bold('The shortest way out')}: ${WAY_OUT_TITLE}\n`;
    for (const way of waysOut) {
      text += `  ${printable(acceptFlags(way))}  ${c.dim(`publishes ${way.publishes} of ${count(withheld.length, 'rule')}`)}\n`;
    }
  }
  if (reasons.hopeless > 0) {
    const lead = waysOut.length > 0 ? '  ' : '\n';
    text += `${lead}no flag publishes ${reasons.hopeless} of ${count(withheld.length, 'rule')}\n`;
  }
  return text;
}
