import { regexSamples, sampleKind } from './regex-samples.js';

export interface ValueSample {
  readonly value: string;
  /** `matching`, `nearly matching` or `sample`. */
  readonly kind: string;
}

/**
 * Values of a header or a query parameter that a pattern decides about, matching ones first.
 *
 * @param whole whether the pattern has to cover the value: it has in Gateway API, and has not in a canary pattern
 */
export function patternValues(pattern: string, whole: boolean): readonly ValueSample[] {
  return (
    regexSamples({ pattern, caseless: false, whole, kind: 'value' })
      // A header value is visible ASCII (RFC 9110 section 5.5); blanks at its ends are not part of it.
      .filter(({ text }) => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text))
      .map((sample) => ({ value: sample.text, kind: sampleKind(sample) }))
      .sort((a, b) => order(a.kind) - order(b.kind))
  );
}

/** The value itself, and values that are not it. */
export function exactValues(value: string): readonly ValueSample[] {
  const other = value.toUpperCase() === value ? value.toLowerCase() : value.toUpperCase();
  return [
    { value, kind: 'matching' },
    { value: `${value}x`, kind: 'nearly matching' },
    ...(other === value ? [] : [{ value: other, kind: 'nearly matching' }]),
  ];
}

function order(kind: string): number {
  return kind === 'nearly matching' ? 1 : 0;
}
