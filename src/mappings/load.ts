import { type ContentProblem, checkContent } from './content-shape.js';
import type { AnnotationEntry, Mapping } from './mapping.js';
import { MAPPING_SHAPE } from './mapping-shape.js';
import { checkValue } from './value.js';

/** A mapping file that cannot be used. `problems` holds everything that is wrong with it, not only the first thing. */
export class MappingError extends Error {
  readonly file: string;
  readonly problems: readonly ContentProblem[];

  constructor(file: string, problems: readonly ContentProblem[]) {
    const lines = problems.map(({ at, message }) => `  ${at === '' ? 'the file' : at}: ${message}`);
    super(`${file} is not a usable mapping:\n${lines.join('\n')}`);
    this.name = 'MappingError';
    this.file = file;
    this.problems = problems;
  }
}

/** Names that occur twice, each with the place of its second occurrence. */
function findDuplicates(named: readonly { readonly at: string; readonly name: string }[]): ContentProblem[] {
  const first = new Map<string, string>();
  const problems: ContentProblem[] = [];
  for (const { at, name } of named) {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, at);
    else problems.push({ at, message: `${JSON.stringify(name)} is taken already by ${earlier}` });
  }
  return problems;
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

/** What a single entry promises about its own values. */
function checkEntry(entry: AnnotationEntry, at: string): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (entry.kind === 'enum' && (entry.values ?? []).length === 0) {
    problems.push({ at: `${at}.values`, message: 'an enum needs its values' });
  }
  if (entry.kind !== 'enum' && entry.values !== undefined) {
    problems.push({ at: `${at}.values`, message: `belongs to an enum, not to the kind ${entry.kind}` });
  }
  if (entry.pattern !== undefined && !compiles(entry.pattern)) {
    return [...problems, { at: `${at}.pattern`, message: 'is not a JavaScript regular expression' }];
  }
  const examples = [
    { at: `${at}.sample.value`, value: entry.sample.value },
    ...(entry.neutral ?? []).map((value, index) => ({ at: `${at}.neutral[${index}]`, value })),
  ];
  for (const example of examples) {
    const checked = checkValue(entry, example.value);
    if (!checked.ok) problems.push({ at: example.at, message: `${JSON.stringify(example.value)}: ${checked.why}` });
  }
  return problems;
}

/** What entries say about each other. */
function checkReferences(mapping: Mapping): ContentProblem[] {
  const keys = new Set(mapping.annotations.flatMap((entry) => [entry.key, ...(entry.aliases ?? [])]));
  const references: { at: string; name: string }[] = [];
  for (const [index, entry] of mapping.annotations.entries()) {
    const at = `annotations[${index}]`;
    if (entry.requires !== undefined) references.push({ at: `${at}.requires`, name: entry.requires });
    for (const name of Object.keys(entry.sample.with ?? {})) references.push({ at: `${at}.sample.with.${name}`, name });
  }
  for (const [index, entry] of mapping.obsolete.entries()) {
    if (entry.instead !== undefined) references.push({ at: `obsolete[${index}].instead`, name: entry.instead });
  }
  return references
    .filter(({ name }) => !keys.has(name))
    .map(({ at, name }) => ({ at, message: `${JSON.stringify(name)} is no key of this file` }));
}

/** The shape is complete (its fields are tied to the type), so content without problems is a mapping. */
function isMapping(_content: unknown, problems: readonly ContentProblem[]): _content is Mapping {
  return problems.length === 0;
}

/**
 * Checks the parsed content of a mapping file completely: its shape, that keys are unique, that entries refer to keys
 * that exist, that patterns compile and that samples and neutral values are valid values.
 *
 * @param content what a YAML parser made of the file
 * @param file its name, for messages
 * @throws {MappingError} with every problem found
 */
export function checkMapping(content: unknown, file: string): Mapping {
  const shapeProblems = checkContent(content, MAPPING_SHAPE);
  if (!isMapping(content, shapeProblems)) throw new MappingError(file, shapeProblems);
  const problems = [
    ...findDuplicates([
      ...content.annotations.flatMap((entry, index) => [
        { at: `annotations[${index}].key`, name: entry.key },
        ...(entry.aliases ?? []).map((name, i) => ({ at: `annotations[${index}].aliases[${i}]`, name })),
      ]),
      ...content.obsolete.map((entry, index) => ({ at: `obsolete[${index}].key`, name: entry.key })),
      ...(content.elsewhere ?? []).map((entry, index) => ({ at: `elsewhere[${index}].key`, name: entry.key })),
    ]),
    ...findDuplicates(content.settings.map((entry, index) => ({ at: `settings[${index}].key`, name: entry.key }))),
    ...content.annotations.flatMap((entry, index) => checkEntry(entry, `annotations[${index}]`)),
    ...checkReferences(content),
  ];
  if (problems.length > 0) throw new MappingError(file, problems);
  return content;
}
