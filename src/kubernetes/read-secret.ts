import type { Secret } from './companions.js';
import { FieldReader } from './field-reader.js';
import type { InputProblem } from './input-problem.js';
import type { Manifest } from './object.js';

/** Reads what is left of a Secret: its type, its keys, and what its certificate vouches for. */
export function readSecret(manifest: Manifest, problems: InputProblem[]): Secret {
  const reader = new FieldReader(manifest, problems);
  const { certificate, hashes, content } = manifest;
  const keys = new Set<string>();
  for (const field of ['data', 'stringData']) {
    for (const key of Object.keys(reader.mapping(content, [], field) ?? {})) keys.add(key);
  }
  return {
    manifest,
    meta: reader.meta(),
    type: reader.text(content, [], 'type') ?? 'Opaque',
    keys: [...keys].sort(),
    ...(certificate === undefined ? {} : { certificate }),
    ...(hashes === undefined ? {} : { hashes }),
  };
}
