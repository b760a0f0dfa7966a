import type { IngressClass } from '../../kubernetes/companions.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import type { ConvertOptions } from '../../options.js';
import { CLASS_ANNOTATION } from '../written-annotations.js';

const CONTROLLER = 'haproxy-ingress.github.io/controller';

/** Whether the controller serves an Ingress, and why. */
export type Selection =
  | { readonly served: true; readonly className: string; readonly reason: string; readonly assumed: boolean }
  | { readonly served: false; readonly code: 'RS0201' | 'RS0202'; readonly reason: string; readonly next: string };

/** The class decision (reference §1.1): the annotation counts before the field. */
export function select(
  ingress: Ingress,
  classes: ReadonlyMap<string, IngressClass>,
  options: ConvertOptions,
): Selection {
  const wanted = options.ingressClasses.length === 0 ? ['haproxy'] : options.ingressClasses;
  const annotation = ingress.meta.annotations[CLASS_ANNOTATION];
  if (annotation !== undefined && annotation !== '') {
    if (wanted.includes(annotation))
      return { served: true, className: annotation, reason: `class annotation ${annotation}`, assumed: false };
    return other(
      `its class annotation says ${annotation}, which is no class of this controller (${wanted.join(', ')})`,
      annotation,
    );
  }
  const { className } = ingress;
  if (className !== undefined) {
    const known = classes.get(className);
    const isOurs = known?.controller === CONTROLLER || known?.controller.startsWith(`${CONTROLLER}/`) === true;
    if (known !== undefined && !isOurs)
      return other(`its class ${className} belongs to the controller ${known.controller}`, className);
    if (wanted.includes(className) || (isOurs && options.ingressClasses.length === 0))
      return { served: true, className, reason: `class ${className}`, assumed: known === undefined };
    return other(`its class ${className} is not one of ${wanted.join(', ')}`, className);
  }
  const own = wanted[0] ?? 'haproxy';
  if (options.watchIngressWithoutClass === true)
    return {
      served: true,
      className: own,
      reason: 'it has no class and --watch-ingress-without-class is on',
      assumed: false,
    };
  const byDefault = [...classes.values()].find(({ isDefault }) => isDefault);
  if (byDefault?.controller.startsWith(CONTROLLER) === true)
    return {
      served: true,
      className: byDefault.meta.name,
      reason: `it has no class and ${byDefault.meta.name} is the default one`,
      assumed: false,
    };
  const carries = Object.keys(ingress.meta.annotations).some((key) => key.startsWith('haproxy-ingress.github.io/'));
  if (carries && options.watchIngressWithoutClass === undefined)
    return {
      served: true,
      className: own,
      reason: 'it has no class: its annotations belong to HAProxy Ingress',
      assumed: true,
    };
  return {
    served: false,
    code: 'RS0202',
    reason: 'it has no class, and the controller leaves such Ingresses alone',
    next: 'Pass --watch-ingress-without-class if the controller runs with that flag.',
  };
}

/** Whether the controller takes an Ingress by its class. */
export function takesClass(ingress: Ingress, { ingressClasses }: Inventory, options: ConvertOptions): boolean {
  return select(ingress, new Map(ingressClasses.map((one) => [one.meta.name, one])), options).served;
}

function other(reason: string, name: string): Selection {
  return { served: false, code: 'RS0201', reason, next: `Pass --ingress-class ${name} if HAProxy Ingress serves it.` };
}
