/**
 * routeshift as a library. Nothing here touches files, network, clock or process: it runs in a browser as it is.
 *
 * ```ts
 * const { manifests, problems } = parseText({ file: 'app.yaml', text });
 * const result = convert({ manifests, problems, inputs: 1 }, DEFAULT_OPTIONS);
 * ```
 *
 * Templates are opened where `parseText` is given `templateParameters`. A parameter without value is in the result as it is
 * written, `${NAME}`; the manifests hold a word in its place (see `unresolved`), which means nothing outside.
 */
export type {
  Conversion,
  EmittedObject,
  KubernetesObject,
  Origin,
  Summary,
  WayOut,
  WithheldRule,
} from './conversion.js';
export { type ConvertInput, convert } from './convert.js';
export type { InputProblem } from './kubernetes/input-problem.js';
export type { FieldPath, Manifest, ObjectRef, SourcePosition } from './kubernetes/object.js';
export { type CatalogueEntry, catalogue, type FindingCode } from './ledger/catalogue.js';
export type { EmittedRef, Item, Note, Severity, Verdict } from './ledger/verdict.js';
export { parseText } from './manifests/documents.js';
export { mergeConversions } from './merge-conversions.js';
export { type ConvertOptions, DEFAULT_OPTIONS, type NamespacedName, type RunOptions } from './options.js';
