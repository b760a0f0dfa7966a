import { isIpRange } from '../kubernetes/ip-range.js';
import type { AnnotationEntry, ValueKind } from './mapping.js';

/**
 * A valid annotation value. Texts are without white space at their ends, as the controllers read them; sizes stay text
 * because controllers disagree about units.
 */
export type ParsedValue =
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int' | 'seconds'; readonly value: number }
  /** `value` is spelt as the entry lists it; with a `pattern` of its own an entry may admit other texts, too. */
  | { readonly kind: 'enum'; readonly value: string }
  /** Trimmed, without empty items, in the order written. */
  | { readonly kind: 'csv'; readonly value: readonly string[] }
  /** Addresses and CIDRs, trimmed, in the order and spelling written. */
  | { readonly kind: 'cidrs' | 'addresses'; readonly value: readonly string[] }
  /** Milliseconds. */
  | { readonly kind: 'duration'; readonly value: number }
  | { readonly kind: 'secret' | 'configmap'; readonly namespace?: string | undefined; readonly name: string }
  | { readonly kind: 'size' | 'url' | 'regex' | 'string' | 'snippet'; readonly value: string };

/** `why` is a clause such as `the value is not a boolean`; it does not repeat the value, which may be a secret. */
export type CheckedValue =
  | { readonly ok: true; readonly value: ParsedValue }
  | { readonly ok: false; readonly why: string };

/** What Go's strconv.ParseBool takes; `on`, `yes` and the like are none of it. */
const GO_BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

/** Old words that HAProxy Technologies' controller takes besides (pkg/utils GetBoolValue). */
const SWITCH_WORDS: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['enabled', true],
  ['off', false],
  ['disabled', false],
]);

/** All annotations of an object together may have 256 KiB (apimachinery pkg/api/validation/objectmeta.go). */
const LONGEST_VALUE = 256 * 1024;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

const patterns = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = new RegExp(pattern);
    patterns.set(pattern, compiled);
  }
  return compiled.test(text);
}

function stripped(entry: AnnotationEntry, raw: string): string {
  if (entry.strip === undefined) return raw;
  if (entry.strip === 'none') return raw;
  // ingress-nginx removes the space character alone, and only for the check (ValidateRegex in parser/validators.go).
  return entry.strip === 'all' ? raw.replaceAll(' ', '') : raw.trim();
}

function refused(why: string): CheckedValue {
  return { ok: false, why };
}

function accepted(value: ParsedValue): CheckedValue {
  return { ok: true, value };
}

function checkInteger(kind: 'int' | 'seconds', text: string): CheckedValue {
  // Go's strconv.Atoi: base 10, a sign is fine, no white space, no unit, 64 bits.
  if (!/^[+-]?\d+$/.test(text)) {
    return refused(
      kind === 'seconds'
        ? 'the value is not a whole number of seconds without a unit'
        : 'the value is not a whole number',
    );
  }
  const value = Number(text);
  if (
    !Number.isSafeInteger(value) &&
    (text.length > 1000 || BigInt(text.replace('+', '')) > INT64_MAX || BigInt(text.replace('+', '')) < INT64_MIN)
  ) {
    return refused('the value does not fit a 64-bit number');
  }
  // "-0" is 0.
  return accepted({ kind, value: value === 0 ? 0 : value });
}

function checkEnum(entry: AnnotationEntry, text: string): CheckedValue {
  const values = entry.values ?? [];
  const listed = values.find(
    (value) => value === text || (entry.anyCase === true && value.toLowerCase() === text.toLowerCase()),
  );
  if (listed !== undefined) return accepted({ kind: 'enum', value: listed });
  if (entry.pattern !== undefined) return accepted({ kind: 'enum', value: text });
  return refused(`the value is not one of ${values.join(', ')}`);
}

function checkRanges(raw: string): CheckedValue {
  const ranges = raw.split(',').map((item) => item.trim());
  const wrong = ranges.find((range) => !isIpRange(range));
  if (wrong === undefined) return accepted({ kind: 'cidrs', value: ranges });
  return refused(
    wrong === ''
      ? 'the value has an empty item'
      : `the value holds ${JSON.stringify(wrong)}, which is neither an IP address nor a CIDR`,
  );
}

function checkReference(kind: 'secret' | 'configmap', text: string): CheckedValue {
  const parts = text.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2 || /\s/.test(text) || parts.some((part) => part === '')) {
    return refused('the value is neither a name nor namespace/name');
  }
  return accepted(second === undefined ? { kind, name: first } : { kind, namespace: first, name: second });
}

/** Lengths of the units in milliseconds; a number without a unit counts milliseconds (HAProxy configuration, time format). */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['us', 0.001],
  ['', 1],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
/** Beyond this the OpenShift router clips (pkg/router/template/template_helper.go clipHAProxyTimeoutValue). */
const LONGEST_DURATION = 2_147_483_647;

function checkDuration(text: string): CheckedValue {
  const [, number, unit = ''] = /^([1-9][0-9]*)(us|ms|s|m|h|d)?$/.exec(text) ?? [];
  if (number === undefined)
    return refused('the value is not one number above 0 with at most one unit of us, ms, s, m, h and d');
  return accepted({ kind: 'duration', value: Math.min(Number(number) * (UNITS.get(unit) ?? 1), LONGEST_DURATION) });
}

