import { ANY_IMPLEMENTATION } from '../path-values.js';
import type { Implementation } from './implementation.js';

/** Cilium: the core, and no policies (implementation-policies.md §1.6). */
export function cilium(version: string): Implementation {
  return {
    name: 'cilium',
    title: 'Cilium',
    version,
    gatewayClass: 'cilium',
    controller: 'io.cilium/gateway-controller',
    narrow: (features) => ({ ...features, sessionPersistence: false, externalAuth: false }),
    // Where it ranks expressions is documented nowhere, and was another place in older sources.
    expressions: ANY_IMPLEMENTATION,
  };
}
