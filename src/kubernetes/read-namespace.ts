import type { Namespace } from './companions.js';
import { FieldReader } from './field-reader.js';
import type { InputProblem } from './input-problem.js';
import type { Manifest } from './object.js';

/** Reads a Namespace: its name and labels, which decide what a Gateway lets in. */
export function readNamespace(manifest: Manifest, problems: InputProblem[]): Namespace {
  return { manifest, meta: new FieldReader(manifest, problems).meta() };
}
