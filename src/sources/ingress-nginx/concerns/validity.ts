import type { FindingCode } from '../../../ledger/catalogue.js';
import type { Remark } from '../../../ledger/verdict.js';
import type { AnnotationEntry, InvalidEffect } from '../../../mappings/mapping.js';
import { type CheckedValue, checkValue } from '../../../mappings/value.js';

/** Keys of a concern that the controller reads with a parser of their own. */
export const READ_APART: readonly string[] = ['use-port-in-redirects', 'enable-global-auth'];

/** The key whose absence ends the parser of a concern before it looks at any other key. */
const GATE_OF_CONCERN: Readonly<Record<string, string>> = {
  'basic-auth': 'auth-type',
  'external-auth': 'auth-url',
  'client-certificate': 'auth-tls-secret',
};

/** Keys that their parser only looks at when another one is in force (opentelemetry/main.go, redirect/redirect.go). */
const GATE_OF_KEY: Readonly<Record<string, string>> = {
  'opentelemetry-operation-name': 'enable-opentelemetry',
  'temporal-redirect-code': 'temporal-redirect',
};

/** Keys that their parser no longer looks at once another one is in force (redirect/redirect.go). */
const SHADOW_OF_KEY: Readonly<Record<string, string>> = {
  'permanent-redirect': 'temporal-redirect',
  'permanent-redirect-code': 'temporal-redirect',
};

/** The key that keeps the controller from seeing that a value is invalid. */
export function shadowOf(entry: AnnotationEntry): string | undefined {
  return SHADOW_OF_KEY[entry.key];
}

/** The order in which the parser of external authentication comes to the keys that can end it (authreq/main.go). */
const EXTERNAL_AUTH_ORDER: readonly string[] = [
  'auth-method',
  'auth-cache-duration',
  'auth-response-headers',
  'auth-request-redirect',
  'auth-always-set-cookie',
];

/** Refused values in the order in which the controller comes to them, where that decides what becomes of the paths. */
export function inParserOrder<T extends { readonly entry: AnnotationEntry }>(refused: readonly T[]): T[] {
  const rank = ({ entry }: T): number => EXTERNAL_AUTH_ORDER.indexOf(entry.key);
  return [...refused].sort((a, b) => rank(a) - rank(b));
}

/** Whether the parser finds a host in auth-url, which it looks for before anything else (authreq/main.go ParseStringToURL). */
export function isUsableAuthUrl(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?]+/i.test(url) && !/:\/\/[^/]*\.\./.test(url);
}

/** Parsers that an empty value ends before they come to a later key (redirect/redirect.go, upstreamhashby/main.go). */
const ENDED_BY_EMPTY: readonly (readonly string[])[] = [
  ['from-to-www-redirect', 'relative-redirects', 'temporal-redirect', 'permanent-redirect', 'permanent-redirect-code'],
  ['upstream-hash-by', 'upstream-hash-by-subset', 'upstream-hash-by-subset-size'],
];

/** The empty key at which the parser of a key ends before it comes to this one. */
export function emptyBefore(key: string, isEmpty: (key: string) => boolean): string | undefined {
  const order = ENDED_BY_EMPTY.find((keys) => keys.includes(key)) ?? [];
  return order.slice(0, Math.max(0, order.indexOf(key))).find(isEmpty);
}

/** Status codes, then durations of nginx, at least one: `200 202 10m`. Other texts are passed over (authreq/main.go). */
export function isCacheLifetime(text: string): boolean {
  const parts = text.split(' ').filter((part) => /^(?:\d{3}|\d+(?:ms|[smhdwMy]))$/.test(part));
  const firstDuration = parts.findIndex((part) => !/^\d{3}$/.test(part));
  return firstDuration >= 0 && parts.slice(firstDuration).every((part) => !/^\d{3}$/.test(part));
}

/** Lists whose parser takes an empty value for a wrong one (ipallowlist/main.go, ipdenylist/main.go). */
const CLOSED_WHEN_EMPTY: readonly string[] = ['allowlist-source-range', 'denylist-source-range'];

