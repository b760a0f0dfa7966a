import type { FieldPath } from '../kubernetes/object.js';
import { setOwn } from '../kubernetes/set-own.js';
import { nameOfType } from '../kubernetes/type-name.js';

type Content = Readonly<Record<string, unknown>>;

/** A value of the metadata that ought to be text and is not. */
export interface NotText {
  readonly path: FieldPath;
  readonly got: string;
  /** True when the text as written was taken for the value. */
  readonly kept: boolean;
}

/**
 * Sees to it that names, namespaces, labels and annotations are text. Unquoted `true`, `yes` or `10` in YAML are not, and
 * the API server rejects them; they are kept as they are written, so that their object can be converted all the same. An
 * empty value is '' (as for the API server); whatever cannot be text is left out.
 *
 * @param writtenAs the text of a scalar as it is written in the file, given its path
 * @param onNotText told of every value that is not text
 */
export function withTextMetadata(
  content: Content,
  writtenAs: (path: FieldPath, value: unknown) => string,
  onNotText: (problem: NotText) => void,
): Content {
  const metadata = content.metadata;
  if (!isRecord(metadata)) return content;
  let repaired: Record<string, unknown> | undefined;
  const repair = (key: string, value: unknown): void => {
    repaired ??= { ...metadata };
    repaired[key] = value;
  };
  for (const key of ['name', 'namespace']) {
    const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (value === undefined || typeof value === 'string') continue;
    const path = ['metadata', key];
    const isScalar = value !== null && typeof value !== 'object';
    if (value !== null) onNotText({ path, got: nameOfType(value), kept: isScalar });
    repair(key, isScalar ? writtenAs(path, value) : undefined);
  }
  for (const key of ['labels', 'annotations']) {
    const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (value === undefined || value === null) continue;
    const path = ['metadata', key];
    if (!isRecord(value)) {
      onNotText({ path, got: nameOfType(value), kept: false });
      repair(key, {});
      continue;
    }
    const texts = textValues(value, path, writtenAs, onNotText);
    if (texts !== value) repair(key, texts);
  }
  return repaired === undefined ? content : { ...content, metadata: repaired };
}

function textValues(
  values: Record<string, unknown>,
  path: readonly string[],
  writtenAs: (path: FieldPath, value: unknown) => string,
  onNotText: (problem: NotText) => void,
): Record<string, unknown> {
  let isText = true;
  for (const key in values) if (typeof values[key] !== 'string') isText = false;
  if (isText) return values;
  const texts: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    if (typeof value === 'string') {
      setOwn(texts, key, value);
      continue;
    }
    const field = [...path, key];
    const isScalar = value === null || typeof value !== 'object';
    onNotText({ path: field, got: nameOfType(value), kept: isScalar });
    if (isScalar) setOwn(texts, key, value === null ? '' : writtenAs(field, value));
  }
  return texts;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
