import type { IngressClass } from '../../kubernetes/companions.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ConvertOptions } from '../../options.js';
import type { TargetWords } from '../target-words.js';
import { CLASS_ANNOTATION } from '../written-annotations.js';

const CONTROLLER = /^haproxy\.org\/ingress-controller(?:\/|$)/;
/** The name that the chart of the controller gives its class. */
const USUAL = 'haproxy';

/** Whether the controller serves an Ingress, and why. */
export type Selection =
  | { readonly served: true; readonly className: string; readonly reason: string; readonly assumed: boolean }
  | { readonly served: false; readonly code: 'RS0201' | 'RS0202'; readonly reason: string; readonly next: string };

/**
 * The class decision of the controller (pkg/store IsIngressClassSupported; reference §2.1): spec.ingressClassName alone. What
 * it is called in the cluster, and whether class-less Ingresses are served, the options know.
 */
export function select({ className }: Ingress, classes: readonly IngressClass[], options: ConvertOptions): Selection {
  const wanted = options.ingressClasses.length === 0 ? [USUAL] : options.ingressClasses;
  if (className !== undefined && className !== '') {
    const object = classes.find(({ meta }) => meta.name === className);
    if (object !== undefined && !CONTROLLER.test(object.controller))
      return other('RS0201', `its class ${className} belongs to the controller ${object.controller}`);
    if (wanted.includes(className) || (object !== undefined && options.ingressClasses.length === 0))
      return { served: true, className, reason: `class ${className}`, assumed: object === undefined };
    return other(
      'RS0201',
      `its class ${className} is not one of ${wanted.join(', ')}`,
      `Pass --ingress-class ${className} to convert it.`,
    );
  }
  // One controller serves class-less Ingresses beside those of its class: they belong to one Gateway.
  const [own, ...others] = classes.filter(({ controller }) => CONTROLLER.test(controller));
  const usual = own !== undefined && others.length === 0 ? own.meta.name : USUAL;
  const name = options.ingressClasses[0] ?? usual;
  const byDefault = classes.find(({ isDefault }) => isDefault);
  if (byDefault !== undefined && options.watchIngressWithoutClass !== true) {
    if (!CONTROLLER.test(byDefault.controller))
      return other(
        'RS0201',
        `it has no class, and the default class ${byDefault.meta.name} belongs to ${byDefault.controller}`,
      );
    const reason = `it has no class and ${byDefault.meta.name} is the default IngressClass`;
    return { served: true, className: byDefault.meta.name, reason, assumed: false };
  }
  if (
    options.watchIngressWithoutClass === false ||
    (options.ingressClasses.length > 0 && options.watchIngressWithoutClass !== true)
  )
    return other(
      'RS0202',
      'it has no class',
      'Pass --watch-ingress-without-class if your controller runs with --empty-ingress-class.',
    );
  const reason = 'it has no class: the controller serves such objects unless it runs with --ingress.class';
  return { served: true, className: name, reason, assumed: options.watchIngressWithoutClass === undefined };
}

/** Whether the controller takes an Ingress by its class. */
export function takesClass(ingress: Ingress, { ingressClasses }: Inventory, options: ConvertOptions): boolean {
  return select(ingress, ingressClasses, options).served;
}

function other(
  code: 'RS0201' | 'RS0202',
  reason: string,
  next = 'Nothing to do if another controller serves it.',
): Selection {
  return { served: false, code, reason, next };
}

/** Says what decided that the controller serves the object. */
export function sayClass(
  { manifest, className, meta }: Ingress,
  ledger: Ledger,
  { assumed, reason }: Selection & { readonly served: true },
  { ofClass }: TargetWords,
): void {
  const hasClass = className !== undefined && className !== '';
  if (className !== undefined) {
    const message = !hasClass
      ? 'an empty class counts as none'
      : assumed
        ? `class ${className} is taken for a class of haproxytech: its IngressClass is not in the input`
        : `class ${className} ${ofClass}`;
    const item = ledger.openField(manifest, ['spec', 'ingressClassName'], className);
    ledger.say(item, { verdict: 'converted', code: 'RS0208', message });
  }
  const annotation = meta.annotations[CLASS_ANNOTATION];
  if (annotation !== undefined) {
    ledger.say(ledger.openAnnotation(manifest, CLASS_ANNOTATION, annotation), {
      verdict: 'redundant',
      code: 'RS0208',
      message: 'this controller does not read the class annotation',
    });
  }
  if (hasClass) return;
  ledger.say(ledger.openField(manifest, []), {
    verdict: 'converted',
    code: 'RS0203',
    severity: assumed ? 'warning' : 'info',
    message: `converted although ${reason}`,
    next: assumed
      ? 'Set spec.ingressClassName if this controller serves it; pass --ingress-class otherwise.'
      : undefined,
  });
}
