import { objectAt, stringAt } from '../../values/plain-object.js';
import type { IngressObject } from './ingress-objects.js';
import type { HaproxyIngressInput } from './input.js';

const controllerName = 'haproxy-ingress.github.io/controller';

/**
 * Decides whether an Ingress is the controller's business (IsValidIngress in pkg/controller/services/cache.go; reference
 * §1.1). The returned function gives the reason for which one is dropped, or undefined.
 */
export function selection(input: HaproxyIngressInput): (ingress: IngressObject) => string | undefined {
  const flags = input.flags ?? {};
  const ingressClass = flags.ingressClass ?? 'haproxy';
  const suffix = (flags.controllerClass ?? '').replace(/^\/+/, '');
  const controller = suffix === '' ? controllerName : `${controllerName}/${suffix}`;
  const served = new Set<string>();
  if (input.ingressClasses === undefined) served.add(ingressClass);
  for (const candidate of input.ingressClasses ?? []) {
    const name = stringAt(objectAt(candidate, 'metadata'), 'name');
    if (name !== undefined && stringAt(objectAt(candidate, 'spec'), 'controller') === controller) served.add(name);
  }

  return ({ namespace, annotations, className }) => {
    if ((flags.watchNamespace ?? '') !== '' && flags.watchNamespace !== namespace) return 'namespace not watched';
    const annotation = annotations.get('kubernetes.io/ingress.class');
    const byClass = className === undefined ? undefined : served.has(className);
    if (annotation !== undefined && !(flags.ingressClassPrecedence === true && byClass !== undefined)) {
      return annotation === ingressClass ? undefined : `class annotation ${annotation} is not ${ingressClass}`;
    }
    if (byClass !== undefined) return byClass ? undefined : `class ${className} is not served by this controller`;
    return flags.watchIngressWithoutClass === true ? undefined : 'no class';
  };
}
