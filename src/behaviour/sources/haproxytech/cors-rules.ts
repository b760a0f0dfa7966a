import { compilePcre } from '../../regex/pcre.js';
import { readBool, readTime } from './annotation-layers.js';
import { configWord, ensureQuoted } from './config-words.js';
import { parseLogFormat } from './log-format.js';
import type { RuleReading } from './rule-reading.js';
import { createRule, headerFields, Phase, type Rule } from './rules.js';

const methods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);

/** When the headers are set: the condition as it is written, and as an expression for Origin (null for any). */
interface Condition {
  readonly written: string;
  readonly origin: RegExp | null;
}

/** cors-enable with its companions (resSetCORS.go; reference §2.6). */
export function readCors(reading: RuleReading): Rule[] {
  const enable = reading.value('cors-enable');
  if (enable === '') return [];
  const enabled = readBool(enable);
  if (enabled === undefined) reading.skipped('cors-enable', `'${enable}' is no boolean`);
  if (enabled !== true) return [];
  const variable = { Name: 'cors_origin', Scope: 'txn', Expression: 'req.hdr(origin)', CondTest: '' };
  const rules = [createRule(Phase.setVariable, variable, { kind: 'keep-origin' })];
  const condition = readOrigin(reading, rules);
  if (condition === undefined) return rules;
  const add = (name: string, value: string): void => {
    const format = parseLogFormat(configWord(value) ?? value, 'response');
    rules.push(headerRule(name, value, condition, format));
  };
  const allowed = readMethods(reading);
  if (allowed !== undefined) add('Access-Control-Allow-Methods', allowed);
  const headers = reading.value('cors-allow-headers').replace(/\s+/g, '');
  if (reading.value('cors-allow-headers') !== '') add('Access-Control-Allow-Headers', ensureQuoted(headers));
  const age = readMaxAge(reading);
  if (age !== undefined) add('Access-Control-Max-Age', `"${age}"`);
  if (reading.value('cors-allow-credentials') === 'true') add('Access-Control-Allow-Credentials', '"true"');
  if (reading.value('cors-respond-to-options') === 'true')
    rules.push(createRule(Phase.returnStatus, { StatusCode: 204 }, { kind: 'answer-options', status: 204 }));
  return rules;
}

/**
 * cors-allow-origin: a star, or an expression that is searched in Origin and guards the headers after it as well. An empty
 * value leaves the header out and the others without that condition. Undefined where HAProxy cannot read it.
 */
function readOrigin(reading: RuleReading, rules: Rule[]): Condition | undefined {
  const any: Condition = { written: '{ var(txn.cors_origin) -m found }', origin: null };
  const input = reading.value('cors-allow-origin');
  if (input === '') return any;
  const name = 'Access-Control-Allow-Origin';
  if (input === '*') {
    rules.push(headerRule(name, '*', any, parseLogFormat('*', 'response')));
    return any;
  }
  const word = configWord(input);
  const compiled = word === undefined ? undefined : compilePcre(word, false);
  if (compiled === undefined || compiled.kind === 'invalid') {
    reading.refused('cors-allow-origin', compiled === undefined ? 'the value is not one word' : compiled.message);
    return undefined;
  }
  if (compiled.kind === 'unsupported') {
    reading.unmodelled('cors-allow-origin', compiled.construct);
    return undefined;
  }
  const condition = { written: `{ var(txn.cors_origin) -m reg ${input} }`, origin: compiled.regex };
  rules.push(headerRule(name, '%[var(txn.cors_origin)]', condition, undefined));
  return condition;
}

function headerRule(
  name: string,
  written: string,
  { written: condition, origin }: Condition,
  format: ReturnType<typeof parseLogFormat> | undefined,
): Rule {
  const fields = headerFields(name, written, { condition, afterResponse: true });
  return createRule(Phase.setHeader, fields, {
    kind: 'set-header',
    side: 'after-response',
    name: name.toLowerCase(),
    format: format ?? { parts: [], unknown: [] },
    origin,
    echo: format === undefined,
  });
}

function readMethods(reading: RuleReading): string | undefined {
  const input = reading.value('cors-allow-methods');
  if (input === '' || input === '*') return input || undefined;
  const listed = input
    .replace(/\s+/g, '')
    .split(',')
    .map((method) => method.toUpperCase());
  const unknown = listed.find((method) => !methods.has(method));
  if (unknown === undefined) return ensureQuoted(listed.join(', '));
  reading.skipped('cors-allow-methods', `unsupported HTTP method '${unknown}', so the header is not sent`);
  return undefined;
}

function readMaxAge(reading: RuleReading): number | undefined {
  const input = reading.value('cors-max-age');
  if (input === '') return undefined;
  const seconds = Math.trunc((readTime(input) ?? Number.NaN) / 1000);
  if (seconds >= -1) return seconds;
  reading.skipped('cors-max-age', `invalid value '${input}', so the header is not sent`);
  return undefined;
}
