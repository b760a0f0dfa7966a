import { parseGoBool, parseGoInt } from '../../values/go-values.js';
import type { Validator } from './annotation-patterns.js';

/**
 * One annotation as the controller's parser reports it (internal/ingress/annotations/parser): the value, or why there is
 * none. What follows from `content` and `validation` differs from key to key.
 */
export type Reading<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'missing' }
  /** Present but unusable after validation: an empty text, or with validation off something unparsable. */
  | { readonly kind: 'content' }
  | { readonly kind: 'validation'; readonly key: string };

/** Thrown while one Ingress is parsed and caught there: the whole Ingress is not stored (reference §21.1, rejected). */
export class IngressRejected extends Error {}

/** Thrown and caught likewise: the locations of the Ingress answer 503. */
export class LocationDenied extends Error {}

export class AnnotationReader {
  private readonly annotations: ReadonlyMap<string, string>;
  private readonly prefix: string;
  private readonly validate: boolean;

  constructor(annotations: ReadonlyMap<string, string>, prefix: string, validate: boolean) {
    this.annotations = annotations;
    this.prefix = prefix;
    this.validate = validate;
  }

  private text(key: string, validator: Validator, alias?: string): Reading<string> {
    let name = `${this.prefix}/${key}`;
    let value = this.annotations.get(name);
    if ((value ?? '') === '' && alias !== undefined) {
      const aliased = this.annotations.get(`${this.prefix}/${alias}`);
      if ((aliased ?? '') !== '') {
        name = `${this.prefix}/${alias}`;
        value = aliased;
      }
    }
    if (value === undefined) return { kind: 'missing' };
    // Validators do not run on empty values, nor with --enable-annotation-validation=false.
    if (this.validate && value !== '' && !validator(value)) return { kind: 'validation', key: name };
    return { kind: 'value', value };
  }

  string(key: string, validator: Validator, alias?: string): Reading<string> {
    const reading = this.text(key, validator, alias);
    if (reading.kind !== 'value') return reading;
    const value = reading.value
      .split('\n')
      .map((line) => line.trim())
      .join('\n');
    return value === '' ? { kind: 'content' } : { kind: 'value', value };
  }

  bool(key: string): Reading<boolean> {
    const reading = this.text(key, (value) => parseGoBool(value) !== undefined);
    if (reading.kind !== 'value') return reading;
    const value = parseGoBool(reading.value);
    return value === undefined ? { kind: 'content' } : { kind: 'value', value };
  }

  int(key: string): Reading<number> {
    const reading = this.text(key, (value) => parseGoInt(value) !== undefined);
    if (reading.kind !== 'value') return reading;
    const value = parseGoInt(reading.value);
    return value === undefined ? { kind: 'content' } : { kind: 'value', value };
  }
}

/** The value, or the default whatever went wrong: what most keys do. */
export function valueOr<T, U>(reading: Reading<T>, fallback: U): T | U {
  return reading.kind === 'value' ? reading.value : fallback;
}

/** The value or the default; a value that fails validation rejects the Ingress. */
export function valueOrReject<T, U>(reading: Reading<T>, fallback: U): T | U {
  if (reading.kind === 'validation') throw new IngressRejected(`annotation ${reading.key} contains an invalid value`);
  return reading.kind === 'value' ? reading.value : fallback;
}
