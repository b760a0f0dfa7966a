import type { InputProblem } from '../kubernetes/input-problem.js';
import { type FieldPath, formatFieldPath, type ObjectRef } from '../kubernetes/object.js';
import type { Place } from './manifest.js';
import type { Unresolved } from './template-values.js';

/** Whether a parameter without value in an object of this kind changes what is converted. */
export function isConverted(kind: string): boolean {
  return kind === 'Route' || kind === 'Ingress' || kind === 'Service';
}

/** Whether conversions look at a field: of a Service they want nothing but the name and the ports. */
export function isRead(kind: string, [first, second]: FieldPath): boolean {
  if (kind !== 'Service') return true;
  return first === 'metadata' ? second === 'name' || second === 'namespace' : first === 'spec' && second === 'ports';
}

/** Fields whose text goes into the output as it is. */
const KEPT: ReadonlySet<string | number | undefined> = new Set([
  ...['name', 'namespace', 'host', 'hosts', 'subdomain', 'path', 'secretName', 'serviceName'],
]);

/** Whether the output holds the field's text, so that it can be applied only once the text is filled in. */
function isKept(kind: string, path: FieldPath): boolean {
  if (kind !== 'Route' && kind !== 'Ingress') return false;
  // Below labels and annotations, `host` is nothing but a key.
  if (path[0] === 'metadata') return path.length === 2 && KEPT.has(path[1]);
  return KEPT.has(path.findLast((step) => typeof step === 'string'));
}

/** That a field of an object of a Template keeps parameters, because they have no value. */
export function unresolvedProblem(
  { path, parameters }: Unresolved,
  object: ObjectRef,
  template: ObjectRef,
  place: Place,
): InputProblem {
  const isSingle = parameters.length === 1;
  const isAlike = parameters.every(({ why }) => why === parameters[0]?.why);
  const reasons = isAlike ? parameters[0]?.why : shortList(parameters.map(({ name, why }) => `${name}: ${why}`));
  const names = shortList(parameters.map(({ name }) => name));
  const written = shortList(parameters.map((parameter) => parameter.written));
  const declared = parameters.filter(({ isDeclared }) => isDeclared).map(({ name }) => `--param ${name}=VALUE`);
  const undeclared = parameters.filter(({ isDeclared }) => !isDeclared).map(({ name }) => name);
  const steps = [
    ...(declared.length > 0 ? [`pass ${shortList(declared)}`] : []),
    ...(undeclared.length > 0 ? [`declare ${shortList(undeclared)} among the parameters of the Template`] : []),
  ];
  const supply = capitalised(steps.join(' and '));
  const kept = isKept(object.kind, path);
  return {
    code: 'RS2101',
    severity: kept ? 'error' : 'warning',
    source: place.positionOf(path),
    message: `parameter${isSingle ? '' : 's'} ${names} of Template ${template.name} ${isSingle ? 'has' : 'have'} no value (${reasons}); the field keeps ${written}`,
    next: kept ? `${supply}, or fill in ${written} before the output is applied.` : `${supply}.`,
    object,
    field: formatFieldPath(path),
  };
}

const MOST_NAMES = 5;

function shortList(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMES;
  return more <= 0 ? texts.join(', ') : `${texts.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** That an object of a Template loses the namespace which it names. */
export function strippedProblem(namespace: string, object: ObjectRef, place: Place): InputProblem {
  const path = ['metadata', 'namespace'];
  return {
    code: 'RS2192',
    severity: 'info',
    source: place.positionOf(path),
    message: `the namespace ${namespace} goes when the Template is processed: the object is made in the project for which that is done`,
    next: 'Pass --namespace to say which one that is.',
    object,
    field: formatFieldPath(path),
  };
}
