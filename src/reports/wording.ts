import type { Conversion, VerificationSummary, WayOut } from '../conversion.js';
import type { Suppression } from '../ledger/suppression.js';

/** Columns of reports and explanations. */
export const WIDTH = 100;

/** `1 rule`, `2 rules`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** `Gateway API 1.5 (standard channel)`. */
export function targetName(target: Conversion['target']): string {
  switch (target.api) {
    case 'gateway-api':
      return `Gateway API ${target.version} (${target.channel} channel)`;
    case 'openshift-route':
      return `OpenShift Routes (${target.version})`;
  }
}

/** `--accept auth-type --accept auth-secret`, quoted for a shell where a key needs it. */
export function acceptFlags(way: WayOut): string {
  return way.accept
    .map((key) => `--accept ${/^[\w./-]+$/.test(key) ? key : `'${key.replaceAll("'", "'\\''")}'`}`)
    .join(' ');
}

/** `86 requests replayed on both sides: 60 alike, 26 differ as the findings say, 0 unexplained` */
export function summaryLine({ probes, agree, explained, unexplained }: VerificationSummary): string {
  return `${count(probes, 'request')} replayed on both sides: ${agree} alike, ${explained} differ as the findings say, ${unexplained} unexplained`;
}

/** `suppressed by the configuration until 2030-01-01: the reason` */
export function suppressionText({ kind, reason, until }: Suppression): string {
  return `suppressed ${SAID[kind]}${until === undefined ? '' : ` until ${until}`}: ${reason}`;
}

const SAID: Readonly<Record<Suppression['kind'], string>> = {
  config: 'by the configuration',
  object: 'on the object',
  baseline: 'by the baseline',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** Text from an input on one line, without characters that a terminal would obey. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === '\n' || character === '\t' ? ' ' : '\ufffd'));
}

/** A space at which a line may end: not the one between a number and its unit, or between --accept and its key. */
const BREAK =
  /(?<!\d|--accept) |(?<!--accept) (?!(?:%|(?:[km]s|s|min|h|d|B|[KMG]i?B|[KMG]|bytes?|seconds?|minutes?|hours?|days?)\b))/i;

/** Breaks text at spaces into lines of at most `width`, each beginning with `indent`. Longer words stay whole. */
export function fillLines(text: string, indent: string, width: number): string {
  const room = width - indent.length;
  let lines = '';
  let line = '';
  for (const word of text.split(BREAK)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines += `${indent}${line}\n`;
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return `${lines}${indent}${line}\n`;
}

/** Which of several conversions, by the overrides of the configuration that its files fall under. */
export function overriddenFiles(overrides: readonly string[]): string {
  return overrides.length === 0 ? 'files of no override' : `files of ${overrides.join(' and ')}`;
}
