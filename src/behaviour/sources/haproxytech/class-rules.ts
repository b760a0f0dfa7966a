import { listAt, objectAt, stringAt, stringMapAt } from '../../values/plain-object.js';
import type { StoredIngress } from './ingress-objects.js';
import type { HaproxytechInput } from './input.js';

const controller = 'haproxy.org/ingress-controller';

/**
 * Why an Ingress is none of the controller's business; undefined if it is served (IsIngressClassSupported in
 * pkg/store/store.go; reference §2.1). The annotation `kubernetes.io/ingress.class` has no say.
 */
export function selection(input: HaproxytechInput): (ingress: StoredIngress) => string | undefined {
  const flag = input.flags?.ingressClass ?? '';
  const own = flag === '' ? controller : `${controller}/${flag}`;
  const given = input.ingressClasses ?? [{ metadata: { name: 'haproxy' }, spec: { controller: own } }];
  const classes = new Map<string, string>();
  let fallback = '';
  for (const one of listAt({ given }, 'given')) {
    const metadata = objectAt(one, 'metadata');
    const name = stringAt(metadata, 'name');
    const serves = stringAt(objectAt(one, 'spec'), 'controller') ?? '';
    if (name !== undefined) classes.set(name, serves);
    // Of several default classes the controller takes any.
    if (stringMapAt(metadata, 'annotations').get('ingressclass.kubernetes.io/is-default-class') !== 'true') continue;
    if (fallback !== own) fallback = serves;
  }
  return ({ className }) => {
    if (className === '') {
      if (fallback === own) return undefined;
      if (flag !== '') return input.flags?.emptyIngressClass === true ? undefined : 'no class';
      return fallback === '' ? undefined : `the default class belongs to ${fallback}`;
    }
    return classes.get(className) === own ? undefined : `class ${className} is not served by this controller`;
  };
}
