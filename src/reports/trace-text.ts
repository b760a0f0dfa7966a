import picocolors from 'picocolors';
import type { Candidate, Guard, HeaderChanges, Outcome } from '../behaviour/outcome.js';
import { catalogue, type FindingCode } from '../ledger/catalogue.js';
import type { Difference, Trace } from '../verification/verification.js';
import { percent, requestText, valueText } from './request-text.js';
import { overriddenFiles, printable } from './wording.js';

type Colours = ReturnType<typeof picocolors.createColors>;

/** A trace for people: what becomes of the request on each side, which rule decides, and what differs. */
export function traceText(trace: Trace, style: { readonly colour: boolean }): string {
  const c = picocolors.createColors(style.colour);
  let text = `${c.bold(requestText(trace.request))}${whose(trace)}\n`;
  if (trace.source !== undefined) text += sideText('before', trace.source, trace.nearest.source, c);
  if (trace.target !== undefined) text += sideText('after', trace.target, trace.nearest.target, c);
  if (trace.source !== undefined && trace.target !== undefined) text += verdictText(trace, c);
  return text;
}

/** Who was asked, where there are several. */
function whose({ controllers, overrides }: Trace): string {
  const names = controllers === undefined ? [] : [controllers.join(' and ')];
  if (overrides !== undefined) names.push(overriddenFiles(overrides));
  return names.length === 0 ? '' : printable(`  (${names.join(', ')})`);
}

function sideText(side: 'before' | 'after', outcome: Outcome, nearest: readonly Candidate[], c: Colours): string {
  const lines = [`${side.padEnd(7)} ${c.bold(headline(outcome))}`, `        decided by ${printable(outcome.rule)}`];
  for (const detail of details(outcome)) lines.push(`        ${printable(detail)}`);
  for (const { rule, asks, why } of nearest)
    lines.push(c.dim(`        not by ${printable(rule)} (${printable(asks)}): ${printable(why)}`));
  return `${lines.join('\n')}\n`;
}

/** What a client would notice first. */
function headline(outcome: Outcome): string {
  const { backend, backends, status, location, reason } = outcome;
  if (status === 0) return `connection refused: ${printable(reason ?? 'nobody listens')}`;
  if (backends.length > 0) {
    const shares = backends.map((one) => `${one.backend} ${percent(one.weight)}`).join(', ');
    const target = outcome.path === null ? '' : ` as ${outcome.host ?? ''}${outcome.path}`;
    return printable(`forwarded to ${backend ?? shares}${target}`);
  }
  if (location !== undefined) return printable(`${status}, sent to ${location}`);
  return printable(`${status}${reason === undefined ? '' : `: ${reason}`}`);
}

function details(outcome: Outcome): string[] {
  return [
    ...(outcome.certificate === null ? [] : [`certificate ${outcome.certificate}`]),
    ...outcome.guards.map(guardText),
    ...changesText('request', outcome.requestHeaders),
    ...changesText('response', outcome.responseHeaders),
  ];
}

function guardText({ kind, parameters }: Guard): string {
  const shown = Object.entries(parameters).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : value}`,
  );
  return `guarded by ${kind}${shown.length === 0 ? '' : `: ${shown.join(', ')}`}`;
}

function changesText(which: 'request' | 'response', { set, added, removed }: HeaderChanges): string[] {
  return [
    ...Object.entries(set).map(([name, value]) => `${which} header ${name}: ${value}`),
    ...Object.entries(added).map(([name, value]) => `${which} header ${name}: ${value} (added)`),
    ...removed.map((name) => `${which} header ${name} removed`),
  ];
}

function verdictText({ agree, differences }: Trace, c: Colours): string {
  if (agree) return `${c.green('alike')}\n`;
  return differences.map((difference) => differenceText(difference, c)).join('');
}

function differenceText({ field, source, target, codes, always }: Difference, c: Colours): string {
  const colour = codes.includes('RS9001') ? c.red : c.yellow;
  const scope = always ? '' : ' at some implementations';
  let text = `${colour('differs')} ${field}${scope}: ${valueText(source)} -> ${valueText(target)}\n`;
  for (const code of codes) text += `        ${code} ${catalogue[code as FindingCode].title}\n`;
  return text;
}
