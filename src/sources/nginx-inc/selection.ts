import type { IngressClass } from '../../kubernetes/companions.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ConvertOptions, TargetName } from '../../options.js';
import { wordsOf } from '../target-words.js';
import { CLASS_ANNOTATION } from '../written-annotations.js';
import { hasOwnPrefix } from './annotations.js';

const CONTROLLER = 'nginx.org/ingress-controller';

export type Selection =
  | {
      readonly served: true;
      readonly className: string;
      /** Whether something that the input does not say was taken for granted. */
      readonly assumed: boolean;
      readonly by: 'annotation' | 'field' | 'default class' | 'annotations' | 'option';
    }
  | { readonly served: false; readonly code: 'RS0201' | 'RS0202'; readonly reason: string; readonly next: string };

/** The class names that are this controller's: those asked for, or what the IngressClasses say, or its default. */
export function ownClasses(classes: readonly IngressClass[], options: ConvertOptions): ReadonlySet<string> {
  if (options.ingressClasses.length > 0) return new Set(options.ingressClasses);
  const own = classes.filter(({ controller }) => controller === CONTROLLER).map(({ meta }) => meta.name);
  if (own.length > 0) return new Set(own);
  // A class of that name that belongs to another controller keeps this one from starting.
  return new Set(classes.some(({ meta }) => meta.name === 'nginx') ? [] : ['nginx']);
}

/**
 * Whether the controller takes an Ingress (semantics 3.1): the annotation wins unless it is empty, then the field. The API
 * server writes the default class into what has none; without a class, annotations of the controller are taken for one.
 */
export function select(
  ingress: Ingress,
  classes: readonly IngressClass[],
  own: ReadonlySet<string>,
  options: ConvertOptions,
): Selection {
  const annotation = ingress.meta.annotations[CLASS_ANNOTATION] ?? '';
  const name = annotation !== '' ? annotation : (ingress.className ?? '');
  const known = (className: string): boolean => classes.some(({ meta }) => meta.name === className);
  if (name !== '') {
    if (own.has(name)) {
      const by = annotation !== '' ? 'annotation' : 'field';
      return { served: true, className: name, assumed: !known(name), by };
    }
    const reason = `its class ${name} is not one of ${own.size === 0 ? 'the NGINX Ingress Controller' : [...own].join(', ')}`;
    return { served: false, code: 'RS0201', reason, next: `Pass --ingress-class ${name} to convert it.` };
  }
  const [first] = own;
  const byDefault = classes.find(({ meta, isDefault }) => isDefault && own.has(meta.name));
  if (byDefault !== undefined)
    return { served: true, className: byDefault.meta.name, assumed: false, by: 'default class' };
  if (first !== undefined && options.watchIngressWithoutClass === true)
    return { served: true, className: first, assumed: false, by: 'option' };
  const carries = Object.keys(ingress.meta.annotations).some(hasOwnPrefix);
  if (first !== undefined && carries && options.watchIngressWithoutClass === undefined)
    return { served: true, className: first, assumed: true, by: 'annotations' };
  return {
    served: false,
    code: 'RS0202',
    reason: 'it has no class, and the controller ignores such Ingresses',
    next: 'Set spec.ingressClassName if this controller serves it.',
  };
}

/** Whether the controller takes an Ingress by its class. */
export function takesClass(ingress: Ingress, { ingressClasses }: Inventory, options: ConvertOptions): boolean {
  return select(ingress, ingressClasses, ownClasses(ingressClasses, options), options).served;
}

/** Says what decided that the controller serves the object. */
export function sayClass(
  ingress: Ingress,
  { className, assumed, by }: Selection & { readonly served: true },
  accepted: boolean,
  target: TargetName,
  ledger: Ledger,
): void {
  const { manifest } = ingress;
  const annotation = ingress.meta.annotations[CLASS_ANNOTATION];
  const words = wordsOf(target);
  // Routes have no class: there its part ends with the choice.
  const verdict = accepted && target === 'gateway-api' ? 'converted' : 'redundant';
  const decided = `class ${className} ${words.ofClass}`;
  const message = assumed
    ? `class ${className} is taken for one of the controller: its IngressClass is not in the input`
    : decided;
  if (ingress.className !== undefined) {
    const item = ledger.openField(manifest, ['spec', 'ingressClassName'], ingress.className);
    if (by === 'field') ledger.say(item, { verdict, code: 'RS0208', message });
    else
      ledger.say(item, {
        verdict: 'redundant',
        code: 'RS0208',
        message: 'the annotation kubernetes.io/ingress.class wins',
      });
  }
  if (annotation !== undefined) {
    const item = ledger.openAnnotation(manifest, CLASS_ANNOTATION, annotation);
    if (by === 'annotation') ledger.say(item, { verdict, code: 'RS0208', message });
    else ledger.say(item, { verdict: 'redundant', code: 'RS0208', message: 'an empty class is none' });
  }
  if (!accepted || by === 'field' || by === 'annotation') return;
  const why = {
    'default class': 'the default class of the cluster is one of the controller',
    annotations: 'it has no class: annotations of the controller are taken for a sign that it serves the Ingress',
    option: 'it has no class, as asked for',
  }[by];
  ledger.say(ledger.openField(manifest, []), {
    verdict: 'converted',
    code: 'RS0203',
    severity: assumed ? 'warning' : 'info',
    message: `converted although ${why}`,
    next: assumed ? 'Set spec.ingressClassName if the controller serves it; remove it otherwise.' : undefined,
  });
}
