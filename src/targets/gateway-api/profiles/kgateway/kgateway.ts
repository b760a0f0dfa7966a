import { ANY_IMPLEMENTATION, hasGroupsOnly } from '../../path-values.js';
import type { Implementation } from '../implementation.js';
import { KGATEWAY_POLICIES } from './writer.js';

/** kgateway: what it takes of Gateway API (gateway-support.yaml), and its own objects (implementation-policies.md §1.4). */
export function kgateway(version: string): Implementation {
  return {
    name: 'kgateway',
    title: 'kgateway',
    version,
    gatewayClass: 'kgateway',
    controller: 'kgateway.dev/kgateway',
    narrow: (features) => ({ ...features, sessionPersistence: false, externalAuth: false }),
    expressions: {
      ...ANY_IMPLEMENTATION,
      title: 'kgateway',
      rank: 'before-prefixes',
      rewrites: true,
      canReplace: hasGroupsOnly,
    },
    policies: KGATEWAY_POLICIES,
  };
}
