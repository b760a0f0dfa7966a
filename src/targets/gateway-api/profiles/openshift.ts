import { ANY_IMPLEMENTATION } from '../path-values.js';
import type { Implementation } from './implementation.js';

/** The Gateway API of OpenShift: Istio without its policies, which are unsupported there (implementation-policies.md §1.3). */
export function openshift(version: string): Implementation {
  return {
    name: 'openshift',
    title: 'OpenShift',
    version,
    gatewayClass: 'openshift-default',
    controller: 'openshift.io/gateway-controller/v1',
    narrow: (features) => features,
    expressions: { ...ANY_IMPLEMENTATION, title: 'the Istio of OpenShift', rank: 'after-prefixes' },
  };
}
