import type { IngressClass } from '../../kubernetes/companions.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ConvertOptions } from '../../options.js';

const CONTROLLER = 'openshift.io/ingress-to-route';
export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
/** What the ingress operator calls the classes that it makes, one for each IngressController. */
const OPERATOR_CLASS = 'openshift-';
/** The class that every cluster has. */
const FIRST_CLASS = 'openshift-default';

/** Whether the controller manages an Ingress, and why. */
export type Selection =
  | { readonly managed: true; readonly className: string; readonly reason: string; readonly assumed: boolean }
  | { readonly managed: false; readonly reason: string; readonly next: string };

/**
 * The decision of the controller (reference §1.1; route-controller-manager pkg/route/ingress/ingress.go ingressManaged): the
 * annotation beats the field, either names an IngressClass object, and without both the Ingress is managed. A class object
 * that is not in the input is taken to exist where its name is one that the ingress operator gives, or was asked for.
 */
export function select(
  ingress: Ingress,
  classes: ReadonlyMap<string, IngressClass>,
  { ingressClasses }: ConvertOptions,
): Selection {
  const annotation = ingress.meta.annotations[CLASS_ANNOTATION];
  const name = annotation ?? ingress.className;
  if (name === undefined) {
    const reason = 'it has no class, and the controller manages such Ingresses';
    return { managed: true, className: FIRST_CLASS, reason, assumed: false };
  }
  const object = classes.get(name);
  if (object !== undefined && object.controller !== CONTROLLER)
    return refused(`its class ${name} belongs to the controller ${object.controller}`);
  if (ingressClasses.length > 0 && !ingressClasses.includes(name))
    return refused(`its class ${name} is not one of ${ingressClasses.join(', ')}`);
  if (object !== undefined) return { managed: true, className: name, reason: `class ${name}`, assumed: false };
  if (name.startsWith(OPERATOR_CLASS) || ingressClasses.includes(name))
    return { managed: true, className: name, reason: `class ${name}`, assumed: true };
  return refused(
    `no IngressClass ${name === '' ? 'of an empty name' : name} is in the input, and without one of controller ${CONTROLLER} the Ingress is ignored`,
    `Add the IngressClass to the input, or pass --ingress-class ${name === '' ? 'NAME' : name}, if OpenShift manages it.`,
  );
}

/** Whether the controller takes an Ingress by its class. */
export function takesClass(ingress: Ingress, { ingressClasses }: Inventory, options: ConvertOptions): boolean {
  return select(ingress, new Map(ingressClasses.map((one) => [one.meta.name, one])), options).managed;
}

function refused(reason: string, next = 'Nothing to do if another controller serves it.'): Selection {
  return { managed: false, reason, next };
}

/** Says what became of the class of an Ingress, and of an Ingress that is not managed. */
export function saySelection(ingress: Ingress, selection: Selection, ledger: Ledger): void {
  const { manifest, className } = ingress;
  if (!selection.managed) {
    const { reason, next } = selection;
    const message = `not converted: ${reason}; Routes that OpenShift made of it earlier stay behind, no longer kept up to date`;
    ledger.say(ledger.openField(manifest, []), { verdict: 'redundant', code: 'RS2140', message, next });
    return;
  }
  const annotation = ingress.meta.annotations[CLASS_ANNOTATION];
  const known = `class ${selection.className} makes it an Ingress of OpenShift; the class picks no router, labels do`;
  const assumed = `class ${selection.className} is taken for one of OpenShift: its IngressClass is not in the input`;
  const message = selection.assumed ? assumed : known;
  if (annotation !== undefined)
    ledger.say(ledger.openAnnotation(manifest, CLASS_ANNOTATION, annotation), {
      verdict: 'converted',
      code: 'RS0208',
      message,
    });
  if (className === undefined) return;
  const item = ledger.openField(manifest, ['spec', 'ingressClassName'], className);
  ledger.say(
    item,
    annotation === undefined
      ? { verdict: 'converted', code: 'RS0208', message }
      : { verdict: 'redundant', code: 'RS0208', message: `the annotation ${CLASS_ANNOTATION} wins` },
  );
}
