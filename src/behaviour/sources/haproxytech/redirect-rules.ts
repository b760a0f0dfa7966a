import { parseGoInt } from '../../values/go-values.js';
import { readBool } from './annotation-layers.js';
import { configWord } from './config-words.js';
import type { RuleReading } from './rule-reading.js';
import { createRule, Phase, type Rule } from './rules.js';

/** The codes that HAProxy knows for a redirect. */
const codes = new Set([301, 302, 303, 307, 308]);

/** ssl-redirect, which TLS hosts switch on by themselves, and request-redirect (httpsRedirect.go, hostRedirect.go). */
export function readRedirects(reading: RuleReading): Rule[] {
  return [...readHttpsRedirect(reading), ...readHostRedirect(reading)];
}

function readHttpsRedirect(reading: RuleReading): Rule[] {
  const input = reading.value('ssl-redirect');
  const wanted = input === '' ? (reading.ingress?.tls.size ?? 0) > 0 : readBool(input) === true;
  if (!wanted) return [];
  const port = readNumber(reading, 'ssl-redirect-port');
  const status = readNumber(reading, 'ssl-redirect-code');
  const fields = { Host: '', RedirectCode: status, RedirectPort: port, SSLRequest: false, SSLRedirect: true };
  if (!isCode(reading, 'ssl-redirect-code', status)) return [];
  return [createRule(Phase.redirect, fields, { kind: 'redirect-to-https', port, status })];
}

function readHostRedirect(reading: RuleReading): Rule[] {
  const input = reading.value('request-redirect');
  if (input === '') return [];
  const secure = input.startsWith('https://');
  const host = input.replace(/^https?:\/\//, '');
  const status = readNumber(reading, 'request-redirect-code');
  const fields = { Host: host, RedirectCode: status, RedirectPort: 0, SSLRequest: secure, SSLRedirect: false };
  const word = configWord(`${secure ? 'https' : 'http'}://${host}%[capture.req.uri]`);
  if (word === undefined) {
    reading.refused('request-redirect', 'the value is not one word');
    return [];
  }
  if (!isCode(reading, 'request-redirect-code', status)) return [];
  const target = reading.format('request-redirect', word);
  return [createRule(Phase.redirect, fields, { kind: 'redirect', target, status })];
}

/** A value that is none, or is empty, leaves the number at 0. */
function readNumber(reading: RuleReading, name: string): number {
  const input = reading.value(name);
  const number = parseGoInt(input);
  if (number === undefined && input !== '') reading.skipped(name, `'${input}' is no number`);
  return number ?? 0;
}

function isCode(reading: RuleReading, name: string, status: number): boolean {
  if (!codes.has(status)) reading.refused(name, `HAProxy knows no redirect with code ${status}`);
  return codes.has(status);
}
