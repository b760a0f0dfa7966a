import type { IngressClass } from './companions.js';
import { FieldReader } from './field-reader.js';
import type { InputProblem } from './input-problem.js';
import type { Manifest } from './object.js';

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';

/** Reads an IngressClass (v1 and v1beta1 look alike). Undefined, after a report, when it names no controller. */
export function readIngressClass(manifest: Manifest, problems: InputProblem[]): IngressClass | undefined {
  const reader = new FieldReader(manifest, problems);
  const spec = reader.mapping(manifest.content, [], 'spec') ?? {};
  const controller = reader.text(spec, ['spec'], 'controller');
  if (controller === undefined) {
    reader.report(['spec'], 'the IngressClass names no controller');
    return undefined;
  }
  const meta = reader.meta();
  // The admission plugin compares with "true" and nothing else (plugin/pkg/admission/network/defaultingressclass).
  return { manifest, meta, controller, isDefault: meta.annotations[DEFAULT_CLASS] === 'true' };
}
