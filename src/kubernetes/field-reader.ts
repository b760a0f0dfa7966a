import type { FieldWay } from './field-way.js';
import type { InputProblem } from './input-problem.js';
import { type FieldPath, formatFieldPath, type Manifest, type ObjectMeta } from './object.js';
import { parseTimestamp } from './timestamp.js';
import { nameOfType } from './type-name.js';

export type Fields = Readonly<Record<string, unknown>>;

/** Where a field stands. */
type At = FieldPath | FieldWay;

/** Problems listed for one object. */
const MOST_REPORTS = 1000;

/**
 * Reads fields of one object and takes down what has the wrong shape (RS0108), with its place. As for the API server, an
 * empty field (`null`) is an absent one.
 */
export class FieldReader {
  readonly manifest: Manifest;
  readonly #problems: InputProblem[];
  #reports = 0;

  constructor(manifest: Manifest, problems: InputProblem[]) {
    this.manifest = manifest;
    this.#problems = problems;
  }

  /** Name, labels, annotations and creation time. The reading room has made them texts already. */
  meta(): ObjectMeta {
    const metadata = this.#fieldsOf(this.manifest.content.metadata);
    const { name, namespace } = this.manifest.ref;
    const created = metadata.creationTimestamp;
    const creationTimestamp = typeof created === 'string' ? parseTimestamp(created) : undefined;
    return {
      name,
      namespace,
      labels: textsOf(metadata.labels),
      annotations: textsOf(metadata.annotations),
      creationTimestamp,
    };
  }

  #fieldsOf(value: unknown): Fields {
    return isFields(value) ? value : {};
  }

  /** A mapping under a key. */
  mapping(parent: Fields, path: At, key: string): Fields | undefined {
    const value = get(parent, key);
    if (value === undefined || isFields(value)) return value;
    return this.#unexpected(below(path, key), 'a mapping', value);
  }

  /** A list under a key. */
  list(parent: Fields, path: At, key: string): readonly unknown[] | undefined {
    const value = get(parent, key);
    if (value === undefined || Array.isArray(value)) return value;
    return this.#unexpected(below(path, key), 'a list', value);
  }

  /** A text under a key; '' is as good as none. */
  text(parent: Fields, path: At, key: string): string | undefined {
    const value = get(parent, key);
    if (typeof value === 'string') return value === '' ? undefined : value;
    return value === undefined ? undefined : this.#unexpected(below(path, key), 'a text', value);
  }

  /** A whole number under a key. */
  integer(parent: Fields, path: At, key: string): number | undefined {
    const value = get(parent, key);
    if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value;
    return this.#unexpected(below(path, key), 'a whole number', value);
  }

  /** A mapping that is a list item. */
  item(value: unknown, path: At): Fields | undefined {
    return isFields(value) ? value : this.#unexpected(path, 'a mapping', value);
  }

  #unexpected(path: At, expected: string, value: unknown): undefined {
    this.report(path, `expected ${expected}, got ${nameOfType(value)}`);
  }

  /** Takes down what is wrong with a field. */
  report(
    path: At,
    message: string,
    next = 'Correct the field; the API server rejects the object as it is.',
    severity: 'error' | 'warning' = 'error',
  ): void {
    // A hostile object must not fill the memory with its faults.
    if (++this.#reports > MOST_REPORTS) return;
    const steps = stepsOf(path);
    const field = formatFieldPath(steps);
    const last = this.#reports === MOST_REPORTS ? ' (further problems of this object are not listed)' : '';
    this.#problems.push({
      code: 'RS0108',
      severity,
      source: this.manifest.locate(steps),
      message: `${field === '' ? '' : `${field}: `}${message}${last}`,
      next,
      object: this.manifest.ref,
      field,
    });
  }
}

function stepsOf(at: At): FieldPath {
  return 'path' in at ? at.path : at;
}

function below(at: At, key: string): FieldPath {
  return [...stepsOf(at), key];
}

/** Whether a field is there at all: `null` is not. */
export function has(parent: Fields, key: string): boolean {
  return get(parent, key) !== undefined;
}

function get(parent: Fields, key: string): unknown {
  return Object.hasOwn(parent, key) ? (parent[key] ?? undefined) : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts of a mapping. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isFields(value)) return {};
  if (areTexts(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function areTexts(fields: Fields): fields is Readonly<Record<string, string>> {
  for (const key in fields) if (typeof fields[key] !== 'string') return false;
  return true;
}
