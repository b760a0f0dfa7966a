import { type Extension, noSettings, type Plane } from '../plane.js';
import { defaultProfile } from '../profile.js';
import { text } from '../reading.js';
import { noTreatment } from '../treatment.js';
import { allOpen, fullSupport, type Implementation, type PlaneContext } from './implementation.js';

/** Any implementation that conforms: what it does with objects of its own is not known. */
export const standard: Implementation = {
  profile: defaultProfile,
  open: allOpen,
  support: fullSupport,
  pathExpression: (value) => value,
  readPlane: (context) => planeWithoutPolicies(context),
};

/** A plane that has no policies; that an object which a filter names is there is all that can be asked for. */
export function planeWithoutPolicies({ objects }: Pick<PlaneContext, 'objects'>): Plane {
  return {
    problems: [],
    treatment: () => noTreatment,
    extension: ({ group, kind, name }, route): Extension | { readonly failure: string } => {
      const found = objects.find(text(group) ?? '', text(kind) ?? '', route.namespace, text(name) ?? '');
      return found === undefined ? { failure: notFound(kind, name, route.namespace) } : {};
    },
    backends: () => undefined,
    service: () => noSettings,
  };
}

export function notFound(kind: unknown, name: unknown, namespace: string): string {
  return `extensionRef ${text(kind)} ${namespace}/${text(name) ?? ''} not found`;
}
