import type { ConfigMap } from './companions.js';
import { FieldReader } from './field-reader.js';
import type { InputProblem } from './input-problem.js';
import type { Manifest } from './object.js';

/** Reads a ConfigMap. Values that are not texts are reported and left out. */
export function readConfigMap(manifest: Manifest, problems: InputProblem[]): ConfigMap {
  const reader = new FieldReader(manifest, problems);
  const fields = reader.mapping(manifest.content, [], 'data') ?? {};
  const entries: [string, string][] = [];
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    if (typeof value === 'string') entries.push([key, value]);
    else if (value === null) entries.push([key, '']);
    else reader.report(['data', key], 'expected a text', 'Put the value in quotes.');
  }
  return { manifest, meta: reader.meta(), data: Object.fromEntries(entries) };
}
