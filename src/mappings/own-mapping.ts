import { OWN_PREFIX } from '../ledger/own-annotations.js';
import { MAPPINGS } from './all.js';
import type { ContentProblem } from './content-shape.js';
import type { AnnotationEntry, Mapping } from './mapping.js';
import { wholeKeys } from './mapping-index.js';

/** The controllers that read a key, by the mappings that come with the program. */
function readersOf(key: string): string[] {
  return MAPPINGS.filter(({ mapping }) =>
    [
      ...mapping.annotations.flatMap((entry) => [entry.key, ...(entry.aliases ?? [])]),
      ...mapping.obsolete.map((entry) => entry.key),
      ...(mapping.elsewhere ?? []).map((entry) => entry.key),
    ].some((known) => wholeKeys(mapping, known).includes(key)),
  ).map(({ mapping }) => mapping.controller);
}

/**
 * What a user's mapping may not say although its shape is right. What is known of the controllers is theirs to say: a
 * mapping that could change it could make a guard disappear.
 */
export function ownMappingProblems(mapping: Mapping): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const checkKey = (key: string, at: string): void => {
    for (const whole of wholeKeys(mapping, key)) {
      const [reader] = readersOf(whole);
      if (whole.startsWith(OWN_PREFIX)) problems.push({ at, message: `${whole} is a word to routeshift` });
      else if (reader !== undefined) {
        problems.push({ at, message: `${whole} is an annotation of ${reader}, which routeshift explains itself` });
      }
    }
  };
  for (const [index, entry] of mapping.annotations.entries()) {
    const at = `annotations[${index}]`;
    checkKey(entry.key, `${at}.key`);
    for (const [i, alias] of (entry.aliases ?? []).entries()) checkKey(alias, `${at}.aliases[${i}]`);
    problems.push(...entryProblems(entry, at));
  }
  for (const [index, { key }] of mapping.obsolete.entries()) checkKey(key, `obsolete[${index}].key`);
  if (mapping.settings.length > 0) {
    problems.push({ at: 'settings', message: 'settings of other controllers are not read; leave the list empty' });
  }
  return problems;
}

function entryProblems(entry: AnnotationEntry, at: string): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (entry.concern !== undefined) {
    problems.push({ at: `${at}.concern`, message: 'is for annotations that code reads; leave it out' });
  }
  if (entry.protects === true && entry.on?.includes('Service') === true) {
    problems.push({ at: `${at}.protects`, message: 'is for annotations of Ingresses and Routes' });
  }
  return problems;
}