/** The OpenShift router asks for blanks alone between the entries and drops, one by one, those that are no address. */
function checkAddresses(text: string): CheckedValue {
  if (/^\s|\s$|[\r\n]/.test(text)) return refused('the value begins or ends with white space, or has a line break');
  const ranges = text.split(/ +/).filter(isIpRange);
  if (ranges.length > 0) return accepted({ kind: 'addresses', value: ranges });
  return refused(
    text.includes(',')
      ? 'the value is separated by commas instead of blanks, so nothing in it is an address'
      : 'nothing in the value is an address or a CIDR',
  );
}

/** White space at the ends is not part of what a controller reads, except where it parses the raw text. */
function patternText(entry: AnnotationEntry, raw: string): string {
  return entry.kind === 'enum' && entry.strip === undefined ? raw.trim() : stripped(entry, raw);
}

/** What a value must look like, for messages. */
const EXPECTED: Readonly<Record<ValueKind, string>> = {
  bool: 'a boolean',
  switch: 'a boolean, on or off',
  int: 'a whole number',
  seconds: 'a number of seconds',
  size: 'a size such as 8m',
  enum: 'one of its words',
  csv: 'a comma-separated list of its items',
  cidrs: 'a comma-separated list of addresses',
  addresses: 'a list of addresses separated by blanks',
  duration: 'a duration',
  url: 'a URL of the characters allowed',
  regex: 'a regular expression of the characters allowed',
  secret: 'a reference to a Secret',
  configmap: 'a reference to a ConfigMap',
  string: 'a text of the characters allowed',
  snippet: 'a snippet',
};

/**
 * Checks a non-empty annotation value against its entry and brings it into a form that code can use. An empty value
 * counts as absent for almost every key, which is for the caller to decide. Never throws, whatever the value.
 *
 * What an invalid value does at the source is said by `entry.invalid`. Rules: Go's strconv and net packages and
 * ingress-nginx internal/ingress/annotations/parser/validators.go.
 */
export function checkValue(entry: AnnotationEntry, raw: string): CheckedValue {
  if (raw.length > LONGEST_VALUE)
    return refused('the value is longer than all annotations of an object together may be');
  if (entry.pattern !== undefined && !matches(entry.pattern, patternText(entry, raw))) {
    return refused(`the value is not ${EXPECTED[entry.kind]}`);
  }
  const text = entry.strip === 'none' ? raw : raw.trim();
  switch (entry.kind) {
    case 'bool': {
      const value = GO_BOOLEANS.get(entry.strip === 'ends' ? text : raw);
      if (value !== undefined) return accepted({ kind: 'bool', value });
      return refused(`the value is not a boolean, which is one of ${[...GO_BOOLEANS.keys()].join(' ')}`);
    }
    case 'switch': {
      const value = GO_BOOLEANS.get(raw) ?? SWITCH_WORDS.get(raw.toLowerCase());
      if (value !== undefined) return accepted({ kind: 'bool', value });
      return refused('the value is neither a boolean nor one of on, off, enabled and disabled');
    }
    case 'int':
    case 'seconds':
      return checkInteger(entry.kind, entry.strip === undefined ? raw : text);
    case 'enum':
      return checkEnum(entry, text);
    case 'csv': {
      const items = raw.split(',').map((item) => item.trim());
      return accepted({ kind: 'csv', value: items.filter((item) => item !== '') });
    }
    case 'cidrs':
      return checkRanges(raw);
    case 'addresses':
      return checkAddresses(text);
    case 'duration':
      return checkDuration(text);
    case 'secret':
    case 'configmap':
      return checkReference(entry.kind, text);
    case 'size':
    case 'url':
    case 'regex':
    case 'string':
    case 'snippet':
      return accepted({ kind: entry.kind, value: text });
  }
}

function isSame(a: ParsedValue, b: ParsedValue): boolean {
  if (a.kind !== b.kind) return false;
  if ('name' in a) return 'name' in b && a.name === b.name && a.namespace === b.namespace;
  if ('name' in b) return false;
  return a.value === b.value || (typeof a.value === 'object' && JSON.stringify(a.value) === JSON.stringify(b.value));
}

/** The neutral values of an entry, read: every object that carries its key asks for them. */
const neutralValues = new WeakMap<AnnotationEntry, readonly ParsedValue[]>();

function readNeutral(entry: AnnotationEntry, neutral: readonly string[]): readonly ParsedValue[] {
  const values = neutral.flatMap((text) => {
    const checked = checkValue(entry, text);
    return checked.ok ? [checked.value] : [];
  });
  neutralValues.set(entry, values);
  return values;
}

/**
 * True when a valid value says no more than what source and target do anyway (`neutral` of the entry). Compared by
 * meaning: `f` is as neutral as `false`.
 */
export function isNeutral(entry: AnnotationEntry, value: ParsedValue): boolean {
  if (entry.neutral === undefined) return false;
  for (const neutral of neutralValues.get(entry) ?? readNeutral(entry, entry.neutral))
    if (isSame(neutral, value)) return true;
  return false;
}
