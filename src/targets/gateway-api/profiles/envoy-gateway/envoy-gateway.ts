import { ANY_IMPLEMENTATION } from '../../path-values.js';
import type { CorePart, Implementation, PolicyWriter } from '../implementation.js';
import { attachTo } from './attach.js';
import { needsBackend, standInFor } from './backend.js';
import { isWithoutCorsFilter } from './cors.js';
import { sayEnvoyDefaults } from './defaults.js';
import { sayExistingPolicies } from './existing-policies.js';
import { missingGuards } from './guards.js';
import { isSubstitution } from './route-filter.js';

const REPLACED: readonly CorePart[] = ['timeouts', 'retries', 'affinity', 'external-auth'];

/** Envoy Gateway: what it takes of Gateway API (gateway-support.yaml), and its policies (implementation-policies.md §1.1). */
export function envoyGateway(version: string): Implementation {
  return {
    name: 'envoy-gateway',
    title: 'Envoy Gateway',
    version,
    gatewayClass: 'eg',
    controller: 'gateway.envoyproxy.io/gatewayclass-controller',
    narrow: (features) => ({ ...features, retry: false, sessionPersistence: false, externalAuth: false }),
    expressions: {
      ...ANY_IMPLEMENTATION,
      title: 'Envoy Gateway',
      rank: 'before-prefixes',
      rewrites: true,
      canReplace: isSubstitution,
    },
    policies: writerOf(version),
    sayOutput: ({ existing, emitted, isServing }, ledger) => {
      sayExistingPolicies(existing, emitted, ledger);
      if (isServing) sayEnvoyDefaults(ledger);
    },
  };
}

function writerOf(version: string): PolicyWriter {
  return {
    reach: 'rule',
    missing: (policies, core) => missingGuards(policies, core),
    attach: (place) => attachTo(place, version),
    backend: standInFor,
    standsFor: needsBackend,
    replaces: new Set(isWithoutCorsFilter(version) ? [...REPLACED, 'cors'] : REPLACED),
  };
}
