import { compilePcre } from '../../regex/pcre.js';
import { configWord, ensureQuoted } from './config-words.js';
import type { RuleReading } from './rule-reading.js';
import { createRule, headerFields, Phase, type Rule } from './rules.js';

/** set-host (reqSetHost.go). The value stands in the configuration as it is, so it must be one word. */
export function readSetHost(reading: RuleReading): Rule[] {
  const input = reading.value('set-host');
  if (input === '') return [];
  const word = configWord(input);
  if (word === undefined) {
    reading.refused('set-host', 'the value is not one word');
    return [];
  }
  const format = reading.format('set-host', word);
  const action = { kind: 'set-header', side: 'request', name: 'host', format, origin: null, echo: false } as const;
  return [createRule(Phase.setHeader, headerFields('Host', input), action)];
}

/** request-set-header and response-set-header: `Name value` lines; one without a blank ends the reading (reqSetHdr.go). */
export function readSetHeaders(reading: RuleReading, side: 'request' | 'response'): Rule[] {
  const annotation = `${side}-set-header`;
  const rules: Rule[] = [];
  for (const line of reading.value(annotation).split('\n')) {
    if (line === '') continue;
    const blank = line.indexOf(' ');
    if (blank < 0) {
      reading.skipped(annotation, `incorrect value '${line}'`);
      break;
    }
    const name = line.slice(0, blank);
    const quoted = ensureQuoted(line.slice(blank + 1));
    const word = configWord(quoted);
    if (word === undefined || configWord(name) === undefined) {
      reading.refused(annotation, `HAProxy cannot read the line of ${name || 'a header without a name'}`);
      continue;
    }
    const format = reading.format(annotation, word, side);
    const response = side === 'response';
    rules.push(
      createRule(response ? Phase.responseHeader : Phase.setHeader, headerFields(name, quoted, { response }), {
        kind: 'set-header',
        side,
        name: name.toLowerCase(),
        format,
        origin: null,
        echo: false,
      }),
    );
  }
  return rules;
}

/** path-rewrite: `replacement`, or `expression replacement`, a line each (reqPathRewrite.go; reference §2.5). */
export function readPathRewrite(reading: RuleReading): Rule[] {
  const input = reading.value('path-rewrite').trim();
  if (input === '') return [];
  const rules: Rule[] = [];
  for (const line of input.split('\n')) {
    const parts = line.split(/\s+/).filter((part) => part !== '');
    const [first = '', second] = parts;
    if (parts.length !== 1 && parts.length !== 2) {
      reading.skipped('path-rewrite', `'${line.trim()}' takes 1 or 2 words`);
      break;
    }
    const [match, replacement] = second === undefined ? ['(.*)', first] : [first, second];
    const rule = rewriteRule(reading, match, replacement);
    if (rule !== undefined) rules.push(rule);
  }
  return rules;
}

function rewriteRule(reading: RuleReading, match: string, replacement: string): Rule | undefined {
  const [expression, target] = [configWord(match), configWord(replacement)];
  if (expression === undefined || target === undefined) {
    reading.refused('path-rewrite', `HAProxy cannot read '${match} ${replacement}'`);
    return undefined;
  }
  const compiled = compilePcre(expression, false);
  switch (compiled.kind) {
    case 'invalid':
      reading.refused('path-rewrite', compiled.message);
      return undefined;
    case 'unsupported':
      reading.unmodelled('path-rewrite', compiled.construct);
      return undefined;
    case 'compiled':
      return createRule(
        Phase.pathRewrite,
        { PathMatch: match, PathFmt: replacement },
        { kind: 'rewrite', pattern: compiled.regex, format: reading.format('path-rewrite', target) },
      );
  }
}

/** request-capture only fills the log; its rules still name the paths of the Ingress (reqCapture.go). */
export function readCaptures(reading: RuleReading): Rule[] {
  const length = reading.value('request-capture-len');
  const parsed = /^[+-]?\d+$/.test(length) ? Number(length) : 0;
  const samples = reading.value('request-capture').split('\n');
  return samples
    .filter((sample) => sample !== '')
    .map((sample) => createRule(Phase.capture, { Expression: sample, CaptureLen: parsed }, { kind: 'nothing' }));
}
