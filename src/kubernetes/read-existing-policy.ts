import type { ExistingPolicy } from './companions.js';
import { FieldReader } from './field-reader.js';
import type { InputProblem } from './input-problem.js';
import type { Manifest } from './object.js';

/** Reads what a policy that is already there is tied to by name; selectors of labels are passed over. */
export function readExistingPolicy(manifest: Manifest, problems: InputProblem[]): ExistingPolicy {
  const reader = new FieldReader(manifest, problems);
  const spec = reader.mapping(manifest.content, [], 'spec') ?? {};
  const targets: ExistingPolicy['targets'][number][] = [];
  const take = (target: Readonly<Record<string, unknown>> | undefined, path: readonly (string | number)[]): void => {
    if (target === undefined) return;
    const kind = reader.text(target, path, 'kind');
    const name = reader.text(target, path, 'name');
    const sectionName = reader.text(target, path, 'sectionName');
    if (kind !== undefined && name !== undefined)
      targets.push({ kind, name, ...(sectionName === undefined ? {} : { sectionName }) });
  };
  take(reader.mapping(spec, ['spec'], 'targetRef'), ['spec', 'targetRef']);
  for (const [index, value] of (reader.list(spec, ['spec'], 'targetRefs') ?? []).entries()) {
    const path = ['spec', 'targetRefs', index];
    take(reader.item(value, path), path);
  }
  return { manifest, meta: reader.meta(), targets };
}