/**
 * The key without which the controller never gets to see that a value is invalid, so that it does no harm. Keys whose
 * parser reads everything are harmful alone: `upstream-hash-by-subset: maybe` voids an Ingress without upstream-hash-by.
 */
export function gateOf(entry: AnnotationEntry): string | undefined {
  if (entry.invalid === 'ignored') return entry.requires;
  const gate = GATE_OF_KEY[entry.key] ?? GATE_OF_CONCERN[entry.concern ?? ''];
  return gate === entry.key ? undefined : gate;
}

/**
 * What a refused value does. References to Secrets and ConfigMaps may have forbidden characters, which is for the
 * validators, or only the wrong form, which the parsers find later and answer by closing the paths.
 */
export function effectOf(entry: AnnotationEntry, value: string): InvalidEffect {
  if (entry.kind !== 'secret' && entry.kind !== 'configmap') return entry.invalid;
  if (REFERENCE_CHARACTERS.test(value.replaceAll(' ', '')))
    return entry.invalid === 'host-denied' ? 'host-denied' : 'denied';
  return VOIDED_BY_CHARACTERS.includes(entry.key) ? 'rejected' : entry.invalid;
}

/** parser/validators.go BasicCharsRegex. */
const REFERENCE_CHARACTERS = /^[-._~a-zA-Z0-9/:]*$/;
const VOIDED_BY_CHARACTERS: readonly string[] = ['auth-tls-secret', 'proxy-ssl-secret'];

/** Whether an empty value of the key closes the paths instead of counting as absent. */
export function closesWhenEmpty(key: string): boolean {
  return CLOSED_WHEN_EMPTY.includes(key);
}

/** `checkValue`, and what no pattern can say: the expression of auth-tls-match-cn has to compile (validators.go). */
export function checkAnnotation(entry: AnnotationEntry, value: string): CheckedValue {
  // Its expression wants the whole text, line breaks included; the others of its kind are trimmed first.
  if (entry.key === 'connection-proxy-header' && /[\r\n]/.test(value))
    return { ok: false, why: 'the value has a line break' };
  // The check of these leaves spaces out of account, and the parser takes what is left for no value.
  if ((entry.kind === 'configmap' || entry.kind === 'secret') && value.replaceAll(' ', '') === '')
    return { ok: true, value: { kind: entry.kind, name: '' } };
  const checked = checkValue(entry, value);
  if (!checked.ok || entry.key !== 'auth-tls-match-cn' || compilesInGo(value.slice(3))) return checked;
  return { ok: false, why: 'what follows CN= is not a regular expression' };
}

/**
 * Whether Go's regexp package takes an expression, as far as JavaScript can tell: its flags and named groups are spelt
 * otherwise, look-around and back-references do not exist.
 */
function compilesInGo(expression: string): boolean {
  if (/\(\?(?:[=!>]|<[=!])|\\[1-9]/.test(expression)) return false;
  const spelt = expression
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?[imsU-]+\)/g, '')
    .replace(/\(\?[imsU-]+:/g, '(?:');
  try {
    new RegExp(spelt);
    return true;
  } catch {
    return false;
  }
}

/** What is said of an invalid value that the controller passes over, alone or with its group. */
export function passedOver(entry: AnnotationEntry, why: string): Remark & { readonly code: FindingCode } {
  if (entry.invalid === 'group-dropped') {
    const opens = entry.concern === 'external-auth';
    return {
      verdict: 'invalid',
      code: 'RS0307',
      severity: opens ? 'error' : 'warning',
      message: opens
        ? `${why}; the controller then drops the external authentication of this Ingress: its auth-url protects nothing today, and so it stays`
        : `${why}; the controller then ignores every key of the same group`,
      next: opens
        ? 'Correct the value and convert again, if the paths are meant to be protected.'
        : 'Correct the value.',
    };
  }
  const end = entry.ifIgnored === undefined ? '' : `: ${entry.ifIgnored}`;
  return {
    verdict: 'invalid',
    code: 'RS0304',
    message: `${why}; the controller ignores it and uses its default (${entry.default})${end}`,
    next: 'Remove the annotation, or write the value that was meant.',
  };
}
