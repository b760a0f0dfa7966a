import type { Variation } from './host-subjects.js';
import { exactValues, patternValues } from './value-samples.js';

/** What selects a canary, as annotated; '' for what is not. */
export interface CanarySelectors {
  readonly header: string;
  readonly headerValue: string;
  readonly headerPattern: string;
  readonly cookie: string;
}

/**
 * Requests on each side of what selects a canary. `always` and `never` are tried with a value or pattern too, since then
 * they have no meaning; and a header against a cookie, since the header is asked first.
 */
export function canaryVariations(canary: CanarySelectors): readonly Variation[] {
  const { header, cookie } = canary;
  const values = header === '' ? [] : headerValues(canary);
  const cookies = cookie === '' ? [] : ['always', 'never', 'other'];
  return [
    ...values.map((value) => ({ why: `canary header ${header}: ${value}`, headers: { [header]: value } })),
    ...cookies.map((value) => ({
      why: `canary cookie ${cookie}=${value}`,
      headers: { Cookie: `${cookie}=${value}` },
    })),
    ...(values.length === 0 || cookies.length === 0
      ? []
      : ['always', 'never'].map((value) => ({
          why: `canary header ${header}: ${values[value === 'always' ? 1 : 0]} against cookie ${cookie}=${value}`,
          headers: { [header]: values[value === 'always' ? 1 : 0] ?? '', Cookie: `${cookie}=${value}` },
        }))),
  ];
}

/** The first selects the canary, the second does not. */
function headerValues({ headerValue, headerPattern }: CanarySelectors): readonly string[] {
  const plain = ['always', 'never', 'other'];
  if (headerValue !== '') return [...new Set([...exactValues(headerValue).map(({ value }) => value), ...plain])];
  if (headerPattern === '') return plain;
  const samples = patternValues(headerPattern, false);
  const of = (wanted: boolean) =>
    samples.filter(({ kind }) => (kind !== 'nearly matching') === wanted).map(({ value }) => value);
  const [matching, near] = [of(true), of(false)];
  return [...new Set([...matching.slice(0, 1), ...near.slice(0, 1), ...matching, ...near, ...plain])];
}
