import { parseGoBool, parseGoInt } from '../../values/go-values.js';

const origin = /^([a-zA-Z][a-zA-Z0-9+.-]*:\/\/[A-Za-z0-9\-.]*(:[0-9]+)?|\*)$/;
/** Only the beginning is looked at, as the controller's expression has its end in the second alternative only. */
const headerNames = /^[A-Za-z0-9\-_]|\*$/;

/** Keys whose annotations are validated before they count (annotations/validator.go); others always pass. */
const validators: Readonly<Record<string, (value: string) => string | undefined>> = {
  'cors-allow-credentials': bool,
  'cors-allow-headers': (value) => (headerNames.test(value) ? value : undefined),
  'cors-allow-methods': (value) => (areMethods(value) ? value : undefined),
  'cors-allow-origin': (value) => (value.split(',').every((item) => origin.test(item)) ? value : undefined),
  'cors-allow-origin-regex': (value) => (value.split(' ').every(compiles) ? value : undefined),
  'cors-expose-headers': (value) => (headerNames.test(value) ? value : undefined),
  'cors-max-age': (value) => (parseGoInt(value) === undefined ? undefined : value),
  hsts: bool,
  'hsts-max-age': integer,
  'hsts-preload': bool,
  'hsts-include-subdomains': bool,
  'ssl-redirect': bool,
};

/** The value in its normal form; undefined if the controller drops it. */
export function validated(key: string, value: string): string | undefined {
  return Object.hasOwn(validators, key) ? validators[key]?.(value) : value;
}

function bool(value: string): string | undefined {
  const parsed = parseGoBool(value);
  return parsed === undefined ? undefined : String(parsed);
}

function integer(value: string): string | undefined {
  const parsed = parseGoInt(value);
  return parsed === undefined ? undefined : String(parsed);
}

/** `^([A-Za-z]+,?\s?)+$` without its exponential time. */
function areMethods(value: string): boolean {
  return /^[A-Za-z][A-Za-z,\t\n\f\r ]*$/.test(value) && !/,,|[\t\n\f\r ]{2}|[\t\n\f\r ],/.test(value);
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern.replaceAll('(?P<', '(?<').replace(/^\(\?[imsU]+\)/, ''));
    return true;
  } catch {
    return false;
  }
}
