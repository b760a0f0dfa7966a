import { nearMissFinder } from './near-miss.js';

/** What a piece of a data file has to look like. */
export type ContentShape =
  | {
      readonly is: 'text';
      readonly oneOf?: readonly string[] | undefined;
      readonly mayBeEmpty?: boolean | undefined;
      readonly format?: TextFormat | undefined;
    }
  | { readonly is: 'flag' }
  | { readonly is: 'anything' }
  /** `orOne`: a single item may be written without its list. */
  | { readonly is: 'list'; readonly of: ContentShape; readonly orOne?: true | undefined }
  | { readonly is: 'table'; readonly of: ContentShape; readonly keys?: TextFormat | undefined }
  /** A text that stands for an object with one field. */
  | { readonly is: 'text-or-object'; readonly text: ContentShape; readonly object: ContentShape }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, ContentField>> };

/** A JavaScript regular expression that the whole text matches, and what it asks for, in words. */
export interface TextFormat {
  readonly pattern: string;
  readonly words: string;
}

export interface ContentField {
  readonly shape: ContentShape;
  readonly optional?: boolean | undefined;
  /** What it is for, in one sentence. */
  readonly about?: string | undefined;
}

/** Something wrong in a data file: where (`annotations[3].kind`) and what. */
export interface ContentProblem {
  readonly at: string;
  readonly message: string;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `${typeof value === 'string' ? 'the text' : `the ${typeof value}`} ${JSON.stringify(value)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function didYouMean(word: string, known: readonly string[]): string {
  const near = nearMissFinder(known)(word);
  return near === undefined ? `known are ${known.join(', ')}` : `did you mean ${JSON.stringify(near)}?`;
}

function checkText(value: unknown, shape: ContentShape & { is: 'text' }, at: string): ContentProblem[] {
  if (typeof value !== 'string') {
    const quote = typeof value === 'number' || typeof value === 'boolean' ? '; put it in quotes' : '';
    return [{ at, message: `expected a text, found ${describe(value)}${quote}` }];
  }
  if (shape.oneOf !== undefined && !shape.oneOf.includes(value)) {
    return [{ at, message: `${JSON.stringify(value)} is not known here: ${didYouMean(value, shape.oneOf)}` }];
  }
  if (value.trim() === '' && shape.mayBeEmpty !== true) return [{ at, message: 'expected a text, found an empty one' }];
  return shape.format === undefined ? [] : checkFormat(value, shape.format, at);
}

function checkFormat(text: string, { pattern, words }: TextFormat, at: string): ContentProblem[] {
  return new RegExp(pattern).test(text) ? [] : [{ at, message: `expected ${words}, found ${JSON.stringify(text)}` }];
}

function checkObject(value: unknown, shape: ContentShape & { is: 'object' }, at: string): ContentProblem[] {
  if (!isObject(value)) return [{ at, message: `expected an object, found ${describe(value)}` }];
  const problems: ContentProblem[] = [];
  const within = (name: string) => (at === '' ? name : `${at}.${name}`);
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(shape.fields, name)) continue;
    problems.push({ at: within(name), message: `is not a field: ${didYouMean(name, Object.keys(shape.fields))}` });
  }
  for (const [name, field] of Object.entries(shape.fields)) {
    const content = Object.hasOwn(value, name) ? value[name] : undefined;
    if (content === undefined) {
      if (field.optional !== true) problems.push({ at: within(name), message: 'is missing' });
      continue;
    }
    problems.push(...checkContent(content, field.shape, within(name)));
  }
  return problems;
}

/** Everything in which a parsed file differs from a shape, in the order of the file; empty when it fits. */
export function checkContent(value: unknown, shape: ContentShape, at = ''): ContentProblem[] {
  switch (shape.is) {
    case 'text':
      return checkText(value, shape, at);
    case 'flag':
      return typeof value === 'boolean' ? [] : [{ at, message: `expected true or false, found ${describe(value)}` }];
    case 'anything':
      return [];
    case 'list':
      if (shape.orOne === true && typeof value === 'string') return checkContent(value, shape.of, at);
      if (!Array.isArray(value)) return [{ at, message: `expected a list, found ${describe(value)}` }];
      return value.flatMap((item: unknown, index) => checkContent(item, shape.of, `${at}[${index}]`));
    case 'table':
      if (!isObject(value)) return [{ at, message: `expected names with values, found ${describe(value)}` }];
      return Object.entries(value).flatMap(([name, item]) => {
        const within = at === '' ? name : `${at}.${name}`;
        const keyProblems = shape.keys === undefined ? [] : checkFormat(name, shape.keys, within);
        return [...keyProblems, ...checkContent(item, shape.of, within)];
      });
    case 'text-or-object':
      return checkContent(value, isObject(value) ? shape.object : shape.text, at);
    case 'object':
      return checkObject(value, shape, at);
  }
}
