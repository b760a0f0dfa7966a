import { listAt, objectAt, stringAt } from '../../values/plain-object.js';
import type { IngressObject } from './ingress-objects.js';
import type { NginxIncInput } from './input.js';

const CONTROLLER = 'nginx.org/ingress-controller';

/** The class names that are this controller's: the flag, or what the IngressClasses say, or its default. */
export function ownClasses(input: NginxIncInput): ReadonlySet<string> {
  const flag = input.flags?.ingressClass;
  if (flag !== undefined) return new Set([flag]);
  const classes = listAt({ classes: input.ingressClasses ?? [] }, 'classes');
  const own = classes.filter((one) => stringAt(objectAt(one, 'spec'), 'controller') === CONTROLLER);
  const names = own.map((one) => stringAt(objectAt(one, 'metadata'), 'name') ?? '');
  if (names.length > 0) return new Set(names);
  // A class of that name that belongs to another controller keeps this one from starting.
  const taken = classes.some((one) => stringAt(objectAt(one, 'metadata'), 'name') === 'nginx');
  return new Set(taken ? [] : ['nginx']);
}

/** The class of an Ingress; the annotation wins unless it is empty (HasCorrectIngressClass). '' for none. */
export function classOf({ annotations, className }: IngressObject): string {
  return annotations.get('kubernetes.io/ingress.class') || className;
}
