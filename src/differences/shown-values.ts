import type { FieldPath } from '../kubernetes/object.js';
import { redact } from '../ledger/redact.js';
import { isMapping } from './plain-values.js';

/** Stands where a value is compared and never shown. */
export const HIDDEN = '(not shown)';

/** A value as reports may show it: of Secrets and private keys, that they are there and nothing else. */
export function shownValue(kind: string, path: FieldPath, value: unknown): unknown {
  if (isSecretAt(kind, path)) return value === undefined || value === null ? value : hidden(value);
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((entry, index) => shownValue(kind, [...path, index], entry));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shownValue(kind, [...path, key], inner)]),
  );
}

/** Keys of a Secret are no secret. */
function hidden(value: unknown): unknown {
  if (!isMapping(value)) return HIDDEN;
  return Object.fromEntries(Object.keys(value).map((key) => [key, HIDDEN]));
}

function isSecretAt(kind: string, path: FieldPath): boolean {
  const [first, second, third] = path;
  if (kind === 'Secret') return first === 'data' || first === 'stringData';
  return kind === 'Route' && first === 'spec' && second === 'tls' && third === 'key';
}
